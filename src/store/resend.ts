import { type Kysely, sql } from 'kysely';
import { recordFound } from './cut-filters.js';
import type { Run } from './runs.js';
import type { Database } from './schema.js';

/** Ends that another try may cure; the others are the reader's own, or somebody's will. */
const curable: readonly string[] = ['expired', 'rejected'];

/**
 * Makes what failed curably due again, in place: a part that has arrived is not repeated, and pressed twice it does
 * nothing more. Of a digest only where its articles are in no later one: its marks, which moved back when it failed,
 * move on again with it. Returns how many chats are tried again.
 */
export async function resendFailed(
  db: Kysely<Database>,
  run: Pick<Run, 'id' | 'slot'>,
  sendBefore: Date | null,
  now: Date,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    // As a cut does: settling waits until this is committed.
    const { numAffectedRows: open } = await sql`
      update run set finished_at = null where id = ${run.id} and stopped_at is null`.execute(trx);
    if (!open) return 0;
    await sql`
      create temporary table resent on commit drop as
      select d.slot, d.id, d.marks, d.chat_id, d.digest_id from delivery d join chat c on c.id = d.chat_id
      where d.slot = ${run.slot} and d.run_id = ${run.id} and d.status = 'failed' and d.reason = any(${curable})
      for update of d for no key update of c`.execute(trx);
    // With the chats locked: nobody cuts one from here on.
    await sql`
      delete from resent r where exists (
        select from jsonb_to_recordset(r.marks) as m (subscription_id bigint, mark bigint)
        left join subscription s on s.id = m.subscription_id
        where s.mark is distinct from m.mark or s.ended_at is not null)
      or jsonb_array_length(r.marks) > 0 and exists (
        select from delivery o where o.chat_id = r.chat_id and o.status in ('pending', 'sending')
          and o.digest_id is not null)`.execute(trx);
    await sql`
      update subscription s set mark = greatest(s.mark, m.served_to)
      from resent r cross join jsonb_to_recordset(r.marks) as m (subscription_id bigint, served_to bigint)
      where s.id = m.subscription_id`.execute(trx);
    const { numAffectedRows } = await sql`
      update delivery d set status = 'pending', reason = null, finished_at = null, send_after = ${now},
        send_before = ${sendBefore}
      from resent r where d.slot = r.slot and d.id = r.id`.execute(trx);
    await recordFound(sql`resent`).execute(trx);
    return Number(numAffectedRows);
  });
}

/** How many of a run's failures another try may cure. */
export function countCurable({ failed }: Pick<Run, 'failed'>): number {
  return curable.reduce((n, reason) => n + (failed[reason] ?? 0), 0);
}
