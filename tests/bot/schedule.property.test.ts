import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BotContext } from '../../src/bot/context.js';
import { changeSchedule, isPaused } from '../../src/bot/schedule.js';
import { cutDigests } from '../../src/digest/cut.js';
import type { Chat, Wishes } from '../../src/store/chats.js';
import { dueAfter } from '../../src/time.js';
import { testDatabase } from '../support/database.js';
import { clear, everyDay, pack, savePack, saveStory } from '../support/news.js';
import { createReaders, type Reader } from '../support/readers.js';

const db = await testDatabase();
const people = createReaders(db);
const start = new Date('2026-11-23T05:00:00+07:00');

const hours = ['06:00', '06:30', '11:30', '17:30', '21:30'];
const wishes: fc.Arbitrary<(now: Date) => Wishes> = fc.oneof(
  fc.constantFrom(...hours).map((time) => () => ({ times: [time] })),
  fc.constantFrom(...hours.slice(0, 3)).map((time) => () => ({ times: [time, '17:30'] })),
  fc.constant(() => ({ times: [], urgent: true })),
  fc.subarray(everyDay, { minLength: 1 }).map((weekdays) => () => ({ weekdays })),
  fc
    .constantFrom(1, 3)
    .map((days) => (now: Date) => ({ paused_until: new Date(now.getTime() + days * 86_400_000) })),
  fc.constant(() => ({ paused_until: null })),
  fc.constantFrom('short' as const, 'normal' as const).map((display) => () => ({ display })),
);
// Several at the same moment; together they last less than the seven days that a digest reaches back.
const act = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('change' as const), reader: fc.nat(1), wish: wishes }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('cut' as const), batchSize: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('publish' as const),
      place: fc.constantFrom('an-lac', 'binh-son'),
    }),
  },
);
const round = fc.record({
  minutes: fc.integer({ min: 1, max: 780 }),
  acts: fc.array(act, { minLength: 1, maxLength: 4 }),
  arrives: fc.boolean(),
});

const change = (reader: Reader, now: Date, wish: (now: Date) => Wishes) =>
  changeSchedule(
    { deps: { db, pack }, now } as BotContext,
    { chat: { id: reader.chat_id } as Chat, districtIds: [] },
    () => wish(now),
  );

test('whatever is changed, at once and while it is cut, everybody gets each story once, at the first slot after', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(round, { minLength: 3, maxLength: 10 }), async (rounds) => {
      await clear(db);
      await savePack(db, start);
      const readers = [
        await people.join(['an-lac'], { now: start }),
        await people.join(['an-lac', 'binh-son'], { now: start }),
      ];
      const published: number[][] = [[], []];
      let now = start;
      const end = async (arrives: boolean) => {
        for (const reader of readers) await (arrives ? people.arrive(reader) : people.fail(reader, now));
      };
      for (const { minutes, acts, arrives } of rounds) {
        now = new Date(now.getTime() + minutes * 60_000);
        await Promise.all(
          acts.map(async (what) => {
            if (what.do === 'change') await change(readers[what.reader]!, now, what.wish);
            else if (what.do === 'cut')
              await cutDigests(db, pack, now, { deliverTo: '*', batchSize: what.batchSize });
            else {
              const id = await saveStory(db, [what.place], now);
              if (what.place === 'an-lac') published[0]!.push(id);
              published[1]!.push(id);
            }
          }),
        );
        await end(arrives);
        for (const [n, reader] of readers.entries()) {
          const chat = await people.chat(reader);
          expect(chat.due_at === null).toBe(chat.times.length === 0);
          const changed = acts.some((what) => what.do === 'change' && what.reader === n);
          const after = isPaused(chat, now) ? chat.paused_until : now;
          if (changed) expect(chat.due_at).toEqual(dueAfter(chat, pack.time_zone, after));
        }
      }
      for (const reader of readers) {
        await change(reader, now, () => ({ times: ['06:30'], weekdays: everyDay, paused_until: null }));
        now = (await people.chat(reader)).due_at!;
        await cutDigests(db, pack, now, { deliverTo: '*' });
        await end(true);
      }
      for (const [n, reader] of readers.entries()) {
        const rows = await db
          .selectFrom('delivery')
          .innerJoin('digest', 'digest.id', 'delivery.digest_id')
          .select('digest.parts')
          .where('chat_id', '=', reader.chat_id)
          .where('status', '=', 'sent')
          .execute();
        const got = rows.flatMap(({ parts }) => parts.flatMap(({ article_ids }) => article_ids));
        expect(got.toSorted((a, b) => a - b)).toEqual(published[n]!.toSorted((a, b) => a - b));
      }
    }),
    { numRuns: 15, endOnFailure: true },
  );
});
