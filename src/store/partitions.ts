import { type Kysely, sql, type Transaction } from 'kysely';
import { pause } from '../pause.js';
import { day } from '../time.js';
import type { Database } from './schema.js';
import { takeTurn } from './transaction.js';

/**
 * Makes sure that the month of `slot` has a partition of the deliveries; a month is a UTC calendar month. Not for use
 * within a transaction: a new partition locks the deliveries and the chats until it is committed.
 */
export async function ensurePartition(db: Kysely<Database>, slot: Date): Promise<void> {
  const from = new Date(Date.UTC(slot.getUTCFullYear(), slot.getUTCMonth(), 1));
  const to = new Date(Date.UTC(slot.getUTCFullYear(), slot.getUTCMonth() + 1, 1));
  const name = `delivery_${from.toISOString().slice(0, 7).replace('-', '')}`;
  while (!(await isTable(db, name)))
    await givingWay(db, (trx) =>
      sql`create table if not exists ${sql.table(name)} partition of delivery
        for values from (${sql.lit(from.toISOString())}) to (${sql.lit(to.toISOString())})`.execute(trx),
    );
}

/** Drops the months of deliveries that were over 90 days ago; returns how many. Their runs keep the counts. */
export async function dropOldPartitions(db: Kysely<Database>, now: Date): Promise<number> {
  const { rows } = await sql<{ name: string }>`
    select inhrelid::regclass::text as name from pg_inherits where inhparent = 'delivery'::regclass`.execute(
    db,
  );
  const old = rows.filter(({ name }) => {
    const month = /^delivery_(\d{4})(\d\d)$/.exec(name);
    return month && Date.UTC(Number(month[1]), Number(month[2])) <= now.getTime() - keptDays * day;
  });
  for (const { name } of old)
    while (await isTable(db, name))
      await givingWay(db, (trx) => sql`drop table if exists ${sql.table(name)}`.execute(trx));
  return old.length;
}

const keptDays = 90;

/** Changes a partition in a transaction of its own; where others are in the way, it has done nothing. */
async function givingWay(db: Kysely<Database>, work: (trx: Transaction<Database>) => Promise<unknown>) {
  try {
    await db.transaction().execute(async (trx) => {
      // Whoever writes a chat and then its delivery may wait for us while we wait for them. Postgres looks for such
      // circles after a second and ends one of the two; we have given way and come again by then.
      await sql`set local lock_timeout = '300ms'`.execute(trx);
      // `if not exists` alone lets two that start together both try.
      await takeTurn(trx, 'partitions');
      await work(trx);
    });
  } catch (error) {
    if ((error as { code?: string }).code !== lockNotAvailable) throw error;
    await pause(100);
  }
}

const lockNotAvailable = '55P03';

async function isTable(db: Kysely<Database>, name: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select to_regclass(${name}) is not null as found`.execute(
    db,
  );
  return rows[0]!.found;
}
