import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { cutDigests } from '../../src/digest/cut.js';
import { nearestDistricts } from '../../src/digest/neighbours.js';
import { type NoticeOptions, tellReaders } from '../../src/digest/notices.js';
import type { RegionPack } from '../../src/region.js';
import { claimDue } from '../../src/store/deliveries.js';
import { listDistricts } from '../../src/store/region.js';
import { day, hour } from '../../src/time.js';
import { testDatabase } from '../support/database.js';
import { clear, pack as plainPack, savePack, saveStory } from '../support/news.js';
import { createReaders, monday, type Reader, vn } from '../support/readers.js';

const db = await testDatabase();
const readers = createReaders(db);
const tiles: Record<string, [number, number]> = { 'an-lac': [0, 0], 'binh-son': [3, 0], 'cao-xa': [0, 1] };
const pack: RegionPack = {
  ...plainPack,
  districts: plainPack.districts.map((district) => ({ ...district, tile: tiles[district.id]! })),
};
// A week and a day after everyone began to follow.
const later = vn('2026-12-01T10:00');
const after = (ms: number) => new Date(later.getTime() + ms);

const tell = (now = later, options: Partial<NoticeOptions> = {}) =>
  tellReaders(db, pack, now, { deliverTo: '*', noticeVersion: '1', ...options });
const set = (values: object) => db.updateTable('source').set(values).execute();
const readAt = (now: Date) => set({ last_success_at: now, next_poll_at: now, failing_since: null });

/** What each notice says, and to how many chats. */
async function told() {
  const { rows } = await sql<{
    text: string;
    buttons: [{ text: string; callback_data: string }][];
    chats: number;
  }>`
    select a.parts->0->'payload'->>'text' as text, count(*) as chats,
      a.parts->0->'payload'->'reply_markup'->'inline_keyboard' as buttons
    from delivery d join announcement a on a.id = d.announcement_id
    where d.kind = 'supplement' group by a.id order by a.id`.execute(db);
  return rows;
}
const notices = async (reader: Reader) =>
  db
    .selectFrom('delivery')
    .selectAll()
    .where('chat_id', '=', reader.chat_id)
    .where('kind', '=', 'supplement')
    .orderBy('slot')
    .execute();
/** The next slot is after this. */
const waits = (now: Date) =>
  db
    .updateTable('chat')
    .set({ due_at: new Date(now.getTime() + day) })
    .where('due_at', 'is not', null)
    .execute();

beforeEach(async () => {
  await db.deleteFrom('outage').execute();
  await clear(db);
  await db.deleteFrom('announcement').execute();
  await savePack(db, monday);
  await readAt(later);
});

test('who follows silent districts is told so after a week, with the areas nearby that have news', async () => {
  const silent = await readers.join(['an-lac']);
  const english = await readers.join(['an-lac'], { locale: 'en' });
  const both = await readers.join(['an-lac', 'binh-son']);
  await saveStory(db, ['cao-xa'], vn('2026-11-30T09:00'));
  await waits(later);
  await tell();
  expect(await told()).toMatchObject([
    { text: expect.stringContaining('No new stories about <b>An Lac</b> this week'), chats: 1 },
    { text: expect.stringContaining('Tuần này chưa có tin mới về <b>An Lạc</b>.'), chats: 1 },
    { text: expect.stringContaining('<b>An Lạc, Bình Sơn</b>'), chats: 1 },
  ]);
  expect((await told())[1]!.buttons[0]).toEqual([{ text: 'Cao Xá', callback_data: 'v1:f:CA' }]);
  expect(await notices(silent)).toMatchObject([
    { lane: 5, send_before: vn('2026-12-01T19:00'), marks: [], run_id: null },
  ]);
  await Promise.all([tell(), tell(after(hour))]);
  for (const reader of [silent, english, both]) expect(await notices(reader)).toHaveLength(1);
});

test('a silent month is told once a week', async () => {
  const reader = await readers.join(['an-lac']);
  for (let days = 0; days < 28; days++) {
    await readAt(after(days * day));
    await waits(after(days * day));
    await tell(after(days * day));
  }
  expect((await notices(reader)).map(({ slot }) => slot)).toEqual([0, 7, 14, 21].map((n) => after(n * day)));
});

test('nobody is told who had news, follows since less than a week, is served weekly, has paused or stopped, or reads the press review', async () => {
  await readers.join(['an-lac', 'binh-son']);
  await readers.join(['an-lac'], { now: vn('2026-11-25T10:00') });
  const added = await readers.join(['an-lac']);
  await readers.follows(added, ['cao-xa'], vn('2026-11-28T10:00'));
  const set = (reader: Reader, values: object) =>
    db.updateTable('chat').set(values).where('id', '=', reader.chat_id).execute();
  await set(await readers.join(['an-lac']), { weekdays: [6] });
  await set(await readers.join(['an-lac']), { paused_until: after(day) });
  const stopped = await readers.join(['an-lac']);
  await readers.join(['an-lac'], { style: 'official' });
  const other = await readers.join(['an-lac']);
  await saveStory(db, ['binh-son'], vn('2026-11-30T09:00'));
  await waits(later);
  await set(stopped, { due_at: null });
  await tell();
  expect(await told()).toMatchObject([{ chats: 1 }]);
  expect(await notices(other)).toHaveLength(1);
});

test('a digest of this week is no silence, even of an article from before it', async () => {
  const reader = await readers.join(['an-lac']);
  await saveStory(db, ['an-lac'], vn('2026-11-23T13:00'));
  await cutDigests(db, pack, vn('2026-11-24T06:30'), { deliverTo: '*' });
  await readers.arrive(reader);
  await waits(later);
  await tell(vn('2026-12-01T09:00'));
  expect(await notices(reader)).toHaveLength(1);
  await db.deleteFrom('delivery').where('kind', '=', 'supplement').execute();
  await db.updateTable('chat').set({ silence_told_at: null }).execute();
  await db
    .updateTable('delivery')
    .set({ slot: vn('2026-11-24T12:00') })
    .where('kind', '=', 'scheduled')
    .execute();
  await tell(vn('2026-12-01T09:00'));
  expect(await notices(reader)).toEqual([]);
});

test('silence is not told while or soon after a newspaper cannot be read, and not before it was read lately', async () => {
  const reader = await readers.join(['an-lac']);
  await waits(later);
  await set({ failing_since: after(-hour) });
  await tell();
  await set({ failing_since: null, last_success_at: after(-2 * day) });
  await tell();
  await set({ last_success_at: later, next_poll_at: after(-2 * hour) });
  await tell();
  await set({ paused_at: later, next_poll_at: later });
  await tell();
  expect(await notices(reader)).toEqual([]);
  await set({ paused_at: null });
  await tell();
  expect(await notices(reader)).toHaveLength(1);
});

test('a newspaper that cannot be read for a day is told once to each citizen, in their language', async () => {
  const reader = await readers.join(['an-lac']);
  const weekly = await readers.join(['binh-son'], { locale: 'en' });
  const official = await readers.join(['an-lac'], { style: 'official' });
  await set({ failing_since: after(-day + 1) });
  await tell();
  expect(await told()).toEqual([]);
  await set({ failing_since: after(-day) });
  await Promise.all([tell(), tell(), tell()]);
  await tell(after(hour), { batchSize: 1 });
  expect(await told()).toMatchObject([
    { text: expect.stringContaining('chưa đọc được Báo Thử'), chats: 1 },
    { text: expect.stringContaining('able to read Thu News'), chats: 1 },
  ]);
  expect(await notices(official)).toEqual([]);
  expect(await notices(reader)).toMatchObject([{ lane: 5, send_before: vn('2026-12-01T19:00') }]);
  expect(await notices(weekly)).toHaveLength(1);
});

test('the readers of a large outage are told in small steps, each of them once', async () => {
  const all = [];
  for (let n = 0; n < 5; n++) all.push(await readers.join(['an-lac']));
  await set({ failing_since: after(-day) });
  await tell(later, { batchSize: 2 });
  for (const reader of all) expect(await notices(reader)).toHaveLength(1);
});

test('of an outage that is over nobody is told any more, and the next one is told again', async () => {
  const reader = await readers.join(['an-lac']);
  await set({ failing_since: after(-day) });
  await tell();
  await readAt(after(hour));
  await tell(after(hour));
  const options = { limit: 9, leaseSeconds: 15, deliverTo: '*' as const };
  expect(await claimDue(db, after(hour), options)).toMatchObject({ claims: [], ended: 1 });
  expect(await notices(reader)).toMatchObject([{ status: 'failed', reason: 'withdrawn' }]);
  await set({ failing_since: after(2 * day) });
  await tell(after(3 * day));
  expect(await notices(reader)).toHaveLength(2);
});

test('newspapers that fall silent together are told together; one of whose sources some can be read is not', async () => {
  await readers.join(['an-lac']);
  await sql`
    insert into source (id, newspaper, kind, url, every_minutes, time_zone, added_by, added_at, next_poll_at, last_success_at)
    select id, newspaper::jsonb, kind, url, every_minutes, time_zone, added_by, added_at, next_poll_at, last_success_at
    from (values ('bao-ban', '{"vi": "Báo Bạn"}'), ('bao-kia-1', '{"vi": "Báo Kia"}'), ('bao-kia-2', '{"vi": "Báo Kia"}'))
      as given (id, newspaper)
    cross join (select kind, url, every_minutes, time_zone, added_by, added_at, next_poll_at, last_success_at
      from source where id = 'bao-thu') as other`.execute(db);
  await set({ failing_since: after(-day) });
  await db.updateTable('source').set({ failing_since: null }).where('id', '=', 'bao-kia-2').execute();
  await tell();
  expect(await told()).toMatchObject([{ text: expect.stringContaining('chưa đọc được Báo Bạn, Báo Thử,') }]);
});

test('by night nobody is told; the morning tells', async () => {
  const reader = await readers.join(['an-lac']);
  const evening = vn('2026-12-01T20:00');
  await set({ failing_since: new Date(evening.getTime() - day) });
  await tell(evening);
  await tell(vn('2026-12-02T08:59'));
  expect(await notices(reader)).toEqual([]);
  await tell(vn('2026-12-02T09:00'));
  expect(await notices(reader)).toHaveLength(1);
});

test('a changed data notice is told once to each who agreed to another, and what they agreed to stays', async () => {
  const reader = await readers.join(['an-lac']);
  const official = await readers.join(['an-lac'], { style: 'official' });
  const latest = await readers.join(['an-lac'], { notice_version: '2.0' });
  await readers.join(['an-lac'], { now: after(-hour) });
  for (let n = 0; n < 2; n++) await tell(after(n * hour), { noticeVersion: '2.0', batchSize: 2 });
  expect(await notices(latest)).toEqual([]);
  for (const someone of [reader, official]) {
    expect(await notices(someone)).toHaveLength(1);
    expect(await readers.chat(someone)).toMatchObject({ notice_version: '1', notice_told: '2.0' });
  }
  expect((await told())[0]!.buttons.flat().map(({ callback_data }) => callback_data)).toEqual([
    'v1:e',
    'v1:x',
  ]);
  await tell(after(2 * hour), { noticeVersion: '3.0' });
  expect(await notices(reader)).toHaveLength(2);
  expect(await notices(latest)).toHaveLength(1);
});

test('a channel is told without buttons, for all who read it would see them, and nothing of what its admin agreed to', async () => {
  const channel = await readers.join(['an-lac'], { kind: 'channel' });
  await readers.join(['an-lac'], { kind: 'supergroup' });
  await saveStory(db, ['cao-xa'], vn('2026-11-30T09:00'));
  await waits(later);
  await tell(later, { noticeVersion: '2.0' });
  await set({ failing_since: later });
  await tell(after(day), { noticeVersion: '2.0' });
  expect(await notices(channel)).toHaveLength(2);
  const all = await told();
  expect(all).toHaveLength(5);
  const ofChannel = all.filter(({ buttons }) => !buttons).filter(({ text }) => !text.includes('/trangthai'));
  expect(ofChannel.map(({ text }) => text)).toEqual([
    'Tuần này chưa có tin mới về <b>An Lạc</b>. Các báo vẫn đọc được bình thường; có tin, bản tin sẽ đến như mọi khi.',
    expect.stringMatching(/chưa đọc được Báo Thử, nên bản tin của kênh.*tự thử lại/s),
  ]);
});

test('who follows very many silent districts reads how many', async () => {
  const many = Array.from({ length: 148 }, (_, n) => ({
    id: `xa-${n}`,
    name: `Xã ${'Rất Dài '.repeat(4)}${n}`,
  }));
  await db
    .insertInto('district')
    .values(
      many.map(({ id, name }, n) => ({
        id,
        number: 100 + n,
        position: 100 + n,
        name: JSON.stringify({ vi: name }),
        whole_region: false,
        successor_id: null,
      })),
    )
    .execute();
  await readers.join(many.map(({ id }) => id));
  await waits(later);
  await tell();
  expect((await told())[0]!.text).toContain('Tuần này chưa có tin mới về <b>148 khu vực</b>.');
});

test('in a rehearsal only its chats are told', async () => {
  const hash = randomBytes(32);
  const rehearsed = await readers.join(['an-lac'], { telegram_id_hash: hash });
  const other = await readers.join(['an-lac']);
  await waits(later);
  await tell(later, { deliverTo: [hash], noticeVersion: '2.0' });
  expect(await notices(rehearsed)).toHaveLength(2);
  expect(await notices(other)).toEqual([]);
});

test('the nearest areas come first', async () => {
  const open = await listDistricts(db);
  const ids = (followed: string[]) => nearestDistricts(pack, followed, open).map(({ id }) => id);
  expect(ids(['an-lac'])).toEqual(['cao-xa', 'binh-son']);
  expect(ids(['binh-son'])).toEqual(['an-lac', 'cao-xa']);
  expect(ids([pack.id])).toEqual([]);
  expect(nearestDistricts(plainPack, ['an-lac'], open)).toEqual([]);
});
