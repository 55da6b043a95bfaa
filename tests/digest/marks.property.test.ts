import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutDigests } from '../../src/digest/cut.js';
import { withdrawArticle } from '../../src/digest/withdraw.js';
import { closeEdition } from '../../src/store/editions.js';
import { type Filters, setFilters } from '../../src/store/filters.js';
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
const words = ['lũ', 'hội'];
const word = fc.constantFrom(...words);
const about = fc.record({ says: fc.subarray(words), section: fc.constantFrom(null, 'Thể thao', 'Kinh tế') });
const start = new Date('2026-11-23T12:00:00+07:00');

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('publish' as const), places, about }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('retell' as const), places, about }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('correct' as const), district }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('follow' as const), reader, district }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('send' as const), reader, arrives: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('watch' as const), reader, word, on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('mute' as const), reader, word, on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('section' as const), reader, on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stop' as const), reader }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('undo' as const), reader }) },
);

/** A story with what its articles say and where they stand. */
interface Told {
  id: number;
  places: string[];
  says: Set<string>;
  section: string | null;
  retold?: true;
}

/** What a reader follows and is owed, with the districts and words that it is owed for. */
interface Wish {
  follows: Set<string>;
  watches: Set<string>;
  owed: Map<number, Set<string>>;
}

const nothing = (): Wish => ({ follows: new Set(), watches: new Set(), owed: new Map() });

class Reader {
  readonly who;
  chat_id = 0;
  wish = nothing();
  readonly mutes = new Set<string>();
  /** Muted when it came: it is not owed any more, whatever is muted later. */
  readonly passed = new Set<number>();
  /** What the last stop ended. */
  stopped: (Wish & { at: Date }) | undefined;
  got: number[] = [];
  /** Had before a stop: whoever begins anew may have it again. */
  readonly had = new Set<number>();

  constructor(n: number) {
    const telegram_id_hash = createHash('sha256').update(String(n)).digest();
    this.who = { telegram_id_hash, telegram_id_sealed: '1', kind: 'private' as const, locale: 'vi' };
  }

  /** An article of the story that says this came to a district. */
  owe(article: number, place: string, says: readonly string[]): void {
    for (const wish of [this.wish, this.stopped]) {
      const reasons = [
        ...['thu', place].filter((id) => wish?.follows.has(id)),
        ...says.filter((one) => wish?.watches.has(one)),
      ];
      for (const reason of reasons)
        wish!.owed.set(article, (wish!.owed.get(article) ?? new Set()).add(reason));
    }
  }

  hides({ says, section }: Told): boolean {
    return [...says, section ?? ''].some((one) => this.mutes.has(one));
  }

  async filter(change: (filters: Filters) => Filters, now: Date): Promise<void> {
    const edition = await closeEdition(db, now);
    await setFilters(db, this.chat_id, change, { edition, now });
  }

  async watch(watched: string, on: boolean, now: Date): Promise<void> {
    if (this.wish.follows.size === 0) return;
    if (on) this.wish.watches.add(watched);
    else this.wish.watches.delete(watched);
    if (!on)
      for (const [article, reasons] of this.wish.owed)
        if (reasons.delete(watched) && reasons.size === 0) this.wish.owed.delete(article);
    await this.filter((filters) => ({ ...filters, watch_words: [...this.wish.watches] }), now);
  }

  async mute(muted: string, on: boolean, now: Date): Promise<void> {
    if (this.wish.follows.size === 0) return;
    if (on) this.mutes.add(muted);
    else this.mutes.delete(muted);
    const muted_words = words.filter((one) => this.mutes.has(one));
    const muted_sections = ['Thể thao'].filter((one) => this.mutes.has(one));
    await this.filter((filters) => ({ ...filters, muted_words, muted_sections }), now);
  }

  /** What has just been cut for this reader holds nothing they mute, and what they mute is passed over. */
  async check(told: ReadonlyMap<number, Told>, slot: Date): Promise<void> {
    for (const [id] of this.wish.owed) if (this.hides(told.get(id)!)) this.passed.add(id);
    const cut = await db
      .selectFrom('delivery')
      .innerJoin('digest', 'digest.id', 'delivery.digest_id')
      .select('digest.outline')
      .where('kind', '=', 'scheduled')
      .where('delivery.slot', '=', slot)
      .where('chat_id', '=', this.chat_id)
      .execute();
    const shown = cut.flatMap(({ outline }) => outline.sections.flatMap(({ articles }) => articles));
    expect(
      shown.filter(({ id }) => this.hides(told.get(id)!)),
      'nothing muted',
    ).toEqual([]);
  }

  /** It is withdrawn: nobody has to get it, and nobody may from here on. */
  forgive(article: number): void {
    for (const wish of [this.wish, this.stopped]) wish?.owed.delete(article);
  }

  async follow(place: string, now: Date): Promise<void> {
    if (this.stopped) {
      for (const article of this.got.splice(0)) this.had.add(article);
      // Watch words come back with whoever comes back.
      this.wish.watches = this.stopped.watches;
    }
    this.stopped = undefined;
    const { chat_id } = await people.follows({ who: { ...this.who, notice_version: '1' } }, [place], now);
    this.chat_id = chat_id;
    this.wish.follows.add(place);
  }

  async stop(now: Date): Promise<void> {
    if (this.wish.follows.size === 0) return;
    await db.transaction().execute((trx) => endSubscriptions(trx, this.chat_id, 'all', 'stopped', now));
    this.stopped = { ...this.wish, at: now };
    this.wish = nothing();
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

test('whatever is published, told again, withdrawn, followed, watched for, muted, cut, lost and stopped, each reader gets each story of theirs exactly once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      await clear(db);
      await savePack(db, start);
      const readers = [new Reader(0), new Reader(1)];
      let days = 0;
      let now = start;
      let newest: Told | undefined;
      /** What the first article of it says. */
      let first: readonly string[] = [];
      const told = new Map<number, Told>();
      const slot = () => new Date(start.getTime() + 18.5 * 3_600_000 + days * 86_400_000);
      const cut = async () => {
        now = slot();
        days++;
        await cutDigests(db, pack, now, { deliverTo: '*' });
        for (const one of readers) await one.check(told, now);
      };
      const owe = (story: Told, place: string, says: readonly string[]) => {
        for (const one of readers) one.owe(story.id, place, says);
      };
      for (const action of steps) {
        now = new Date(now.getTime() + 60_000);
        if (action.do === 'publish') {
          const { says, section } = action.about;
          const id = await saveStory(db, action.places, now, { title: `Tin ${says.join(' ')}`, section });
          newest = { id, places: [...action.places], says: new Set(says), section };
          first = says;
          told.set(id, newest);
          for (const place of action.places) owe(newest, place, says);
        } else if (action.do === 'retell' && newest) {
          const { says } = action.about;
          await saveStory(db, action.places, now, { same_as_id: newest.id, title: `Tin ${says.join(' ')}` });
          newest.retold = true;
          for (const one of says) newest.says.add(one);
          for (const place of action.places) owe(newest, place, says);
        } else if (action.do === 'withdraw' && newest && !newest.retold) {
          await withdrawArticle(db, pack, newest.id, null, now);
          for (const one of readers) one.forgive(newest.id);
          newest = undefined;
        } else if (action.do === 'correct' && newest && !newest.places.includes(action.district)) {
          await saveMatches(db, newest.id, [action.district], now);
          newest.places.push(action.district);
          owe(newest, action.district, first);
        } else if (action.do === 'follow') await readers[action.reader]!.follow(action.district, now);
        else if (action.do === 'cut' && days < 5) await cut();
        else if (action.do === 'send') await readers[action.reader]!.send(action.arrives, now);
        else if (action.do === 'watch') await readers[action.reader]!.watch(action.word, action.on, now);
        else if (action.do === 'mute') await readers[action.reader]!.mute(action.word, action.on, now);
        else if (action.do === 'section') await readers[action.reader]!.mute('Thể thao', action.on, now);
        else if (action.do === 'stop') await readers[action.reader]!.stop(now);
        else if (action.do === 'undo') await readers[action.reader]!.undo(slot());
      }
      for (const end of [cut, cut, () => undefined]) {
        for (const one of readers) await one.send(true, now);
        await end();
      }
      for (const { wish, got, had, passed } of readers) {
        expect(got.length, 'nothing twice').toBe(new Set(got).size);
        const missed = [...wish.owed.keys()].filter(
          (article) => !got.includes(article) && !had.has(article) && !passed.has(article),
        );
        expect(missed, 'nothing missed').toEqual([]);
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);
