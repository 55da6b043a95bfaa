import { beforeEach, expect, test } from 'vitest';
import { cutDigests } from '../../src/digest/cut.js';
import { latestNews } from '../../src/digest/news.js';
import { digestPage } from '../../src/digest/page.js';
import type { Claim } from '../../src/store/deliveries.js';
import { recordMoved } from '../../src/store/outcomes.js';
import { testDatabase } from '../support/database.js';
import { clear, everyDay, pack, savePack, saveStory } from '../support/news.js';
import { createReaders, monday, type Reader, tuesday, vn, wednesday } from '../support/readers.js';

const db = await testDatabase();
const readers = createReaders(db);

beforeEach(async () => {
  await clear(db);
  await savePack(db, monday);
});

const set = ({ chat_id }: Reader, values: object) =>
  db.updateTable('chat').set(values).where('id', '=', chat_id).execute();
const cut = (now: Date) => cutDigests(db, pack, now, { deliverTo: '*' });

test('titles alone are another digest than titles with leads, on every page of it and on demand', async () => {
  const lan = await readers.join(['an-lac']);
  const minh = await readers.join(['an-lac']);
  await set(minh, { display: 'short' });
  for (let n = 0; n < 9; n++)
    await saveStory(db, ['an-lac'], monday, { title: `Mở chợ ${n}`, summary: 'Chợ mở.' });
  expect(await cut(tuesday)).toMatchObject({ deliveries: 2, digests: 2 });
  const textOf = async ({ chat_id }: Reader) => {
    const { id, parts } = await db
      .selectFrom('delivery')
      .innerJoin('digest', 'digest.id', 'delivery.digest_id')
      .select(['digest.id', 'digest.parts'])
      .where('chat_id', '=', chat_id)
      .where('kind', '=', 'scheduled')
      .executeTakeFirstOrThrow();
    return [parts[0]!.payload.text, (await digestPage(db, pack, id, 1))!.text];
  };
  for (const text of await textOf(lan)) expect(text).toContain('<blockquote expandable>Chợ mở.');
  for (const text of await textOf(minh)) {
    expect(text).toContain('Mở chợ');
    expect(text).not.toContain('Chợ mở.');
  }
  const [asked] = await latestNews(db, pack, ['an-lac'], 'vi', monday, { display: 'short' });
  expect(asked!.payload.text).not.toContain('Chợ mở.');
});

test('a person, a group and a channel read digests of their own, groups of every kind the same', async () => {
  const kinds = ['private', 'private', 'group', 'supergroup', 'channel'] as const;
  const all = [];
  for (const kind of kinds) all.push(await readers.join(['an-lac'], { kind }));
  for (let n = 0; n < 9; n++) await saveStory(db, ['an-lac'], monday);
  expect(await cut(tuesday)).toMatchObject({ deliveries: 5, digests: 3 });
  const rows = await db
    .selectFrom('delivery')
    .innerJoin('chat', 'chat.id', 'delivery.chat_id')
    .innerJoin('digest', 'digest.id', 'delivery.digest_id')
    .select(['digest.id', 'digest.parts', 'chat.kind'])
    .where('delivery.slot', '=', tuesday)
    .orderBy('chat.id')
    .execute();
  const why = { private: 'Bạn nhận tin', group: 'Nhóm này', supergroup: 'Nhóm này', channel: 'Kênh này' };
  expect(rows.map(({ kind }) => kind)).toEqual(kinds);
  for (const { id, kind, parts } of rows)
    for (const text of [parts[0]!.payload.text, (await digestPage(db, pack, id, 1))!.text])
      expect(text, kind).toContain(why[kind]);
});

test('a first digest is of the display that was chosen before', async () => {
  await saveStory(db, ['binh-son'], monday, { summary: 'Chợ mở.' });
  const lan = await readers.join(['an-lac']);
  await set(lan, { display: 'short' });
  await readers.follows(lan, ['binh-son']);
  const first = await db.selectFrom('digest').select('parts').orderBy('id', 'desc').executeTakeFirstOrThrow();
  expect(first.parts[0]!.payload.text).not.toContain('Chợ mở.');
});

test('whoever wants urgent notices only is not cut, and what they add is shown at once', async () => {
  const lan = await readers.join(['an-lac']);
  await set(lan, { times: [], due_at: null });
  await saveStory(db, ['an-lac'], monday);
  expect(await cut(tuesday)).toMatchObject({ chats: 0, deliveries: 0 });
  await readers.follows(lan, ['binh-son'], tuesday);
  expect(await readers.chat(lan)).toMatchObject({ times: [], due_at: null });
  expect(await readers.digests(lan, 'first')).toHaveLength(2);
});

test('until lately weekly, a daily digest reaches back as far as the weekly one would have', async () => {
  const [lan, minh] = [await readers.join(['an-lac']), await readers.join(['an-lac'])];
  await set(lan, { weekly_until: vn('2026-12-10T06:30') });
  const story = await saveStory(db, ['an-lac'], vn('2026-11-23T18:00'));
  await cut(vn('2026-11-23T19:00'));
  for (const reader of [lan, minh]) await set(reader, { due_at: vn('2026-12-04T06:30') });
  await cut(vn('2026-12-04T06:30'));
  expect(await readers.digests(lan)).toEqual([[story]]);
  expect(await readers.digests(minh)).toEqual([]);
});

test('of two chats that become one, it is served as the one that waits for a slot', async () => {
  const merge = async (from: Reader, into: Reader) => {
    const { telegram_id_hash, telegram_id_sealed } = await readers.chat(into);
    const to = { telegram_id_hash, telegram_id_sealed, kind: 'supergroup' as const };
    await recordMoved(
      db,
      { chat_id: from.chat_id, slot: monday.toISOString(), id: 0, attempts: 0 } as Claim,
      to,
      monday,
    );
    return readers.chat(into);
  };
  const urgent = { times: [], due_at: null };
  const [old, group] = [await readers.join(['an-lac']), await readers.join(['binh-son'])];
  await set(group, urgent);
  expect(await merge(old, group)).toMatchObject({ times: ['06:30'], weekdays: everyDay, due_at: tuesday });
  const [quiet, served] = [await readers.join(['an-lac']), await readers.join(['binh-son'])];
  await set(quiet, urgent);
  expect(await merge(quiet, served)).toMatchObject({ times: ['06:30'], due_at: tuesday });
  await saveStory(db, ['an-lac'], monday);
  await cut(tuesday);
  expect((await readers.chat(group)).due_at).toEqual(wednesday);
});
