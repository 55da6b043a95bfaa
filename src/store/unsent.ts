import { sql, type Transaction } from 'kysely';
import type { Database } from './schema.js';

type Key = Pick<Ref, 'slot' | 'id'>;

/** One delivery as a sender saw it. */
export interface Ref {
  /** As text, with the microseconds that a Date would lose: with `id` the key. */
  slot: string;
  id: number;
  /** Counts the claims, so a sender whose lease lapsed can tell that the delivery is another's by now. */
  attempts: number;
}

// The reasons that are the chat's own: it cannot be reached, and its marks stay where they are. A stop is none of
// them: it can be taken back.
const ownReasons = ['blocked', 'deactivated', 'kicked', 'no_rights', 'not_found'];

/**
 * Ends deliveries unsent. Unless the reason is the chat's own, the marks of their subscriptions move back, so that
 * the next digest brings the articles; those in parts that did arrive are kept as served, those in parts that did
 * not are no longer. The caller holds the locks of the chats. One that another sender has claimed since is left.
 */
export async function failUnsent(
  trx: Transaction<Database>,
  deliveries: readonly (Ref & { reason: string })[],
  now: Date,
): Promise<void> {
  if (!deliveries.length) return;
  const { rows: failed } = await sql<Key & { reason: string }>`
    update delivery d set status = 'failed', reason = o.reason, finished_at = ${now}, lease_until = null
    from unnest(${deliveries.map((o) => o.slot)}::timestamptz[], ${deliveries.map((o) => o.id)}::bigint[],
      ${deliveries.map((o) => o.attempts)}::integer[], ${deliveries.map((o) => o.reason)}::text[])
      as o (slot, id, attempts, reason)
    where d.slot = o.slot and d.id = o.id and d.attempts = o.attempts and d.status in ('pending', 'sending')
    returning d.slot::text as slot, d.id, d.reason`.execute(trx);
  if (!failed.length) return;
  // Chosen here: the planner takes a condition on the reason for one that leaves a single row, and reads every delivery.
  const notOwn = failed.filter(({ reason }) => !ownReasons.includes(reason));
  if (notOwn.length) await moveMarksBack(trx, notOwn);
  await saveServedParts(trx, failed, now);
}

const among = (refs: readonly Key[]) =>
  sql`unnest(${refs.map((r) => r.slot)}::timestamptz[], ${refs.map((r) => r.id)}::bigint[]) as o (slot, id)`;

/** Also those of a subscription that has taken the place of one that ended meanwhile. */
async function moveMarksBack(trx: Transaction<Database>, failed: readonly Key[]): Promise<void> {
  await sql`
    update subscription s set mark = least(s.mark, m.mark), first_edition_id = least(s.first_edition_id, m.first_edition_id)
    from ${among(failed)}
    join delivery d on d.slot = o.slot and d.id = o.id
    cross join jsonb_to_recordset(d.marks) as m (subscription_id bigint, mark bigint, first_edition_id bigint)
    join subscription cut on cut.id = m.subscription_id
    where s.chat_id = d.chat_id and s.district_id = cut.district_id
      and s.word is not distinct from cut.word and (s.id = cut.id or s.ended_at is null)`.execute(trx);
}

/**
 * The articles of a first digest, and those that a watch word found, count as served from the start, so what has not
 * arrived is taken out again.
 */
async function saveServedParts(trx: Transaction<Database>, failed: readonly Key[], now: Date): Promise<void> {
  const articles = sql`
    ${among(failed)}
    join delivery d on d.slot = o.slot and d.id = o.id
    join digest g on g.id = d.digest_id
    cross join jsonb_array_elements(g.parts) with ordinality as p (part, place)
    cross join jsonb_array_elements_text(p.part->'article_ids') as a (article_id)`;
  await sql`
    delete from served_part sp using ${articles}
    where sp.chat_id = d.chat_id and sp.article_id = a.article_id::bigint and sp.served_at = d.slot`.execute(
    trx,
  );
  await sql`
    insert into served_part (chat_id, article_id, served_at)
    select distinct d.chat_id, a.article_id::bigint, ${now}::timestamptz from ${articles}
    where p.place <= d.next_part
    on conflict (chat_id, article_id) do update set served_at = excluded.served_at`.execute(trx);
}
