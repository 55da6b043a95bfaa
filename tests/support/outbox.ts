import type { Insertable, Kysely, Selectable } from 'kysely';
import { createSeal } from '../../src/seal.js';
import type { Database } from '../../src/store/database.js';
import { ensurePartition } from '../../src/store/partitions.js';
import type { ChatKind, ChatTable, DeliveryTable, Part } from '../../src/store/schema.js';
import { savePack, saveStory } from './news.js';

export const seal = createSeal(Buffer.alloc(32, 7));
export const now = new Date('2026-03-09T23:30:00Z');
export const minutes = (n: number) => new Date(now.getTime() + n * 60_000);

export type Delivery = Selectable<DeliveryTable>;

let digests = 0;

/** Chats and deliveries for the tests of the road from the outbox to Telegram. */
export async function createOutbox(db: Kysely<Database>) {
  await savePack(db, now);
  await ensurePartition(db, now);
  await db
    .insertInto('edition')
    .values([1, 2, 3, 4, 5].map((id) => ({ id, closed_at: now })))
    .execute();

  return {
    /** A chat that follows An Lạc with its mark at 5; its Telegram id is `telegramId`. */
    async chat(telegramId: number, values: Partial<Insertable<ChatTable>> & { kind?: ChatKind } = {}) {
      const { id: chat_id } = await db
        .insertInto('chat')
        .values({
          telegram_id_hash: seal.hash(telegramId),
          telegram_id_sealed: seal.seal(telegramId),
          kind: telegramId > 0 ? 'private' : 'supergroup',
          locale: 'vi',
          unit: null,
          times: ['06:30'],
          weekdays: [1, 2, 3, 4, 5, 6, 7],
          due_at: minutes(24 * 60),
          consented_at: now,
          notice_version: '1',
          ...values,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const { id: subscription_id } = await db
        .insertInto('subscription')
        .values({
          chat_id,
          district_id: 'an-lac',
          first_edition_id: 2,
          mark: 5,
          created_at: now,
          ended_reason: null,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return { chat_id, subscription_id, telegramId };
    },

    /** A digest with one part for each text, each part about one article of its own. */
    async digest(texts: string[] = ['<b>Bản tin</b>'], payload: Partial<Part['payload']> = {}) {
      const parts: Part[] = [];
      for (const text of texts)
        parts.push({
          payload: { text, parse_mode: 'HTML', ...payload },
          article_ids: [await saveStory(db, ['an-lac'], now)],
        });
      const outline = JSON.stringify({});
      const { id } = await db
        .insertInto('digest')
        .values({
          key: `k${++digests}`,
          slot: now,
          style: 'citizen',
          locale: 'vi',
          parts: JSON.stringify(parts),
          outline,
          late_note: '<i>Gửi muộn</i>',
          created_at: now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return { digest_id: id, article_ids: parts.flatMap((part) => part.article_ids) };
    },

    /** A scheduled delivery of `chat` whose cut moved the mark from 3 to 5. */
    async deliver(
      chat: { chat_id: number; subscription_id: number },
      digest: { digest_id: number },
      values: Partial<Insertable<DeliveryTable>> = {},
    ): Promise<number> {
      const { id } = await db
        .insertInto('delivery')
        .values({
          slot: now,
          kind: 'scheduled',
          chat_id: chat.chat_id,
          digest_id: digest.digest_id,
          marks: JSON.stringify([{ subscription_id: chat.subscription_id, mark: 3, first_edition_id: 2 }]),
          lane: 4,
          created_at: now,
          ...values,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return id;
    },

    delivery: (id: number): Promise<Delivery> =>
      db.selectFrom('delivery').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),

    subscription: (id: number) =>
      db.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),

    async served(chatId: number): Promise<number[]> {
      const rows = await db
        .selectFrom('served_part')
        .select('article_id')
        .where('chat_id', '=', chatId)
        .orderBy('article_id')
        .execute();
      return rows.map((row) => row.article_id);
    },

    /** As if everyone's next place and every lease's end had come. */
    async passTime(): Promise<void> {
      await db
        .updateTable('chat_budget')
        .set({ next_place_at: '-infinity' as never })
        .execute();
      await db
        .updateTable('delivery')
        .set({ lease_until: '-infinity' })
        .where('lease_until', 'is not', null)
        .execute();
    },

    async clear(): Promise<void> {
      for (const table of ['delivery', 'served_part', 'chat_budget', 'subscription', 'chat'] as const)
        await db.deleteFrom(table).execute();
      await db
        .updateTable('send_budget')
        .set({
          next_place_at: '-infinity' as never,
          held_until: '-infinity' as never,
          flood_at: null,
          flood_chat_id: null,
          pace: 1,
          owed_seconds: 0,
          unpaid_until: '-infinity' as never,
        })
        .execute();
    },
  };
}
