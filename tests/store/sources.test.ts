import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { saveRegion } from '../../src/store/region.js';
import {
  claimSource,
  endLease,
  findSource,
  listDueSources,
  listSourceHealth,
  markFailed,
  markRead,
} from '../../src/store/sources.js';
import { testDatabase } from '../support/database.js';
import { pack as plainPack } from '../support/news.js';

const db = await testDatabase();
const now = new Date('2026-10-05T00:00:00Z');
const minutesLater = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const source = (id: string) => ({
  id,
  newspaper: { vi: id, en: id },
  kind: 'feed' as const,
  url: `https://${id}.example/rss`,
  every_minutes: 15,
});

beforeEach(async () => {
  await sql`truncate region, district, source cascade`.execute(db);
  await saveRegion(db, { ...plainPack, sources: [source('a'), source('b')] }, now);
});

test('two pollers never have one source in hand, and a dead poller’s lease runs out', async () => {
  const claims = await Promise.all([1, 2, 3].map(() => claimSource(db, 'a', 60, now)));
  expect(claims.filter((claim) => claim?.id === 'a')).toHaveLength(1);
  expect((await listDueSources(db, now)).map(({ id }) => id)).toEqual(['b']);
  await sql`update source set lease_until = clock_timestamp() - interval '1 second'`.execute(db);
  expect(await claimSource(db, 'a', 60, now)).toMatchObject({ id: 'a' });
  await endLease(db, 'a');
  expect(await claimSource(db, 'a', 60, now)).toMatchObject({ id: 'a' });
});

test('what is paused, ended or not due is not claimed; by name, only what has ended is not', async () => {
  await db.updateTable('source').set({ paused_at: now }).where('id', '=', 'a').execute();
  await db
    .updateTable('source')
    .set({ next_poll_at: minutesLater(1) })
    .where('id', '=', 'b')
    .execute();
  expect(await listDueSources(db, now)).toEqual([]);
  expect(await claimSource(db, 'a', 60, now)).toBeUndefined();
  expect(await claimSource(db, 'b', 60, now)).toBeUndefined();
  expect(await claimSource(db, 'a', 60)).toBeDefined();
  await db.updateTable('source').set({ ended_at: now }).where('id', '=', 'b').execute();
  expect(await claimSource(db, 'b', 60)).toBeUndefined();
  expect(await findSource(db, 'b')).toBeUndefined();
});

test('the row tells how a source does: never read, failing since when and why, well again', async () => {
  const health = async () => (await listSourceHealth(db, minutesLater(30))).find(({ id }) => id === 'a');
  expect(await health()).toMatchObject({ state: 'never_read', items: 0, failures: 0 });
  await markFailed(db, 'a', now, minutesLater(15), { kind: 'http', message: 'HTTP 503' });
  await markFailed(db, 'a', minutesLater(15), minutesLater(45), { kind: 'timeout', message: 'slow \ud800' });
  expect(await health()).toEqual({
    id: 'a',
    newspaper: { vi: 'a', en: 'a' },
    url: 'https://a.example/rss',
    state: 'failing',
    last_success_at: null,
    failing_since: now,
    failures: 2,
    error_kind: 'timeout',
    error_message: 'slow \ufffd',
    next_poll_at: minutesLater(45),
    items: 0,
  });
  await markRead(db, 'a', minutesLater(45), minutesLater(60), { etag: '"1"', last_modified: null });
  await markRead(db, 'a', minutesLater(60), minutesLater(75));
  expect(await health()).toMatchObject({
    state: 'ok',
    failing_since: null,
    failures: 0,
    error_kind: null,
    error_message: null,
    last_success_at: minutesLater(60),
  });
  expect(await findSource(db, 'a')).toMatchObject({ etag: '"1"', first_success_at: minutesLater(45) });
  await db.updateTable('source').set({ paused_at: now }).execute();
  expect(await health()).toMatchObject({ state: 'paused' });
});

test('items of the last 24 hours are counted', async () => {
  await sql`
    with article as (
      insert into article (url, address, source_id, title, published_at, stored_at, scope)
      select 'https://a.example/' || n, n, 'a', 't', ${now}, ${now}, 'local' from generate_series(1, 3) n
      returning id)
    insert into item select 'a', id::text, id, ${now}::timestamptz - interval '20 hours' * row_number() over () from article`.execute(
    db,
  );
  expect((await listSourceHealth(db, now)).map(({ id, items }) => [id, items])).toEqual([
    ['a', 1],
    ['b', 0],
  ]);
});
