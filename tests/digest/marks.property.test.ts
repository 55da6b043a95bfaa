import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutDigests } from '../../src/digest/cut.js';
import { withdrawArticle } from '../../src/digest/withdraw.js';
import type { Part } from '../../src/store/schema.js';
import { endSubscriptions, reopenSubscriptions } from '../../src/store/subscriptions.js';
import { testDatabase } from '../support/database.js';
import { clear, pack, saveMatches, savePack, saveStory } from '../support/news.js';
import { createReaders } from '../support/readers.js';

const db = await testDatabase();
const people = createReaders(db);
const districts = ['thu', 'an-lac', 'binh-son', 'cao-xa'];
const district = fc.constantFrom(...districts);
const places = fc.subarray(districts, { minLength: 1, maxLength: 2 });
const reader = fc.nat(1);
const start = new Date('2026-11-23T12:00:00+07:00');

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('publish' as const), places }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('retell' as const), places }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('correct' as const), district }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('follow' as const), reader, district }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('send' as const), reader, arrives: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stop' as const), reader }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('undo' as const), reader }) },
);

/** What a reader follows and is owed. */
interface Wish {
  follows: Set<string>;
  owed: Set<number>;
}

class Reader {
  readonly who;
  chat_id = 0;
  wish: Wish = { follows: new Set(), owed: new Set() };
  /** What the last stop ended. */
  stopped: (Wish & { at: Date }) | undefined;
  got: number[] = [];
  /** Had before a stop: whoever begins anew may have it again. */
  readonly had = new Set<number>();

  constructor(n: number) {
    const telegram_id_hash = createHash('sha256').update(String(n)).digest();
    this.who = { telegram_id_hash, telegram_id_sealed: '1', kind: 'private' as const, locale: 'vi' };
  }

  owe(article: number, place: string): void {
    for (const wish of [this.wish, this.stopped])
      if (wish?.follows.has(place) || wish?.follows.has('thu')) wish.owed.add(article);
  }

  /** It is withdrawn: nobody has to get it, and nobody may from here on. */
  forgive(article: number): void {
    for (const wish of [this.wish, this.stopped]) wish?.owed.delete(article);
  }

  async follow(place: string, now: Date): Promise<void> {
    if (this.stopped) for (const article of this.got.splice(0)) this.had.add(article);
    this.stopped = undefined;
    const { chat_id } = await people.follows({ who: { ...this.who, notice_version: '1' } }, [place], now);
    this.chat_id = chat_id;
    this.wish.follows.add(place);
  }

  async stop(now: Date): Promise<void> {
    if (this.wish.follows.size === 0) return;
    await db.transaction().execute((trx) => endSubscriptions(trx, this.chat_id, 'all', 'stopped', now));
    this.stopped = { ...this.wish, at: now };
    this.wish = { follows: new Set(), owed: new Set() };
  }

  async undo(due_at: Date): Promise<void> {
    const { stopped } = this;
    if (!stopped) return;
    await db.transaction().execute((trx) => reopenSubscriptions(trx, this.chat_id, stopped.at, due_at));
    this.wish = stopped;
    this.stopped = undefined;
  }

  /** Ends what is pending as a sender would. */
  async send(arrives: boolean, now: Date): Promise<void> {
    const self = { who: { ...this.who, notice_version: '1' }, chat_id: this.chat_id };
    if (this.wish.follows.size === 0) return people.fail(self, now, 'stopped');
    if (!arrives) return people.fail(self, now);
    const pending = await db
      .selectFrom('delivery')
      .innerJoin('digest', 'digest.id', 'delivery.digest_id')
      .select('digest.parts')
      .where('status', '=', 'pending')
      .where('chat_id', '=', this.chat_id)
      .execute();
    await people.arrive(self);
    this.got.push(...pending.flatMap(({ parts }) => parts.flatMap((part: Part) => part.article_ids)));
  }
}

test('whatever is published, told again, withdrawn, followed, cut, lost and stopped, each reader gets each story of their districts exactly once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      await clear(db);
      await savePack(db, start);
      const readers = [new Reader(0), new Reader(1)];
      let days = 0;
      let now = start;
      let newest: { id: number; places: string[]; retold?: true } | undefined;
      const slot = () => new Date(start.getTime() + 18.5 * 3_600_000 + days * 86_400_000);
      const cut = async () => {
        now = slot();
        days++;
        await cutDigests(db, pack, now, { deliverTo: '*' });
      };
      const owe = (article: number, place: string) => {
        for (const one of readers) one.owe(article, place);
      };
      for (const action of steps) {
        now = new Date(now.getTime() + 60_000);
        if (action.do === 'publish') {
          newest = { id: await saveStory(db, action.places, now), places: [...action.places] };
          for (const place of action.places) owe(newest.id, place);
        } else if (action.do === 'retell' && newest) {
          await saveStory(db, action.places, now, { same_as_id: newest.id });
          newest.retold = true;
          for (const place of action.places) owe(newest.id, place);
        } else if (action.do === 'withdraw' && newest && !newest.retold) {
          await withdrawArticle(db, pack, newest.id, null, now);
          for (const one of readers) one.forgive(newest.id);
          newest = undefined;
        } else if (action.do === 'correct' && newest && !newest.places.includes(action.district)) {
          await saveMatches(db, newest.id, [action.district], now);
          newest.places.push(action.district);
          owe(newest.id, action.district);
        } else if (action.do === 'follow') await readers[action.reader]!.follow(action.district, now);
        else if (action.do === 'cut' && days < 5) await cut();
        else if (action.do === 'send') await readers[action.reader]!.send(action.arrives, now);
        else if (action.do === 'stop') await readers[action.reader]!.stop(now);
        else if (action.do === 'undo') await readers[action.reader]!.undo(slot());
      }
      for (const end of [cut, cut, () => undefined]) {
        for (const one of readers) await one.send(true, now);
        await end();
      }
      for (const { wish, got, had } of readers) {
        expect(got.length, 'nothing twice').toBe(new Set(got).size);
        const missed = [...wish.owed].filter((article) => !got.includes(article) && !had.has(article));
        expect(missed, 'nothing missed').toEqual([]);
      }
    }),
    { numRuns: 40 },
  );
});
