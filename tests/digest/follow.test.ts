import { beforeEach, describe, expect, test } from 'vitest';
import { cutDigests } from '../../src/digest/cut.js';
import { setSchedule } from '../../src/store/chats.js';
import { endSubscriptions, reopenSubscriptions } from '../../src/store/subscriptions.js';
import { testDatabase } from '../support/database.js';
import { clear, pack, savePack, saveStory } from '../support/news.js';
import { createReaders, monday, type Reader, tuesday, vn, wednesday } from '../support/readers.js';

const db = await testDatabase();
const readers = createReaders(db);
const cut = (now: Date) => cutDigests(db, pack, now, { deliverTo: '*' });
const stop = ({ chat_id }: Reader, now: Date) =>
  db.transaction().execute((trx) => endSubscriptions(trx, chat_id, 'all', 'stopped', now));

beforeEach(async () => {
  await clear(db);
  await savePack(db, monday);
});

describe('the first digest', () => {
  test('holds the last day, also what no edition held yet, and the next one repeats nothing', async () => {
    await saveStory(db, ['an-lac'], vn('2026-11-21T12:00'));
    const today = await saveStory(db, ['an-lac'], vn('2026-11-23T07:00'));
    const lan = await readers.join(['an-lac']);
    expect(await readers.digests(lan, 'first')).toEqual([[today]]);
    expect(await cut(tuesday)).toMatchObject({ chats: 1, deliveries: 0 });
  });

  test('holds the latest three where the last day had none, those of the backlog too', async () => {
    const old: number[] = [];
    for (const day of [1, 2, 3, 4]) old.push(await saveStory(db, ['an-lac'], vn(`2026-11-1${day}T12:00`)));
    await db.updateTable('match').set({ edition_id: 0 }).execute();
    const lan = await readers.join(['an-lac']);
    expect(await readers.digests(lan, 'first')).toEqual([old.slice(1).toReversed()]);
  });

  test('that ends unsent leaves its stories to the next digest', async () => {
    const story = await saveStory(db, ['an-lac'], monday);
    const lan = await readers.follows(await readers.join(['cao-xa']), ['an-lac']);
    await readers.fail(lan, monday, 'rejected');
    await cut(tuesday);
    expect(await readers.digests(lan)).toEqual([[story]]);
  });

  test('does not repeat to an official the province-wide story of that morning', async () => {
    const office = await readers.join(['an-lac'], { style: 'official', times: ['06:30'] });
    const wide = await saveStory(db, ['thu'], vn('2026-11-23T18:00'));
    await cut(tuesday);
    await readers.arrive(office);
    await readers.follows(office, ['binh-son'], vn('2026-11-24T09:00'));
    expect(await readers.digests(office)).toEqual([[wide]]);
    expect(await readers.digests(office, 'first')).toEqual([[], []]);
  });
});

describe('who stops while a digest is on its way', () => {
  test('and takes it back, has its stories in the next one', async () => {
    const lan = await readers.join(['an-lac']);
    const story = await saveStory(db, ['an-lac'], monday);
    await cut(tuesday);
    await stop(lan, tuesday);
    await readers.fail(lan, tuesday, 'stopped');
    await db.transaction().execute((trx) => reopenSubscriptions(trx, lan.chat_id, tuesday, wednesday));
    await cut(wednesday);
    expect(await readers.digests(lan)).toEqual([[story], [story]]);
  });

  test('and follows again, does not get its stories twice', async () => {
    const lan = await readers.join(['an-lac']);
    const story = await saveStory(db, ['an-lac'], monday);
    await cut(tuesday);
    await stop(lan, tuesday);
    await readers.follows(lan, ['an-lac'], vn('2026-11-24T06:31'));
    expect(await readers.digests(lan)).toEqual([[story]]);
    expect((await readers.digests(lan, 'first')).at(-1)).toEqual([]);
  });

  test('and follows again, has them in the next one where it ends unsent', async () => {
    const lan = await readers.join(['an-lac']);
    const story = await saveStory(db, ['an-lac'], monday);
    await cut(tuesday);
    await stop(lan, tuesday);
    await readers.follows(lan, ['an-lac'], vn('2026-11-24T06:31'));
    await readers.fail(lan, tuesday);
    await cut(wednesday);
    expect((await readers.digests(lan)).at(-1)).toEqual([story]);
  });
});

test('who pauses while a digest is on its way has its stories in the first one after the pause', async () => {
  const lan = await readers.join(['an-lac']);
  const story = await saveStory(db, ['an-lac'], monday);
  await cut(tuesday);
  await setSchedule(db, lan.chat_id, () => ({
    paused_until: vn('2026-11-27T12:00'),
    due_at: vn('2026-11-28T06:30'),
  }));
  await readers.fail(lan, tuesday, 'paused');
  expect(await cut(vn('2026-11-27T06:30'))).toMatchObject({ chats: 0 });
  await cut(vn('2026-11-28T06:30'));
  expect((await readers.digests(lan)).at(-1)).toEqual([story]);
});
