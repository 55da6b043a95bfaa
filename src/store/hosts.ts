import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.js';

/**
 * Takes the turn of a newspaper's server ('bao.example:443') for `leaseSeconds`, by the database's clock; one request
 * has it at a time, whichever process makes it. Gives the turn's number, or undefined while another has it or the pause
 * after it lasts.
 */
export async function claimHost(
  db: Kysely<Database>,
  name: string,
  leaseSeconds: number,
): Promise<number | undefined> {
  const { rows } = await sql<{ turn: number }>`
    insert into host (name, free_at, turn)
    values (${name}, clock_timestamp() + make_interval(secs => ${leaseSeconds}), 1)
    on conflict (name) do update set free_at = excluded.free_at, turn = host.turn + 1
    -- Later than any lease ends: the database's clock was put back.
    where host.free_at not between clock_timestamp() and clock_timestamp() + interval '5 minutes'
    returning turn`.execute(db);
  return rows[0]?.turn;
}

/** Ends a turn; the next may begin `pauseSeconds` later. */
export async function endHostTurn(
  db: Kysely<Database>,
  name: string,
  turn: number,
  pauseSeconds: number,
): Promise<void> {
  await db
    .updateTable('host')
    .set({ free_at: sql<Date>`clock_timestamp() + make_interval(secs => ${pauseSeconds})` })
    .where('name', '=', name)
    .where('turn', '=', turn)
    .execute();
}

/** A server's robots.txt as last known, and whether it still counts. */
export async function findRobots(
  db: Kysely<Database>,
  name: string,
): Promise<{ robots: string; fresh: boolean } | undefined> {
  const row = await db
    .selectFrom('host')
    .select(['robots', sql<boolean>`robots_until > clock_timestamp()`.as('fresh')])
    .where('name', '=', name)
    .executeTakeFirst();
  return row && row.robots !== null ? { robots: row.robots, fresh: row.fresh } : undefined;
}

/** Keeps a server's robots.txt for `seconds`, by the database's clock. */
export async function saveRobots(
  db: Kysely<Database>,
  name: string,
  robots: string,
  seconds: number,
): Promise<void> {
  const robots_until = sql<Date>`clock_timestamp() + make_interval(secs => ${seconds})`;
  await db
    .insertInto('host')
    .values({ name, robots, robots_until })
    .onConflict((oc) => oc.column('name').doUpdateSet({ robots, robots_until }))
    .execute();
}
