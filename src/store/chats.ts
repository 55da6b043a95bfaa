import { type Insertable, type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { ChatTable, Database } from './schema.js';
import { inTransaction } from './transaction.js';

export type Chat = Selectable<ChatTable>;

/** What erasing a chat removed, in rows. */
export interface ErasedCounts {
  subscriptions: number;
  deliveries: number;
}

export async function findChat(db: Kysely<Database>, hash: Buffer): Promise<Chat | undefined> {
  return db.selectFrom('chat').selectAll().where('telegram_id_hash', '=', hash).executeTakeFirst();
}

/**
 * Stores a chat that has just agreed. One that is served keeps the consent it gave to the notice it was shown, the
 * schedule it chose and the slot it waits for, unless an invitation for officials brings others; one that had
 * stopped begins anew.
 */
export async function saveChat(
  trx: Transaction<Database>,
  chat: Insertable<ChatTable> & { due_at: Date },
): Promise<Chat> {
  // Only a chat that is served waits for a slot.
  const stopped = sql<boolean>`chat.due_at is null`;
  const anew = chat.style === 'official' ? sql<boolean>`true` : stopped;
  const choose = <Column extends keyof ChatTable>(column: Column, when = anew) =>
    sql<
      Chat[Column]
    >`case when ${when} then ${sql.ref(`excluded.${column}`)} else ${sql.ref(`chat.${column}`)} end`;
  return trx
    .insertInto('chat')
    .values(chat)
    .onConflict((oc) =>
      oc.column('telegram_id_hash').doUpdateSet((eb) => ({
        kind: eb.ref('excluded.kind'),
        locale: eb.ref('excluded.locale'),
        consented_at: choose('consented_at'),
        notice_version: choose('notice_version'),
        style: choose('style'),
        unit: choose('unit'),
        times: choose('times'),
        weekdays: choose('weekdays'),
        due_at: choose('due_at'),
        paused_until: choose('paused_until'),
        announcements: choose('announcements', stopped),
      })),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

/**
 * Changes when a chat is served. `change` is given the row, locked, so that of two changes at once the second sees
 * the first; its `due_at` is the first slot after all of them. A chat that follows nothing waits for no slot.
 */
export async function setSchedule(
  db: Kysely<Database>,
  chatId: number,
  change: (chat: Chat) => Partial<Pick<Chat, 'times' | 'weekdays' | 'paused_until'>> & { due_at: Date },
): Promise<void> {
  await inTransaction(db, async (trx) => {
    const chat = await lockChat(trx, chatId);
    if (chat?.due_at) await trx.updateTable('chat').set(change(chat)).where('id', '=', chatId).execute();
  });
}

/** The chat row goes first, as in a cut: two that lock in the same order never wait for each other. */
export async function lockChat(trx: Transaction<Database>, chatId: number): Promise<Chat | undefined> {
  return trx.selectFrom('chat').selectAll().where('id', '=', chatId).forUpdate().executeTakeFirst();
}

export async function setLocale(db: Kysely<Database>, chatId: number, locale: string): Promise<void> {
  await db.updateTable('chat').set({ locale }).where('id', '=', chatId).execute();
}

export async function setAnnouncements(db: Kysely<Database>, chatId: number, wanted: boolean): Promise<void> {
  await db.updateTable('chat').set({ announcements: wanted }).where('id', '=', chatId).execute();
}

/** Everything stored about a chat but its sealed id and the hash, which only the bot can turn into an id. */
export async function exportChat(db: Kysely<Database>, chatId: number): Promise<Record<string, unknown>> {
  const chat = await db
    .selectFrom('chat')
    .select(['notice_told', 'silence_told_at'])
    .select(['kind', 'locale', 'style', 'unit', 'times', 'weekdays', 'due_at', 'paused_until'])
    .select(['announcements', 'consented_at', 'notice_version'])
    .where('id', '=', chatId)
    .executeTakeFirstOrThrow();
  const subscriptions = await db
    .selectFrom('subscription')
    .select(['district_id', 'created_at', 'ended_at', 'ended_reason', 'first_edition_id', 'mark'])
    .where('chat_id', '=', chatId)
    .orderBy('id')
    .execute();
  const deliveries = await db
    .selectFrom('delivery')
    .select(['kind', 'slot', 'digest_id', 'announcement_id', 'status', 'reason', 'message_ids'])
    .select(['created_at', 'finished_at'])
    .where('chat_id', '=', chatId)
    .orderBy('slot')
    .orderBy('id')
    .execute();
  const served_parts = await db
    .selectFrom('served_part')
    .select(['article_id', 'served_at'])
    .where('chat_id', '=', chatId)
    .execute();
  const reports = await db
    .selectFrom('report')
    .select(['article_id', 'reported_at'])
    .where('chat_id', '=', chatId)
    .orderBy('reported_at')
    .execute();
  return { ...chat, subscriptions, deliveries, served_parts, reports };
}

/** What erasing this chat would remove. */
export async function countStored(db: Kysely<Database>, chatId: number): Promise<ErasedCounts> {
  const { rows } = await sql<ErasedCounts>`
    select (select count(*) from subscription where chat_id = ${chatId}) as subscriptions,
           (select count(*) from delivery where chat_id = ${chatId}) as deliveries`.execute(db);
  return rows[0]!;
}

/** Removes a chat and, by cascade, everything of it in any state. */
export async function eraseChat(trx: Transaction<Database>, chatId: number): Promise<ErasedCounts> {
  // Locked first, so that nobody adds a delivery between counting and erasing.
  await lockChat(trx, chatId);
  const counts = await countStored(trx, chatId);
  await trx.deleteFrom('chat').where('id', '=', chatId).execute();
  return counts;
}

/** Erases the chats whose last subscription ended 30 days ago or more; returns how many. */
export async function eraseLapsedChats(db: Kysely<Database>, now: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from chat
    where not exists (select from subscription where chat_id = chat.id and ended_at is null)
      and coalesce((select max(ended_at) from subscription where chat_id = chat.id), consented_at)
          <= ${now}::timestamptz - interval '30 days'`.execute(db);
  return Number(numAffectedRows ?? 0);
}
