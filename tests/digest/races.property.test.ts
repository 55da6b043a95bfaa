import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutDigests } from '../../src/digest/cut.js';
import { pause } from '../../src/pause.js';
import { getContent } from '../../src/store/contents.js';
import { claimDue } from '../../src/store/deliveries.js';
import { closeEdition } from '../../src/store/editions.js';
import { recordRejected, recordSent } from '../../src/store/outcomes.js';
import { testDatabase } from '../support/database.js';
import { clear, pack, savePack, saveStory } from '../support/news.js';
import { createReaders } from '../support/readers.js';

const db = await testDatabase();
const people = createReaders(db);
const districts = ['thu', 'an-lac', 'binh-son', 'cao-xa'];
const start = new Date('2026-11-23T06:45:00+07:00');

const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('publish' as const),
      places: fc.subarray(districts, { minLength: 1, maxLength: 2 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('follow' as const),
      reader: fc.nat(2),
      district: fc.constantFrom(...districts),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('cut' as const), batchSize: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('send' as const), arrives: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const) }) },
);
const delay = fc.integer({ min: 0, max: 15 });
const day = fc.array(fc.tuple(action, delay), { minLength: 3, maxLength: 8 });

interface Reader {
  follows: Set<string>;
  owed: Set<number>;
  got: number[];
}

test('clocks, senders, newspapers and people at the same moment: each story of their districts exactly once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(day, { minLength: 2, maxLength: 5 }), async (days) => {
      await clear(db);
      await savePack(db, start);
      const readers: Reader[] = [0, 1, 2].map(() => ({ follows: new Set(), owed: new Set(), got: [] }));
      const published: { id: number; places: string[] }[] = [];
      let now = start;

      /** One round of a sender; returns how many messages it had. */
      async function send(arrives: boolean): Promise<number> {
        await db
          .updateTable('chat_budget')
          .set({ next_place_at: '-infinity' as never })
          .execute();
        const { claims } = await claimDue(db, now, { limit: 50, leaseSeconds: 15, deliverTo: '*' });
        for (const claim of claims) {
          if (!arrives) {
            await recordRejected(db, [claim], now);
            continue;
          }
          const { parts } = await getContent(db, claim);
          await recordSent(db, [{ ...claim, parts: parts.length, message_id: 1 }], now);
          readers[Number(claim.telegram_id_sealed)]!.got.push(...parts[claim.next_part]!.article_ids);
        }
        return claims.length;
      }

      async function act(what: typeof action extends fc.Arbitrary<infer Action> ? Action : never) {
        if (what.do === 'publish')
          published.push({ id: await saveStory(db, what.places, now), places: what.places });
        else if (what.do === 'cut')
          await cutDigests(db, pack, now, { deliverTo: '*', batchSize: what.batchSize });
        else if (what.do === 'close') await closeEdition(db, now);
        else if (what.do === 'send') await send(what.arrives);
        else {
          const who = {
            telegram_id_hash: createHash('sha256').update(String(what.reader)).digest(),
            telegram_id_sealed: String(what.reader),
            ...{ kind: 'private' as const, locale: 'vi', notice_version: '1' },
          };
          await people.follows({ who }, [what.district], now);
          readers[what.reader]!.follows.add(what.district);
        }
      }

      async function finish(): Promise<void> {
        while (await send(true));
        await cutDigests(db, pack, now, { deliverTo: '*' });
        while (await send(true));
      }

      for (const actions of days) {
        await Promise.all(actions.map(([what, ms]) => pause(ms).then(() => act(what))));
        for (const { id, places } of published.splice(0))
          for (const { follows, owed } of readers)
            if (follows.has('thu') || places.some((place) => follows.has(place))) owed.add(id);
        now = new Date(now.getTime() + 86_400_000);
      }
      // What failed today is in tomorrow's.
      await finish();
      now = new Date(now.getTime() + 86_400_000);
      await finish();
      for (const { owed, got } of readers) {
        expect(got.length, 'nothing twice').toBe(new Set(got).size);
        expect(
          [...owed].filter((article) => !got.includes(article)),
          'nothing missed',
        ).toEqual([]);
      }
    }),
    { numRuns: 12, endOnFailure: true },
  );
});
