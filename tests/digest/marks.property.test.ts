import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutDigests } from '../../src/digest/cut.js';
import { follow } from '../../src/digest/follow.js';
import { failUnsent } from '../../src/store/unsent.js';
import { testDatabase } from '../support/database.js';
import { clear, pack, saveMatches, savePack, saveStory } from '../support/news.js';

const db = await testDatabase();
const districts = ['thu', 'an-lac', 'binh-son', 'cao-xa'];
const start = new Date('2026-11-23T12:00:00+07:00');

type Step =
  | { do: 'publish'; districts: string[] }
  | { do: 'correct'; district: string }
  | { do: 'follow'; chat: number; district: string; fails: boolean[] }
  | { do: 'cut'; fails: boolean[] };

const fails = fc.array(fc.boolean(), { minLength: 3, maxLength: 3 });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('publish' as const),
      districts: fc.subarray(districts, { minLength: 1, maxLength: 2 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('correct' as const), district: fc.constantFrom(...districts) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('follow' as const),
      chat: fc.nat(2),
      district: fc.constantFrom(...districts),
      fails,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('cut' as const),
      fails,
    }),
  },
);

/** What each chat has been sent, and what it must have been sent in the end. */
class Reader {
  readonly follows = new Set<string>();
  readonly owed = new Set<number>();
  readonly got: number[] = [];
}

/** Ends what is pending, sent or failed, and hands out what was sent. */
async function deliver(readers: Reader[], fails: boolean[], now: Date): Promise<void> {
  const pending = await db
    .selectFrom('delivery')
    .innerJoin('digest', 'digest.id', 'delivery.digest_id')
    .innerJoin('chat', 'chat.id', 'delivery.chat_id')
    .select(['delivery.id', 'delivery.slot', 'digest.parts', 'chat.telegram_id_sealed', 'delivery.chat_id'])
    .where('status', '=', 'pending')
    .execute();
  for (const { id, slot, parts, telegram_id_sealed, chat_id } of pending) {
    const reader = Number(telegram_id_sealed);
    if (fails[reader]) {
      const ref = { slot: slot.toISOString(), id, attempts: 0, reason: 'expired' };
      await db.transaction().execute((trx) => failUnsent(trx, [ref], now));
    } else {
      await db
        .updateTable('delivery')
        .set({ status: 'sent' })
        .where('chat_id', '=', chat_id)
        .where('id', '=', id)
        .execute();
      readers[reader]!.got.push(...parts.flatMap((part) => part.article_ids));
    }
  }
}

const reaches = (reader: Reader, district: string) =>
  reader.follows.has(district) || reader.follows.has('thu');

test('whatever is published, followed, cut and lost, each reader gets each story of their districts exactly once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      await clear(db);
      await savePack(db, start);
      const readers = [new Reader(), new Reader(), new Reader()];
      let days = 0;
      let now = start;
      let newest: number | undefined;
      const owe = (article: number, district: string) => {
        for (const reader of readers) if (reaches(reader, district)) reader.owed.add(article);
      };
      const cut = async (fails: boolean[]) => {
        now = new Date(start.getTime() + 18.5 * 3_600_000 + days++ * 86_400_000);
        await cutDigests(db, pack, now, { deliverTo: '*' });
        await deliver(readers, fails, now);
      };
      for (const action of steps) {
        now = new Date(now.getTime() + 60_000);
        if (action.do === 'publish') {
          newest = await saveStory(db, action.districts, now);
          for (const district of action.districts) owe(newest, district);
        } else if (action.do === 'correct' && newest !== undefined) {
          const has = await db
            .selectFrom('match')
            .select('id')
            .where('article_id', '=', newest)
            .where('district_id', '=', action.district)
            .execute();
          if (has.length > 0) continue;
          await saveMatches(db, newest, [action.district], now);
          owe(newest, action.district);
        } else if (action.do === 'follow') {
          const reader = readers[action.chat]!;
          const identity = {
            telegram_id_hash: createHash('sha256').update(String(action.chat)).digest(),
            telegram_id_sealed: String(action.chat),
          };
          await follow(
            db,
            pack,
            { ...identity, kind: 'private', locale: 'vi', notice_version: '1' },
            [action.district],
            now,
          );
          reader.follows.add(action.district);
          await deliver(readers, action.fails, now);
        } else if (action.do === 'cut' && days < 6) await cut(action.fails);
      }
      await cut([false, false, false]);
      for (const reader of readers) {
        expect(reader.got.length, 'nothing twice').toBe(new Set(reader.got).size);
        expect(
          [...reader.owed].filter((article) => !reader.got.includes(article)),
          'nothing missed',
        ).toEqual([]);
      }
    }),
    { numRuns: 40 },
  );
});
