import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { ConfigError } from '../../src/errors.js';
import type { RegionPack } from '../../src/region.js';
import { claimDue } from '../../src/store/deliveries.js';
import { listDistricts, saveRegion } from '../../src/store/region.js';
import { testDatabase } from '../support/database.js';
import { pack as plainPack } from '../support/news.js';

const db = await testDatabase();
const now = new Date('2026-10-05T00:00:00Z');
const later = new Date('2026-10-06T00:00:00Z');

const source = {
  id: 'bao-thu',
  newspaper: { vi: 'Báo Thử', en: 'Thu News' },
  kind: 'feed' as const,
  url: 'https://baothu.example/rss',
  every_minutes: 15,
};
const pack: RegionPack = { ...plainPack, sources: [source] };
const district = (id: string, more: Partial<RegionPack['districts'][number]> = {}) => ({
  id,
  name: { vi: id, en: id },
  type: 'huyện',
  names: [],
  ...more,
});
const withDistricts = (...districts: RegionPack['districts']): RegionPack => ({ ...pack, districts });

beforeEach(async () => {
  await sql`truncate region, district, source, chat, subscription, edition cascade`.execute(db);
  await sql`insert into edition select n, now() from generate_series(0, 9) n`.execute(db);
});

async function follow(chat: string, districtId: string, mark: number): Promise<void> {
  await sql`
    with chat as (
      insert into chat (telegram_id_hash, telegram_id_sealed, kind, locale, times, weekdays, consented_at, notice_version)
      values (${Buffer.from(chat)}, ${chat}, 'private', 'vi', '{06:30}', '{1}', ${now}, '1')
      on conflict (telegram_id_hash, thread_id) do update set locale = 'vi'
      returning id)
    insert into subscription (chat_id, district_id, first_edition_id, mark, created_at)
    select id, ${districtId}, 0, ${mark}, ${now} from chat`.execute(db);
}

async function followed(): Promise<unknown[]> {
  const { rows } = await sql`
    select telegram_id_sealed as chat, district_id as district, mark, ended_reason as ended
    from subscription join chat on chat.id = chat_id order by 1, subscription.id`.execute(db);
  return rows;
}

const numbers = async () =>
  Object.fromEntries(
    (await listDistricts(db)).map(({ id, number, ended_at }) => [id, ended_at ? -number : number]),
  );

test('the whole region stands first, the districts in the pack’s order', async () => {
  await saveRegion(db, pack, now);
  expect(await listDistricts(db)).toMatchObject([
    { id: 'thu', number: 0, position: 0, whole_region: true, name: pack.name, ended_at: null },
    { id: 'an-lac', number: 1, position: 1, whole_region: false },
    { id: 'binh-son', number: 2, position: 2 },
    { id: 'cao-xa', number: 3, position: 3 },
  ]);
});

test('a number is never given to another district', async () => {
  await saveRegion(db, withDistricts(district('a'), district('b')), now);
  await saveRegion(db, withDistricts(district('c'), district('a')), now);
  expect(await numbers()).toEqual({ thu: 0, a: 1, b: -2, c: 3 });
  await saveRegion(db, withDistricts(district('b'), district('d')), now);
  expect(await numbers()).toEqual({ thu: 0, a: -1, b: 2, c: -3, d: 4 });
});

test('saving the same pack again changes nothing, also when several processes do it at once', async () => {
  await Promise.all([1, 2, 3, 4].map(() => saveRegion(db, pack, now)));
  const state = async () => [
    await listDistricts(db),
    await db.selectFrom('source').selectAll().execute(),
    (await sql`select xmin from district union all select xmin from source`.execute(db)).rows,
  ];
  const before = await state();
  await Promise.all([1, 2, 3, 4].map(() => saveRegion(db, pack, later)));
  expect(await state()).toEqual(before);
});

test('another region’s pack is refused', async () => {
  await saveRegion(db, pack, now);
  await expect(saveRegion(db, { ...pack, id: 'khac' }, now)).rejects.toThrow(ConfigError);
  await expect(saveRegion(db, { ...pack, id: 'khac' }, now)).rejects.toThrow(/its own DATA_DIR/);
  expect(await listDistricts(db)).toHaveLength(4);
});

test('followers of a district that is gone move to its successor, with the lower mark, once', async () => {
  await saveRegion(db, withDistricts(district('a'), district('b'), district('c')), now);
  await follow('both', 'a', 3);
  await follow('both', 'b', 5);
  await follow('gone only', 'a', 4);
  await follow('stays', 'b', 6);
  await follow('all', 'b', 2);
  await follow('all', 'a', 7);
  await follow('all', 'c', 1);
  const merged = withDistricts(
    district('a', { successor: 'b' }),
    district('b'),
    district('c', { successor: 'a', valid_to: '2026-10-04' }),
  );
  const ended = {
    ...merged,
    districts: merged.districts.map((entry) =>
      entry.id === 'a' ? { ...entry, valid_to: '2026-10-04' } : entry,
    ),
  };
  await saveRegion(db, ended, now);
  await saveRegion(db, ended, later);
  expect(await followed()).toEqual([
    { chat: 'all', district: 'b', mark: 1, ended: null },
    { chat: 'all', district: 'b', mark: 7, ended: 'merged' },
    { chat: 'all', district: 'b', mark: 1, ended: 'merged' },
    { chat: 'both', district: 'b', mark: 3, ended: 'merged' },
    { chat: 'both', district: 'b', mark: 3, ended: null },
    { chat: 'gone only', district: 'b', mark: 4, ended: null },
    { chat: 'stays', district: 'b', mark: 6, ended: null },
  ]);
});

test('whoever is moved is told once, after the quiet hours and after a pause', async () => {
  await saveRegion(
    db,
    withDistricts(district('a'), district('b', { name: { vi: 'Bờ Đá', en: 'Bo Da' } })),
    now,
  );
  await follow('moved', 'a', 3);
  await follow('paused', 'a', 3);
  await follow('sleeps long', 'a', 3);
  await follow('stays', 'b', 3);
  const until = new Date('2026-10-09T05:00:00Z');
  await sql`update chat set paused_until = ${until} where telegram_id_sealed = 'paused'`.execute(db);
  await sql`update chat set quiet_until = '08:00' where telegram_id_sealed = 'sleeps long'`.execute(db);
  const merged = withDistricts(
    district('a', { successor: 'b', valid_to: '2026-10-04' }),
    district('b', { name: { vi: 'Bờ Đá', en: 'Bo Da' } }),
  );
  const night = new Date('2026-10-05T16:00:00Z');
  await saveRegion(db, merged, night);
  await saveRegion(db, merged, new Date(night.getTime() + 1000));
  const { rows } = await sql`
    select c.telegram_id_sealed as chat, d.send_after, a.parts->0->'payload'->>'text' as text
    from delivery d join chat c on c.id = d.chat_id join announcement a on a.id = d.announcement_id
    order by 1`.execute(db);
  const text = expect.stringContaining('<b>a</b> nay thuộc <b>Bờ Đá</b>');
  expect(rows).toEqual([
    { chat: 'moved', send_after: new Date('2026-10-05T23:00:00Z'), text },
    { chat: 'paused', send_after: until, text },
    { chat: 'sleeps long', send_after: new Date('2026-10-06T01:00:00Z'), text },
  ]);
  // It needs no consent to announcements.
  const { claims } = await claimDue(db, until, { limit: 9, leaseSeconds: 15, deliverTo: '*' });
  expect(claims).toHaveLength(3);
});

test('a district is valid through its last day, in the region’s time zone', async () => {
  const ending = withDistricts(district('a', { valid_to: '2026-10-05', successor: 'b' }), district('b'));
  await saveRegion(db, ending, new Date('2026-10-05T16:59:00Z'));
  expect(await numbers()).toMatchObject({ a: 1 });
  await saveRegion(db, ending, new Date('2026-10-05T17:00:00Z'));
  expect(await numbers()).toMatchObject({ a: -1 });
});

test('a district with followers and nothing to stand for it refuses the pack, and nothing is changed', async () => {
  await saveRegion(db, withDistricts(district('a'), district('b')), now);
  await follow('one', 'a', 3);
  await expect(saveRegion(db, withDistricts(district('b'), district('c')), now)).rejects.toThrow(
    /\ba\b.*1 chats/,
  );
  await expect(
    saveRegion(db, withDistricts(district('a', { valid_to: '2026-01-01' }), district('b')), now),
  ).rejects.toThrow(ConfigError);
  expect(await numbers()).toEqual({ thu: 0, a: 1, b: 2 });
  expect(await followed()).toEqual([{ chat: 'one', district: 'a', mark: 3, ended: null }]);
});

test('a successor named before stands for a district that the pack no longer has', async () => {
  await saveRegion(db, withDistricts(district('a', { successor: 'b' }), district('b')), now);
  await follow('one', 'a', 3);
  await saveRegion(db, withDistricts(district('b')), now);
  expect(await followed()).toEqual([{ chat: 'one', district: 'b', mark: 3, ended: null }]);
});

test('a source that is gone ends, one that comes back is read again, an admin’s stays as it is', async () => {
  await saveRegion(db, pack, now);
  await sql`
    insert into source select (jsonb_populate_record(source,
      '{"id": "admin", "added_by": "admin", "url": "https://khac.example/rss"}')).* from source`.execute(db);
  const state = async () =>
    (await db.selectFrom('source').select(['id', 'url', 'ended_at']).orderBy('id').execute()).map((row) => [
      row.id,
      row.url,
      row.ended_at !== null,
    ]);
  await saveRegion(
    db,
    { ...pack, sources: [{ ...source, id: 'admin', url: 'https://doi.example/' }] },
    later,
  );
  expect(await state()).toEqual([
    ['admin', 'https://khac.example/rss', false],
    ['bao-thu', 'https://baothu.example/rss', true],
  ]);
  await saveRegion(db, pack, later);
  expect(await state()).toEqual([
    ['admin', 'https://khac.example/rss', false],
    ['bao-thu', 'https://baothu.example/rss', false],
  ]);
});

test('a source that an admin added is the pack’s once the pack has its address, and brings news at once', async () => {
  await saveRegion(db, { ...pack, sources: [] }, now);
  const admins = ['bao-thu', 'baothu-example', 'khac'];
  for (const id of admins)
    await sql`
      insert into source (id, newspaper, kind, url, every_minutes, time_zone, added_by, added_at, next_poll_at, first_success_at)
      values (${id}, '{"vi": "Tên khác"}', 'feed', ${id === 'khac' ? 'https://khac.example/' : source.url}, 15, 'UTC', 'admin',
        ${now}, ${now}, ${now})`.execute(db);
  const both = { ...pack, sources: [source, { ...source, id: 'bao-thu-2' }] };
  await saveRegion(db, both, later);
  await saveRegion(db, both, later);
  const rows = await db.selectFrom('source').selectAll().orderBy('id').execute();
  expect(
    rows.map((row) => [row.id, row.added_by, row.newspaper.vi, row.ended_at !== null, row.first_success_at]),
  ).toEqual([
    ['bao-thu', 'pack', 'Báo Thử', false, now],
    ['bao-thu-2', 'pack', 'Báo Thử', false, now],
    ['baothu-example', 'admin', 'Tên khác', true, now],
    ['khac', 'admin', 'Tên khác', false, now],
  ]);
});

test('a new address is a new source: nothing of the old one’s answers is believed', async () => {
  await saveRegion(db, pack, now);
  await db
    .updateTable('source')
    .set({ etag: '"1"', first_success_at: now, next_poll_at: later, failures: 3, failing_since: now })
    .execute();
  await saveRegion(db, { ...pack, sources: [{ ...source, every_minutes: 30 }] }, now);
  expect(await db.selectFrom('source').selectAll().executeTakeFirstOrThrow()).toMatchObject({
    every_minutes: 30,
    time_zone: 'Asia/Ho_Chi_Minh',
    first_success_at: now,
  });
  await saveRegion(db, { ...pack, sources: [{ ...source, url: 'https://baothu.example/moi' }] }, now);
  expect(await db.selectFrom('source').selectAll().executeTakeFirstOrThrow()).toMatchObject({
    url: 'https://baothu.example/moi',
    etag: null,
    first_success_at: null,
    next_poll_at: now,
    failures: 0,
    failing_since: null,
  });
});
