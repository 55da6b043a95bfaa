import { beforeEach, describe, expect, test } from 'vitest';
import { cutDigests } from '../../src/digest/cut.js';
import { closeEdition } from '../../src/store/editions.js';
import { type Filters, setFilters } from '../../src/store/filters.js';
import { resendFailed } from '../../src/store/resend.js';
import { endSubscriptions } from '../../src/store/subscriptions.js';
import { testDatabase } from '../support/database.js';
import { clear, pack, saveMatches, savePack, saveStory } from '../support/news.js';
import { createReaders, monday, type Reader, tuesday, vn, wednesday } from '../support/readers.js';

const db = await testDatabase();
const readers = createReaders(db);

beforeEach(async () => {
  await clear(db);
  await savePack(db, monday);
});

const cut = (now: Date) => cutDigests(db, pack, now, { deliverTo: '*' });

async function filter({ chat_id }: Reader, filters: Partial<Filters>, now = monday): Promise<void> {
  const edition = await closeEdition(db, now);
  await setFilters(db, chat_id, (before) => ({ ...before, ...filters }), { edition, now });
}

const flood = (places: string[], now = monday, more: Parameters<typeof saveStory>[3] = {}) =>
  saveStory(db, places, now, { title: 'Lũ về trên sông', ...more });

/** The stories of every scheduled digest of a reader; what waits has arrived then. */
async function got(reader: Reader): Promise<number[][]> {
  const digests = await readers.digests(reader);
  await readers.arrive(reader);
  return digests;
}

describe('what a watch word has found', () => {
  test('comes once, whatever is told or corrected later, with the word taken off in between too', async () => {
    const lan = await readers.join(['an-lac']);
    await filter(lan, { watch_words: ['lũ'] });
    const story = await flood(['binh-son']);
    await cut(tuesday);
    expect(await got(lan)).toEqual([[story]]);
    await saveMatches(db, story, ['cao-xa', 'an-lac'], tuesday);
    await flood(['an-lac'], tuesday, { same_as_id: story });
    await filter(lan, { watch_words: [] }, tuesday);
    await filter(lan, { watch_words: ['lũ'] }, tuesday);
    await flood(['cao-xa'], tuesday, { same_as_id: story });
    const fresh = await flood(['cao-xa'], tuesday);
    await cut(wednesday);
    expect(await got(lan)).toEqual([[story], [fresh]]);
  });

  test('comes once although the text is no longer what it was', async () => {
    const lan = await readers.join(['an-lac']);
    await filter(lan, { watch_words: ['lũ'] });
    const story = await flood(['binh-son']);
    await cut(tuesday);
    await got(lan);
    await db.updateTable('article').set({ title: 'Nước về trên sông' }).where('id', '=', story).execute();
    await flood(['an-lac'], tuesday, { same_as_id: story });
    await cut(wednesday);
    expect(await got(lan)).toEqual([[story]]);
  });

  test('is not in the first digest of a district followed since', async () => {
    const lan = await readers.join(['an-lac']);
    await filter(lan, { watch_words: ['lũ'] });
    const story = await flood(['binh-son'], vn('2026-11-23T18:00'));
    const other = await saveStory(db, ['binh-son'], vn('2026-11-23T18:00'));
    await cut(tuesday);
    expect(await got(lan)).toEqual([[story]]);
    await readers.follows(lan, ['binh-son'], tuesday);
    expect((await readers.digests(lan, 'first')).at(-1)).toEqual([other]);
  });

  test('comes again after it ended unsent, and once', async () => {
    const lan = await readers.join(['an-lac']);
    await filter(lan, { watch_words: ['lũ'] });
    const story = await flood(['binh-son']);
    await cut(tuesday);
    await readers.fail(lan, tuesday);
    await cut(wednesday);
    await got(lan);
    await flood(['cao-xa'], wednesday, { same_as_id: story });
    await cut(vn('2026-11-26T06:30'));
    expect(await got(lan)).toEqual([[story], [story]]);
  });

  test('that an admin had tried again does not come a third time', async () => {
    const lan = await readers.join(['an-lac']);
    await filter(lan, { watch_words: ['lũ'] });
    const story = await flood(['binh-son']);
    await cut(tuesday);
    await readers.fail(lan, tuesday);
    const run = await db.selectFrom('run').select(['id', 'slot']).executeTakeFirstOrThrow();
    expect(await resendFailed(db, run, null, tuesday)).toBe(1);
    await got(lan);
    await flood(['cao-xa'], tuesday, { same_as_id: story });
    await cut(wednesday);
    expect(await got(lan)).toEqual([[story]]);
  });

  test('stands under the district where that is followed, and under the first of two words', async () => {
    const lan = await readers.join(['an-lac']);
    await filter(lan, { watch_words: ['sông', 'lũ'] });
    const [here, there] = [await flood(['an-lac', 'cao-xa']), await flood(['binh-son', 'cao-xa'])];
    await cut(tuesday);
    const { outline } = await db
      .selectFrom('digest')
      .select('outline')
      .where('slot', '=', tuesday)
      .executeTakeFirstOrThrow();
    expect(outline.sections).toEqual([
      { district_id: 'an-lac', articles: [{ id: here, also: [] }] },
      { district_id: 'thu', word: 'lũ', articles: [{ id: there, also: ['binh-son', 'cao-xa'] }] },
    ]);
  });
});

describe('a muted story', () => {
  test('is passed over for good, and nothing is sent where nothing else came', async () => {
    const lan = await readers.join(['an-lac']);
    await filter(lan, { muted_words: ['lu'], muted_sections: ['thể thao'] });
    await flood(['an-lac']);
    await saveStory(db, ['an-lac'], monday, { section: 'Thể Thao' });
    expect(await cut(tuesday)).toMatchObject({ chats: 1, deliveries: 0 });
    await filter(lan, { muted_words: [], muted_sections: [] }, tuesday);
    const fresh = await flood(['an-lac'], tuesday);
    await cut(wednesday);
    expect(await got(lan)).toEqual([[fresh]]);
  });

  test('is hidden by the words of any newspaper that tells it, from watch words too', async () => {
    const lan = await readers.join(['an-lac']);
    await filter(lan, { muted_words: ['sạt lở'], watch_words: ['lũ'] });
    const story = await flood(['an-lac', 'binh-son']);
    await saveStory(db, ['an-lac'], monday, { title: 'Sạt lở bờ sông', same_as_id: story });
    const other = await flood(['binh-son']);
    await cut(tuesday);
    expect(await got(lan)).toEqual([[other]]);
  });

  test('is hidden from the first digest of a district that is followed later', async () => {
    const lan = await readers.join(['an-lac']);
    await filter(lan, { muted_words: ['lũ'] });
    await flood(['binh-son']);
    const other = await saveStory(db, ['binh-son'], monday);
    await readers.follows(lan, ['binh-son'], monday);
    expect((await readers.digests(lan, 'first')).at(-1)).toEqual([other]);
  });
});

test('one digest serves all whose filters meet nothing, or the same', async () => {
  const chats = [];
  for (let n = 0; n < 6; n++) chats.push(await readers.join(['an-lac']));
  await filter(chats[1]!, { muted_words: ['bóng đá'], muted_sections: ['Thể thao'] });
  await filter(chats[2]!, { watch_words: ['động đất'] });
  // Hidden, but in a district that is not followed.
  await filter(chats[3]!, { muted_words: ['sạt lở'] });
  await filter(chats[4]!, { muted_words: ['lũ'] });
  await filter(chats[5]!, { muted_words: ['sông'] });
  await saveStory(db, ['cao-xa'], monday, { title: 'Sạt lở' });
  await flood(['an-lac']);
  await saveStory(db, ['an-lac'], monday);
  expect(await cut(tuesday)).toMatchObject({ deliveries: 6, digests: 2 });
});

test('an official’s review is complete, with the province-wide section, and has watch words', async () => {
  const office = await readers.join(['an-lac'], { style: 'official', times: ['06:30'] });
  await filter(office, { muted_words: ['lũ'], muted_sections: ['Thể thao'], watch_words: ['họp'] });
  const wide = await flood(['thu']);
  const here = await flood(['an-lac'], monday, { section: 'Thể thao' });
  const there = await saveStory(db, ['cao-xa'], monday, { title: 'Họp thôn' });
  await cut(tuesday);
  expect(await got(office)).toEqual([[wide, here, there]]);
});

test('whoever follows nothing any more has no watch word left that would be served', async () => {
  const lan = await readers.join(['an-lac']);
  await filter(lan, { watch_words: ['lũ'] });
  await db.transaction().execute((trx) => endSubscriptions(trx, lan.chat_id, ['an-lac'], 'removed', monday));
  await flood(['binh-son']);
  expect(await cut(tuesday)).toMatchObject({ chats: 0 });
});
