import { beforeEach, describe, expect, test } from 'vitest';
import { cutDigests, previewCut } from '../../src/digest/cut.js';
import { saveRegion } from '../../src/store/region.js';
import { setSpread } from '../../src/store/runs.js';
import { testDatabase } from '../support/database.js';
import { clear, pack, savePack, saveStory } from '../support/news.js';
import { createReaders, monday, type Reader, tuesday, vn, wednesday } from '../support/readers.js';

const db = await testDatabase();
const readers = createReaders(db);
const scheduled = (reader: Reader) => readers.digests(reader);

beforeEach(async () => {
  await clear(db);
  await savePack(db, monday);
});

const cut = (now: Date, options: Partial<Parameters<typeof cutDigests>[3]> = {}) =>
  cutDigests(db, pack, now, { deliverTo: '*', ...options });

describe('a late clock', () => {
  test('sends within four hours, and after that leaves the news to the next digest', async () => {
    const lan = await readers.join(['an-lac']);
    const story = await saveStory(db, ['an-lac'], monday);
    expect(await cut(vn('2026-11-24T10:30'))).toMatchObject({ chats: 1, deliveries: 0 });
    expect((await readers.chat(lan)).due_at).toEqual(wednesday);
    expect(await cut(vn('2026-11-25T10:29'))).toMatchObject({ deliveries: 1 });
    expect(await scheduled(lan)).toEqual([[story]]);
  });

  test('serves a week of downtime as one digest of the newest slot', async () => {
    const lan = await readers.join(['an-lac']);
    const story = await saveStory(db, ['an-lac'], vn('2026-11-29T12:00'));
    expect(await cut(vn('2026-11-30T07:00'))).toMatchObject({ chats: 1, deliveries: 1 });
    expect(await scheduled(lan)).toEqual([[story]]);
    const [row] = await readers.deliveries();
    expect(row!.slot).toEqual(vn('2026-11-30T06:30'));
    expect(row!.send_before).toEqual(vn('2026-11-30T10:30'));
  });

  test('never lets a citizen be woken in quiet hours, and serves officials whenever possible', async () => {
    await readers.join(['an-lac'], { times: ['20:00'] });
    await readers.join(['an-lac'], { style: 'official', times: ['20:00'] });
    await saveStory(db, ['an-lac'], monday);
    await cut(vn('2026-11-23T20:00'));
    const rows = await readers.deliveries();
    expect(rows).toMatchObject([
      { lane: 3, send_before: null },
      { lane: 4, send_before: vn('2026-11-23T21:30') },
    ]);
  });

  test('lets a digest of nine in the evening come until ten, and a late one of the afternoon until half past nine', async () => {
    await readers.join(['an-lac'], { times: ['21:00'] });
    await readers.join(['an-lac'], { times: ['18:00'] });
    await saveStory(db, ['an-lac'], monday);
    expect(await cut(vn('2026-11-23T21:20'))).toMatchObject({ deliveries: 2 });
    const ends = (await readers.deliveries()).map(({ send_before }) => send_before);
    expect(ends).toEqual([vn('2026-11-23T21:30'), vn('2026-11-23T22:00')]);
  });

  test('keeps a weekly digest that it finds in the night until the morning', async () => {
    await readers.join(['an-lac'], { times: ['07:00'], weekdays: [6] });
    await saveStory(db, ['an-lac'], monday);
    await cut(vn('2026-11-28T23:10'));
    expect(await readers.deliveries()).toMatchObject([{ send_after: vn('2026-11-29T06:00') }]);
  });

  test('spreads the citizens of a slot evenly over the window that the admin set, and no officials', async () => {
    await saveRegion(db, pack, monday);
    await setSpread(db, 60);
    for (let n = 0; n < 4; n++) await readers.join(['an-lac'], { times: ['06:30'] });
    await readers.join(['an-lac'], { style: 'official', times: ['06:30'] });
    await saveStory(db, ['an-lac'], monday);
    await cut(tuesday);
    const [official, ...citizens] = await readers.deliveries();
    expect(official!.send_after).toEqual(tuesday);
    expect(citizens.map(({ send_after }) => send_after)).toEqual(
      ['06:30', '06:45', '07:00', '07:15'].map((time) => vn(`2026-11-24T${time}`)),
    );
    expect(citizens.at(-1)!.late_after).toEqual(vn('2026-11-24T07:45'));
    await setSpread(db, 0);
  });

  test('gives a weekly digest until the next day at its hour', async () => {
    await readers.join(['an-lac'], { times: ['07:00'], weekdays: [6] });
    await saveStory(db, ['an-lac'], monday);
    await cut(vn('2026-11-28T13:00'));
    const [row] = await readers.deliveries();
    expect([row!.slot, row!.send_before]).toEqual([vn('2026-11-28T07:00'), vn('2026-11-29T07:00')]);
  });
});

describe('an imagined time', () => {
  test('in the past makes nothing older than it is', async () => {
    const lan = await readers.join(['an-lac']);
    const story = await saveStory(db, ['an-lac'], monday);
    await cut(vn('2026-11-10T06:30'), { realNow: monday });
    await cut(tuesday);
    expect(await readers.digests(lan)).toEqual([[story]]);
  });

  test('in the future may be sent at once', async () => {
    await readers.join(['an-lac']);
    await saveStory(db, ['an-lac'], monday);
    await cut(tuesday, { realNow: monday });
    const [row] = await readers.deliveries();
    expect([row!.send_after, row!.late_after, row!.send_before]).toEqual([
      null,
      null,
      vn('2026-11-24T10:30'),
    ]);
  });

  test('in the past counts its limits from now', async () => {
    await readers.join(['an-lac']);
    await saveStory(db, ['an-lac'], monday);
    await cut(vn('2026-11-24T08:30'), { realNow: vn('2026-11-27T23:00') });
    const [row] = await readers.deliveries();
    expect(row!.send_before).toEqual(vn('2026-11-28T01:00'));
  });
});

test('a cut can be looked at beforehand without a trace', async () => {
  await readers.join(['an-lac']);
  await saveStory(db, ['an-lac'], monday);
  const stored = async () => ({
    chats: await db.selectFrom('chat').selectAll().execute(),
    subscriptions: await db.selectFrom('subscription').selectAll().execute(),
    matches: await db.selectFrom('match').selectAll().orderBy('id').execute(),
    editions: await db.selectFrom('edition').selectAll().orderBy('id').execute(),
    digests: await db.selectFrom('digest').select('id').orderBy('id').execute(),
    deliveries: await readers.deliveries(),
  });
  const before = await stored();
  // The first of its month.
  const at = vn('2027-02-01T06:30');
  const foreseen = await previewCut(db, pack, at, { deliverTo: '*', realNow: monday });
  expect(foreseen).toMatchObject({ chats: 1, deliveries: 1, digests: 1 });
  expect(await stored()).toEqual(before);
  expect(await cut(at, { realNow: monday })).toEqual(foreseen);
});
