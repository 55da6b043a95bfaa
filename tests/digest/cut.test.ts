import { beforeEach, describe, expect, test } from 'vitest';
import { cutDigests } from '../../src/digest/cut.js';
import { closeEdition } from '../../src/store/editions.js';
import { testDatabase } from '../support/database.js';
import { clear, pack, saveMatches, savePack, saveStory } from '../support/news.js';
import { createReaders, monday, type Reader, tuesday, vn, wednesday } from '../support/readers.js';

const db = await testDatabase();
const readers = createReaders(db);

beforeEach(async () => {
  await clear(db);
  await savePack(db, monday);
});

const cut = (now: Date, options: Partial<Parameters<typeof cutDigests>[3]> = {}) =>
  cutDigests(db, pack, now, { deliverTo: '*', ...options });

/** The scheduled digests of a reader; what waits has arrived then. */
async function scheduled(reader: Reader): Promise<number[][]> {
  const digests = await readers.digests(reader);
  await readers.arrive(reader);
  return digests;
}

async function marks({ chat_id }: Reader): Promise<number[]> {
  const rows = await db.selectFrom('subscription').select('mark').where('chat_id', '=', chat_id).execute();
  return rows.map(({ mark }) => mark);
}

describe('an edition', () => {
  test('takes every open match once, and there is none without an open match', async () => {
    await saveStory(db, ['an-lac'], monday);
    const closed = await Promise.all([
      closeEdition(db, monday),
      closeEdition(db, monday),
      closeEdition(db, monday),
    ]);
    expect(new Set(closed).size).toBe(1);
    expect(await closeEdition(db, tuesday)).toBe(closed[0]);
    const open = await db.selectFrom('match').select('id').where('edition_id', 'is', null).execute();
    expect(open).toEqual([]);
  });
});

describe('a scheduled digest', () => {
  test('brings what has come since the last one, once', async () => {
    const old = await saveStory(db, ['an-lac'], monday);
    const lan = await readers.join(['an-lac']);
    const fresh = await saveStory(db, ['an-lac'], vn('2026-11-23T18:00'));
    expect(await cut(tuesday)).toMatchObject({ chats: 1, deliveries: 1, digests: 1 });
    expect(await cut(tuesday)).toMatchObject({ chats: 0, deliveries: 0 });
    expect(await scheduled(lan)).toEqual([[fresh]]);
    const next = await saveStory(db, ['an-lac'], vn('2026-11-24T09:00'));
    await cut(wednesday);
    expect(await scheduled(lan)).toEqual([[fresh], [next]]);
    expect((await readers.chat(lan)).due_at).toEqual(vn('2026-11-26T06:30'));
    expect(old).toBeLessThan(fresh);
  });

  test('is not sent to a citizen on a day without news, and to an official it is', async () => {
    const lan = await readers.join(['an-lac']);
    const office = await readers.join(['an-lac'], { style: 'official', times: ['06:30'] });
    expect(await cut(tuesday)).toMatchObject({ chats: 2, deliveries: 1 });
    expect(await scheduled(lan)).toEqual([]);
    expect(await scheduled(office)).toEqual([[]]);
    expect((await readers.chat(lan)).due_at).toEqual(wednesday);
  });

  test('is rendered once for all chats whose marks reach the same stories', async () => {
    const first = await readers.join(['an-lac', 'binh-son']);
    await saveStory(db, ['cao-xa'], monday);
    // A later mark, but no edition between has anything of these districts.
    const second = await readers.join(['binh-son', 'an-lac'], { now: vn('2026-11-23T13:00') });
    await saveStory(db, ['an-lac'], vn('2026-11-23T18:00'));
    expect(await cut(tuesday)).toMatchObject({ deliveries: 2, digests: 1 });
    expect(await scheduled(first)).toEqual(await scheduled(second));
  });

  test('holds a story of two districts once, and none that came through another district before', async () => {
    const lan = await readers.join(['an-lac', 'binh-son']);
    const both = await saveStory(db, ['an-lac', 'binh-son'], monday);
    const later = await saveStory(db, ['an-lac'], monday);
    await cut(tuesday);
    expect((await scheduled(lan)).flat().toSorted()).toEqual([both, later]);
    // An editor adds the second district after the digest went out.
    await saveMatches(db, later, ['binh-son'], tuesday);
    const fresh = await saveStory(db, ['binh-son'], tuesday);
    await cut(wednesday);
    expect((await scheduled(lan)).at(-1)).toEqual([fresh]);
  });

  test('brings a story again through another district when it was served more than a week ago', async () => {
    const lan = await readers.join(['an-lac', 'binh-son']);
    const story = await saveStory(db, ['an-lac'], monday);
    await cut(tuesday);
    await readers.arrive(lan);
    await saveMatches(db, story, ['binh-son'], vn('2026-12-01T12:00'));
    await cut(vn('2026-12-02T06:30'));
    expect(await scheduled(lan)).toEqual([[story], [story]]);
  });

  test('does not repeat what the first digest of another district has shown', async () => {
    const story = await saveStory(db, ['an-lac'], monday);
    const lan = await readers.join(['an-lac', 'cao-xa']);
    await saveMatches(db, story, ['cao-xa'], monday);
    const fresh = await saveStory(db, ['cao-xa'], monday);
    await cut(tuesday);
    expect(await scheduled(lan)).toEqual([[fresh]]);
  });

  test('leaves the backlog of a new source out', async () => {
    const lan = await readers.join(['an-lac']);
    const old = await saveStory(db, ['an-lac'], monday);
    await db.updateTable('match').set({ edition_id: 0 }).where('article_id', '=', old).execute();
    await cut(tuesday);
    expect(await scheduled(lan)).toEqual([]);
  });

  test('gives the whole region to who follows it, and province-wide stories to officials', async () => {
    const lan = await readers.join(['thu']);
    const office = await readers.join(['an-lac'], { style: 'official', times: ['06:30'] });
    const minh = await readers.join(['an-lac']);
    const wide = await saveStory(db, ['thu'], monday);
    const local = await saveStory(db, ['an-lac'], monday);
    const other = await saveStory(db, ['cao-xa'], monday);
    await cut(tuesday);
    expect((await scheduled(lan)).flat().toSorted()).toEqual([wide, local, other]);
    expect(await scheduled(office)).toEqual([[wide, local]]);
    expect(await scheduled(minh)).toEqual([[local]]);
  });

  test('reaches back seven days and tells how many older stories there are', async () => {
    const lan = await readers.join(['an-lac']);
    await saveStory(db, ['an-lac'], monday);
    await closeEdition(db, monday);
    const fresh = await saveStory(db, ['an-lac'], vn('2026-12-03T18:00'));
    await closeEdition(db, vn('2026-12-03T18:05'));
    await cut(vn('2026-12-04T06:30'));
    expect(await scheduled(lan)).toEqual([[fresh]]);
    const [digest] = await db
      .selectFrom('digest')
      .selectAll()
      .where('key', 'is not', null)
      .orderBy('id', 'desc')
      .execute();
    expect(digest!.parts[0]!.payload.text).toContain('Còn 1 tin cũ hơn');
  });
});

test('a digest once a week reaches back fourteen days', async () => {
  const lan = await readers.join(['an-lac'], { times: ['07:00'], weekdays: [6] });
  const stories: number[] = [];
  for (const at of ['2026-11-27T12:00', '2026-11-29T12:00', '2026-12-11T12:00']) {
    stories.unshift(await saveStory(db, ['an-lac'], vn(at)));
    await closeEdition(db, vn(at));
  }
  await cut(vn('2026-12-12T07:00'));
  expect(await scheduled(lan)).toEqual([stories.slice(0, 2)]);
});

describe('a cut', () => {
  test('passes over chats that are paused, outside a rehearsal, or whose digest is unfinished', async () => {
    const paused = await readers.join(['an-lac']);
    await db.updateTable('chat').set({ paused_until: wednesday }).where('id', '=', paused.chat_id).execute();
    const lan = await readers.join(['an-lac']);
    const minh = await readers.join(['an-lac']);
    await saveStory(db, ['an-lac'], monday);
    const { telegram_id_hash } = await readers.chat(lan);
    expect(await cut(tuesday, { deliverTo: [telegram_id_hash] })).toMatchObject({ chats: 1, deliveries: 1 });
    expect((await readers.chat(minh)).due_at).toEqual(tuesday);
    expect(await marks(minh)).toEqual([0]);
    expect(await marks(lan)).toEqual([1]);
    expect(await cut(tuesday)).toMatchObject({ chats: 1, deliveries: 1 });
    // Lan's digest of Tuesday is still to be sent when Wednesday comes.
    await scheduled(minh);
    await saveStory(db, ['an-lac'], tuesday);
    expect(await cut(vn('2026-11-25T06:29'))).toMatchObject({ chats: 0 });
    expect(await cut(wednesday)).toMatchObject({ chats: 2, deliveries: 2 });
    expect(await readers.digests(lan)).toHaveLength(1);
  });

  test('keeps the marks of a chat that was served for this slot already', async () => {
    const lan = await readers.join(['an-lac']);
    const first = await saveStory(db, ['an-lac'], monday);
    await cut(tuesday, { realNow: monday });
    expect(await scheduled(lan)).toEqual([[first]]);
    // The chat changes its hour and back, so the same slot comes again.
    await db.updateTable('chat').set({ due_at: tuesday }).where('id', '=', lan.chat_id).execute();
    const second = await saveStory(db, ['an-lac'], vn('2026-11-23T20:00'));
    await cut(tuesday);
    await cut(wednesday);
    expect(await scheduled(lan)).toEqual([[first], [second]]);
  });

  test('by two clocks at once gives each chat one delivery', async () => {
    for (let n = 0; n < 20; n++) await readers.join(['an-lac', 'cao-xa']);
    await saveStory(db, ['an-lac'], monday);
    const reports = await Promise.all([
      cut(tuesday, { batchSize: 3 }),
      cut(tuesday, { batchSize: 4 }),
      cut(tuesday),
    ]);
    expect(reports.reduce((sum, report) => sum + report.deliveries, 0)).toBe(20);
  });
});
