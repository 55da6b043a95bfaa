import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { type Follower, follow } from '../../src/digest/follow.js';
import type { Database } from '../../src/store/database.js';
import { failUnsent } from '../../src/store/unsent.js';
import { pack } from './news.js';

/** An instant of the made-up region, '2026-11-24T06:30'. */
export const vn = (text: string) => new Date(`${text}:00+07:00`);
export const monday = vn('2026-11-23T12:00');
export const tuesday = vn('2026-11-24T06:30');
export const wednesday = vn('2026-11-25T06:30');

export interface Reader {
  who: Follower;
  chat_id: number;
}

/** People of the made-up region, and what becomes of their digests. */
export function createReaders(db: Kysely<Database>) {
  const follows = async (
    { who }: Pick<Reader, 'who'>,
    districtIds: string[],
    now = monday,
  ): Promise<Reader> => {
    const { chat } = await follow(db, pack, who, districtIds, now);
    return { who, chat_id: chat.id };
  };

  /** What waits for this chat has arrived. */
  const arrive = ({ chat_id }: Reader) =>
    db
      .updateTable('delivery')
      .set({ status: 'sent' })
      .where('chat_id', '=', chat_id)
      .where('status', '=', 'pending')
      .execute();

  return {
    follows,
    arrive,

    /** Someone who has begun to follow; the first digest has arrived. */
    async join(
      districtIds: string[],
      { now, ...values }: Partial<Follower> & { now?: Date } = {},
    ): Promise<Reader> {
      const who: Follower = {
        telegram_id_hash: randomBytes(32),
        telegram_id_sealed: '1.sealed',
        kind: 'private',
        locale: 'vi',
        notice_version: '1',
        ...(values.style === 'official' ? { unit: 'Văn phòng' } : {}),
        ...values,
      };
      const reader = await follows({ who }, districtIds, now);
      await arrive(reader);
      return reader;
    },

    /** What waits for this chat ends unsent. */
    async fail({ chat_id }: Reader, now: Date, reason = 'expired'): Promise<void> {
      const pending = await db
        .selectFrom('delivery')
        .select(['slot', 'id', 'attempts'])
        .where('chat_id', '=', chat_id)
        .where('status', '=', 'pending')
        .execute();
      const refs = pending.map((row) => ({ ...row, slot: row.slot.toISOString(), reason }));
      await db.transaction().execute((trx) => failUnsent(trx, refs, now));
    },

    /** The article ids of each digest of a chat, oldest first. */
    async digests({ chat_id }: Reader, kind: 'scheduled' | 'first' = 'scheduled'): Promise<number[][]> {
      const rows = await db
        .selectFrom('delivery')
        .innerJoin('digest', 'digest.id', 'delivery.digest_id')
        .select('digest.outline')
        .where('chat_id', '=', chat_id)
        .where('kind', '=', kind)
        .orderBy('delivery.slot')
        .execute();
      return rows.map(({ outline }) =>
        outline.sections.flatMap((section) => section.articles.map(({ id }) => id)),
      );
    },

    chat: ({ chat_id }: Reader) =>
      db.selectFrom('chat').selectAll().where('id', '=', chat_id).executeTakeFirstOrThrow(),

    /** The scheduled deliveries, oldest first. */
    deliveries: () =>
      db
        .selectFrom('delivery')
        .selectAll()
        .where('kind', '=', 'scheduled')
        .orderBy('slot')
        .orderBy('lane')
        .orderBy('id')
        .execute(),
  };
}
