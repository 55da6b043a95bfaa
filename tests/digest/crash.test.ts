import type { Kysely, KyselyPlugin } from 'kysely';
import { expect, test } from 'vitest';
import { cutDigests } from '../../src/digest/cut.js';
import { follow } from '../../src/digest/follow.js';
import type { Database } from '../../src/store/database.js';
import { testDatabase } from '../support/database.js';
import { clear, pack, savePack, saveStory } from '../support/news.js';
import { createReaders, monday, type Reader, tuesday } from '../support/readers.js';

const db = await testDatabase();
const readers = createReaders(db);

/** A database whose process is gone instead of asking for the nth time. */
function goneAt(n: number): Kysely<Database> {
  let asked = 0;
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      if (++asked === n) throw new Error('gone');
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return db.withPlugin(plugin);
}

/** Runs `work` again and again, gone one statement later each time; returns how many statements there are. */
async function goneAnywhere(work: (own: Kysely<Database>) => Promise<unknown>, check: () => Promise<void>) {
  for (let n = 1; ; n++) {
    try {
      await work(goneAt(n));
      return n - 1;
    } catch (error) {
      if ((error as Error).message !== 'gone') throw error;
    }
    await work(db);
    await check();
  }
}

/** What the readers are to get, and where they stand. */
async function outcome(all: readonly Reader[]) {
  const subscriptions = await db
    .selectFrom('subscription')
    .select(['district_id', 'first_edition_id', 'mark'])
    .orderBy('id')
    .execute();
  const readersOf = all.map(async (reader) => ({
    due_at: (await readers.chat(reader)).due_at,
    first: (await readers.digests(reader, 'first')).length,
    scheduled: (await readers.digests(reader)).map((ids) => ids.length),
  }));
  return { subscriptions, readers: await Promise.all(readersOf) };
}

test('a cut that is gone between any two statements and runs again does what one run does', async () => {
  let all: Reader[] = [];
  const begin = async () => {
    await clear(db);
    await savePack(db, monday);
    await saveStory(db, ['cao-xa'], monday);
    all = [
      await readers.join(['an-lac']),
      await readers.join(['an-lac', 'binh-son']),
      await readers.join(['binh-son'], { style: 'official', times: ['06:30'] }),
      await readers.join(['cao-xa']),
    ];
    for (const district of ['an-lac', 'thu', 'binh-son']) await saveStory(db, [district], tuesday);
  };
  const cut = (own: Kysely<Database>) => cutDigests(own, pack, tuesday, { deliverTo: '*', batchSize: 3 });
  await begin();
  await cut(db);
  const expected = await outcome(all);
  expect(expected.readers.map(({ scheduled }) => scheduled)).toEqual([[1], [2], [2], []]);
  await begin();
  const statements = await goneAnywhere(cut, async () => {
    expect(await outcome(all)).toEqual(expected);
    await begin();
  });
  expect(statements).toBeGreaterThan(30);
}, 60_000);

test('a follow that is gone between any two statements and comes again does what one does', async () => {
  const begin = async () => {
    await clear(db);
    await savePack(db, monday);
    await saveStory(db, ['an-lac'], monday);
  };
  const who = {
    telegram_id_hash: Buffer.alloc(32, 1),
    telegram_id_sealed: '1.sealed',
    kind: 'private' as const,
    locale: 'vi',
    notice_version: '1',
  };
  const begins = (own: Kysely<Database>) => follow(own, pack, who, ['an-lac', 'cao-xa'], monday);
  const stored = async () => {
    const { chat } = await begins(db);
    return outcome([{ who, chat_id: chat.id }]);
  };
  await begin();
  await begins(db);
  const expected = await stored();
  expect(expected.readers).toMatchObject([{ first: 1 }]);
  await begin();
  const statements = await goneAnywhere(begins, async () => {
    expect(await stored()).toEqual(expected);
    await begin();
  });
  expect(statements).toBeGreaterThan(10);
});
