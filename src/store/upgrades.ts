import { sql, type Transaction } from 'kysely';
import { eraseBudgets } from './chats.js';
import type { Database } from './schema.js';
import { endSubscriptions } from './subscriptions.js';
import { failUnsent, type Ref } from './unsent.js';

/** What a group is once it has become a supergroup. */
export interface Upgraded {
  telegram_id_hash: Buffer;
  telegram_id_sealed: string;
  kind: 'supergroup';
}

/**
 * The chats of a group that became a supergroup, and its topics', go on under the new id. Where the new id has a chat
 * already, subscriptions and waiting deliveries move over to it. Telegram says it up to three times (in the old group,
 * in the new one, when a message is refused): what has moved stays where it is.
 */
export async function moveChats(
  trx: Transaction<Database>,
  fromHash: Buffer,
  to: Upgraded,
  now: Date,
): Promise<void> {
  const { telegram_id_hash } = to;
  if (fromHash.equals(telegram_id_hash)) return;
  // In the order of their ids, so that two who lock several never wait for each other.
  const chats = await trx
    .selectFrom('chat')
    .select(['id', 'thread_id', 'telegram_id_hash', 'budget_id'])
    .where('telegram_id_hash', 'in', [fromHash, telegram_id_hash])
    .orderBy('id')
    .forUpdate()
    .execute();
  const [old, known] = [fromHash, telegram_id_hash].map((hash) =>
    chats.filter((chat) => chat.telegram_id_hash.equals(hash)),
  );
  for (const { id, thread_id } of old!) {
    const other = known!.find((chat) => chat.thread_id === thread_id);
    if (other) await mergeChat(trx, id, other.id, now);
    else await trx.updateTable('chat').set(to).where('id', '=', id).execute();
  }
  await eraseBudgets(trx, old!);
}

async function mergeChat(trx: Transaction<Database>, from: number, into: number, now: Date): Promise<void> {
  // One that the new chat has too would be a second message; it ends here, and its marks count for the merge.
  const { rows: doubles } = await sql<Ref>`
    select d.slot::text as slot, d.id, d.attempts from delivery d
    where d.chat_id = ${from} and d.status in ('pending', 'sending') and exists (
      select from delivery o where o.chat_id = ${into} and o.slot = d.slot and o.kind = d.kind
        and o.announcement_id is not distinct from d.announcement_id)`.execute(trx);
  await failUnsent(
    trx,
    doubles.map((double) => ({ ...double, reason: 'merged' })),
    now,
  );
  // A chat that waits for no slot, stopped or with urgent notices only, goes on as the other was served.
  await sql`
    update chat set due_at = case when chat.due_at is null then old.due_at else least(chat.due_at, old.due_at) end,
      times = case when chat.due_at is null then old.times else chat.times end,
      weekdays = case when chat.due_at is null then old.weekdays else chat.weekdays end
    from chat old where chat.id = ${into} and old.id = ${from}
      and exists (select from subscription s where s.chat_id = old.id and s.ended_at is null)`.execute(trx);
  // What both follow goes on from the lower mark, so that nothing is missed.
  await sql`
    update subscription s set mark = least(s.mark, o.mark), first_edition_id = least(s.first_edition_id, o.first_edition_id)
    from subscription o
    where s.chat_id = ${into} and o.chat_id = ${from} and o.district_id = s.district_id
      and o.word is not distinct from s.word and s.ended_at is null and o.ended_at is null`.execute(trx);
  await sql`
    update subscription s set chat_id = ${into}
    where s.chat_id = ${from} and s.ended_at is null and not exists (
      select from subscription o
      where o.chat_id = ${into} and o.district_id = s.district_id and o.word is not distinct from s.word
        and o.ended_at is null)`.execute(trx);
  await sql`
    update delivery set chat_id = ${into}
    where chat_id = ${from} and status in ('pending', 'sending')`.execute(trx);
  await endSubscriptions(trx, from, 'all', 'merged', now);
}
