import { type Kysely, sql, type Transaction } from 'kysely';
import { isServed, lockChat } from './chats.js';
import type { Database } from './schema.js';
import { comeBackFrom } from './subscriptions.js';
import { inTransaction } from './transaction.js';

/** What a chat does not get, and the words it is told of from anywhere in the region; each in the order it was added. */
export interface Filters {
  muted_words: string[];
  muted_sections: string[];
  watch_words: string[];
}

export async function getFilters(db: Kysely<Database>, chatId: number): Promise<Filters> {
  const { muted_words, muted_sections } = await db
    .selectFrom('chat')
    .select(['muted_words', 'muted_sections'])
    .where('id', '=', chatId)
    .executeTakeFirstOrThrow();
  return { muted_words, muted_sections, watch_words: await listWatchWords(db, chatId) };
}

/** In the order in which they were added. */
export async function listWatchWords(db: Kysely<Database>, chatId: number): Promise<string[]> {
  const open = await db
    .selectFrom('subscription')
    .select('word')
    .where('chat_id', '=', chatId)
    .where('ended_at', 'is', null)
    .where('word', 'is not', null)
    .orderBy('id')
    .execute();
  return open.map(({ word }) => word!);
}

/**
 * Changes what a chat filters; `change` is given it as it stands, with the chat locked, so that of two changes at once
 * the second sees the first. A watch word that is new is heard of after `edition`; one that is gone leaves no trace.
 * Undefined, and nothing changed, for a chat that has stopped or was erased: a word alone would be heard of for ever.
 */
export async function setFilters(
  db: Kysely<Database>,
  chatId: number,
  change: (filters: Filters) => Filters,
  { edition, now }: { edition: number; now: Date },
): Promise<Filters | undefined> {
  return inTransaction(db, async (trx) => {
    if (!(await lockChat(trx, chatId)) || !(await isServed(trx, chatId))) return undefined;
    const before = await getFilters(trx, chatId);
    const { muted_words, muted_sections, watch_words } = change(before);
    await trx.updateTable('chat').set({ muted_words, muted_sections }).where('id', '=', chatId).execute();
    const gone = before.watch_words.filter((word) => !watch_words.includes(word));
    if (gone.length)
      await trx.deleteFrom('subscription').where('chat_id', '=', chatId).where('word', 'in', gone).execute();
    for (const word of watch_words.filter((word) => !before.watch_words.includes(word)))
      await sql`
        insert into subscription (chat_id, district_id, word, first_edition_id, mark, created_at)
        select ${chatId}, id, ${word}, ${edition}, ${edition}, ${now} from district where whole_region`.execute(
        trx,
      );
    return { muted_words, muted_sections, watch_words };
  });
}

/** Gives a chat that begins anew the watch words it had when it stopped; one that follows something keeps its own. */
export async function beginFormerWatchWords(
  trx: Transaction<Database>,
  chatId: number,
  edition: number,
  now: Date,
): Promise<void> {
  await sql`
    insert into subscription (chat_id, district_id, word, first_edition_id, mark, created_at)
    select distinct chat_id, district_id, word, ${edition}::bigint, ${edition}::bigint, ${now}::timestamptz
    from subscription
    where chat_id = ${chatId} and word is not null and ended_reason = any(${comeBackFrom})
      and ended_at = (select max(ended_at) from subscription where chat_id = ${chatId})
      and not exists (select from subscription where chat_id = ${chatId} and ended_at is null)`.execute(trx);
}

/** The sections of the articles stored since `since`, as the newspapers name them, the busiest first. */
export async function listSections(db: Kysely<Database>, since: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('article')
    .select('section')
    .where('published_at', '>', since)
    .where('withdrawn_at', 'is', null)
    .where('section', 'is not', null)
    .groupBy('section')
    .orderBy((eb) => eb.fn.countAll(), 'desc')
    .orderBy('section')
    .execute();
  return rows.map(({ section }) => section!);
}
