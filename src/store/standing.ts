import type { Kysely, Transaction } from 'kysely';
import { type Chat, lockChat } from './chats.js';
import type { Database } from './database.js';
import type { EndedReason } from './schema.js';
import { endSubscriptions, reopenSubscriptions, type Subscription } from './subscriptions.js';
import { inTransaction } from './transaction.js';

/** The chats of a group or channel: its own and those of its topics. */
export async function listChatsOf(db: Kysely<Database>, hash: Buffer): Promise<Chat[]> {
  return db.selectFrom('chat').selectAll().where('telegram_id_hash', '=', hash).orderBy('id').execute();
}

/** Ends what a group or channel and all its topics follow. */
export async function endGroup(
  db: Kysely<Database>,
  hash: Buffer,
  reason: EndedReason,
  now: Date,
): Promise<void> {
  await inTransaction(db, async (trx) => {
    for (const { id } of await listChatsOf(trx, hash)) await endSubscriptions(trx, id, 'all', reason, now);
  });
}

/**
 * Follows again what ended because the bot might not write there, marks as they were. A chat that follows something by
 * now stays as it is; `dueAt` says when one that does not is served next. Returns what is followed again.
 */
export async function reopenAfterRights(
  trx: Transaction<Database>,
  chatId: number,
  dueAt: (chat: Chat) => Date,
): Promise<string[]> {
  const chat = await lockChat(trx, chatId);
  if (!chat || chat.due_at) return [];
  const last = await findLastEnd(trx, chatId);
  if (!last?.ended_at || last.ended_reason !== 'no_rights') return [];
  return reopenSubscriptions(trx, chatId, last.ended_at, dueAt(chat), 'no_rights');
}

/** How what a chat followed came to its end. */
export async function findLastEnd(
  db: Kysely<Database>,
  chatId: number,
): Promise<Pick<Subscription, 'ended_at' | 'ended_reason'> | undefined> {
  return db
    .selectFrom('subscription')
    .select(['ended_at', 'ended_reason'])
    .where('chat_id', '=', chatId)
    .orderBy('ended_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}
