import { type Insertable, type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { ChatTable, Database } from './schema.js';
import { inTransaction } from './transaction.js';

export type Chat = Selectable<ChatTable>;

/** What erasing a chat removed, in rows. */
export interface ErasedCounts {
  /** Of districts. */
  subscriptions: number;
  /** Watch words, muted words and muted sections. */
  filters: number;
  deliveries: number;
}

/** `threadId` is that of a topic. */
export async function findChat(db: Kysely<Database>, hash: Buffer, threadId = 0): Promise<Chat | undefined> {
  return db
    .selectFrom('chat')
    .selectAll()
    .where('telegram_id_hash', '=', hash)
    .where('thread_id', '=', threadId)
    .executeTakeFirst();
}

/**
 * Stores a chat that has just agreed. One that is served keeps the consent it gave to the notice it was shown, the
 * schedule it chose and the slot it waits for, unless an invitation for officials brings others; one that had
 * stopped begins anew, with its display and quiet hours as they were.
 */
export async function saveChat(trx: Transaction<Database>, chat: Insertable<ChatTable>): Promise<Chat> {
  for (;;) {
    const added = await trx
      .insertInto('chat')
      .values(chat)
      .onConflict((oc) => oc.columns(['telegram_id_hash', 'thread_id']).doNothing())
      .returningAll()
      .executeTakeFirst();
    if (added) return added;
    const known = await trx
      .selectFrom('chat')
      .selectAll()
      .where('telegram_id_hash', '=', chat.telegram_id_hash)
      .where('thread_id', '=', chat.thread_id ?? 0)
      .forUpdate()
      .executeTakeFirst();
    // Erased in between.
    if (!known) continue;
    const served = await isServed(trx, known.id);
    const { kind, locale, announcements = false, urgent = false } = chat;
    return trx
      .updateTable('chat')
      .set(
        served && chat.style !== 'official'
          ? { kind, locale }
          : { style: 'citizen', paused_until: null, ...chat },
      )
      .$if(!served, (query) => query.set({ announcements, urgent, weekly_until: null }))
      .where('id', '=', known.id)
      .returningAll()
      .executeTakeFirstOrThrow();
  }
}

/** Whether a chat follows a district. The caller holds its lock: what it reads is then as it stays. */
export async function isServed(trx: Transaction<Database>, chatId: number): Promise<boolean> {
  const open = await trx
    .selectFrom('subscription')
    .select('id')
    .where('chat_id', '=', chatId)
    .where('ended_at', 'is', null)
    .where('word', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return open !== undefined;
}

/** What can be changed of when and how a chat is served. */
export type Wishes = Partial<
  Pick<
    Chat,
    | 'times'
    | 'weekdays'
    | 'paused_until'
    | 'display'
    | 'quiet_from'
    | 'quiet_until'
    | 'urgent'
    | 'weekly_until'
    | 'due_at'
  >
>;

/**
 * Changes when and how a chat is served. `change` is given the row, locked, so that of two changes at once the second
 * sees the first; where it touches the schedule, its `due_at` is the first slot after all of them. A chat that follows
 * nothing is left as it is.
 */
export async function setSchedule(
  db: Kysely<Database>,
  chatId: number,
  change: (chat: Chat) => Wishes,
): Promise<void> {
  await inTransaction(db, async (trx) => {
    const chat = await lockChat(trx, chatId);
    if (!chat || !(await isServed(trx, chatId))) return;
    const wishes = change(chat);
    if (Object.keys(wishes).length)
      await trx.updateTable('chat').set(wishes).where('id', '=', chatId).execute();
  });
}

/** The chat row goes first, as in a cut: two that lock in the same order never wait for each other. */
export async function lockChat(trx: Transaction<Database>, chatId: number): Promise<Chat | undefined> {
  return trx.selectFrom('chat').selectAll().where('id', '=', chatId).forUpdate().executeTakeFirst();
}

/** The language of a chat, and of the role that its person may have. */
export async function setLocale(db: Kysely<Database>, chatId: number, locale: string): Promise<void> {
  await db.updateTable('chat').set({ locale }).where('id', '=', chatId).execute();
  await db
    .updateTable('staff')
    .set({ locale })
    .where('ended_at', 'is', null)
    .where('telegram_id_hash', '=', (eb) =>
      eb.selectFrom('chat').select('chat.telegram_id_hash').where('chat.id', '=', chatId),
    )
    .execute();
}

export async function setAnnouncements(db: Kysely<Database>, chatId: number, wanted: boolean): Promise<void> {
  await db.updateTable('chat').set({ announcements: wanted }).where('id', '=', chatId).execute();
}

/** Everything stored about a chat but its sealed id and the hash, which only the bot can turn into an id. */
export async function exportChat(db: Kysely<Database>, chatId: number): Promise<Record<string, unknown>> {
  const chat = await db
    .selectFrom('chat')
    .select([
      'announcements',
      'urgent',
      'display',
      'quiet_from',
      'quiet_until',
      'weekly_until',
      'muted_words',
      'muted_sections',
    ])
    .select(['consented_at', 'notice_version', 'thread_id'])
    .select(['notice_told', 'silence_told_at'])
    .select(['kind', 'locale', 'style', 'unit', 'times', 'weekdays', 'due_at', 'paused_until'])
    .where('id', '=', chatId)
    .executeTakeFirstOrThrow();
  const subscriptions = await db
    .selectFrom('subscription')
    .select(['district_id', 'word', 'created_at', 'ended_at', 'ended_reason', 'first_edition_id', 'mark'])
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
    select (select count(*) from subscription where chat_id = ${chatId} and word is null) as subscriptions,
           (select count(*) from subscription where chat_id = ${chatId} and word is not null)
             + coalesce((select cardinality(muted_words) + cardinality(muted_sections) from chat where id = ${chatId}), 0)
             as filters,
           (select count(*) from delivery where chat_id = ${chatId}) as deliveries`.execute(db);
  return rows[0]!;
}

/** Removes a chat and, by cascade, everything of it in any state. */
export async function eraseChat(trx: Transaction<Database>, chatId: number): Promise<ErasedCounts> {
  // Locked first, so that nobody adds a delivery between counting and erasing.
  const chat = await lockChat(trx, chatId);
  const counts = await countStored(trx, chatId);
  await trx.deleteFrom('chat').where('id', '=', chatId).execute();
  if (chat) await eraseBudgets(trx, [chat]);
  return counts;
}

/** How long a chat that follows nothing is kept. */
export const keptDays = 30;

/** Erases the chats whose last subscription ended `keptDays` ago or more; returns how many. */
export async function eraseLapsedChats(db: Kysely<Database>, now: Date): Promise<number> {
  return inTransaction(db, async (trx) => {
    const { rows } = await sql<Pick<Chat, 'budget_id' | 'telegram_id_hash'>>`
      delete from chat
      where not exists (select from subscription where chat_id = chat.id and ended_at is null)
        and coalesce((select max(ended_at) from subscription where chat_id = chat.id), consented_at)
            <= ${now}::timestamptz - make_interval(days => ${keptDays})
      returning budget_id, telegram_id_hash`.execute(trx);
    await eraseBudgets(trx, rows);
    return rows.length;
  });
}

/** Removes the pace of chats that are erased or moved, where no other topic of the group keeps it. */
export async function eraseBudgets(
  trx: Transaction<Database>,
  chats: readonly Pick<Chat, 'budget_id' | 'telegram_id_hash'>[],
): Promise<void> {
  await sql`
    delete from chat_budget b
    using unnest(${chats.map((chat) => chat.budget_id)}::bigint[], ${chats.map((chat) => chat.telegram_id_hash)}::bytea[])
      as gone (budget_id, telegram_id_hash)
    where b.budget_id = gone.budget_id
      and not exists (select from chat c where c.telegram_id_hash = gone.telegram_id_hash)`.execute(trx);
}
