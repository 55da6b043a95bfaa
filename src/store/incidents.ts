import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { held } from './budget.js';
import type { Database, IncidentKind } from './schema.js';
import { takeTurn } from './transaction.js';

export type Incident = Selectable<Database['incident']>;

/** An incident, or its end, that one owner has not been told of. */
export interface Untold extends Incident {
  phase: 'began' | 'ended';
  staff_id: number;
  telegram_id_sealed: string;
  locale: string;
}

/**
 * Records that something began which the owner has to be told of; the owner is, once. While it goes on, reporting it
 * again changes nothing. True when it is new.
 */
export async function reportIncident(
  db: Kysely<Database>,
  kind: IncidentKind,
  key: string,
  now: Date,
  details: Record<string, string | number> = {},
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('incident')
    .values({ kind, key, details: JSON.stringify(details), began_at: now })
    .onConflict((oc) => oc.columns(['kind', 'key']).where('ended_at', 'is', null).doNothing())
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows ?? 0) > 0;
}

/** Records that it is over; true when it was going on. */
export async function endIncident(
  db: Kysely<Database>,
  kind: IncidentKind,
  key: string,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('incident')
    .set({ ended_at: now })
    .where('kind', '=', kind)
    .where('key', '=', key)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

export async function listOpenIncidents(db: Kysely<Database>): Promise<Incident[]> {
  return db.selectFrom('incident').selectAll().where('ended_at', 'is', null).orderBy('id').execute();
}

/**
 * Takes one message that an owner should have and has not, and keeps others from taking it to the end of the
 * transaction. Of what ended before anyone could be told, only the end is; who became owner later is not told of what
 * was. What was over within two minutes needs nobody. `passed` are those that could not be told just now; `deliverTo`
 * is whom a rehearsal is limited to.
 */
export async function claimUntold(
  trx: Transaction<Database>,
  options: { now: Date; deliverTo: '*' | readonly Buffer[]; passed: readonly number[] },
): Promise<Untold | undefined> {
  const { now, deliverTo, passed } = options;
  // A statement of its own: the next one then sees what whoever had the turn before has noted.
  await takeTurn(trx, 'incidents');
  const { rows } = await sql<Untold>`
    select i.*, p.phase, s.id as staff_id, s.telegram_id_sealed, s.locale
    from incident i
    cross join lateral (select case when i.ended_at is null then 'began' else 'ended' end as phase) p
    join staff s on s.role = 'owner' and s.ended_at is null and s.granted_at <= coalesce(i.ended_at, i.began_at)
    where coalesce(i.ended_at, ${now}) - i.began_at >= interval '2 minutes'
      and not exists (
        select from incident_notice n
        where n.incident_id = i.id and n.staff_id = s.id and n.phase = p.phase)
      and s.id <> all(${passed}::bigint[])
      and ${deliverTo === '*' ? sql`true` : sql`s.telegram_id_hash = any(${deliverTo})`}
      and (select not ${held} from send_budget)
    order by i.id, s.id limit 1
    for update of i`.execute(trx);
  return rows[0];
}

export async function recordTold(
  trx: Transaction<Database>,
  { id, staff_id, phase }: Pick<Untold, 'id' | 'staff_id' | 'phase'>,
  now: Date,
): Promise<void> {
  await trx
    .insertInto('incident_notice')
    .values({ incident_id: id, staff_id, phase, told_at: now })
    .execute();
}
