import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { listSourceHealth } from '../../src/store/health.js';
import { saveRegion } from '../../src/store/region.js';
import { testDatabase } from '../support/database.js';
import { packWithSource } from '../support/news.js';

const db = await testDatabase();
const now = new Date('2026-10-05T05:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const daysAgo = (days: number) => hoursAgo(24 * days);

let articles = 0;
/** Items of the source, first listed at these times. */
async function list(times: Date[]): Promise<void> {
  for (const at of times) {
    const n = ++articles;
    await sql`
      with article as (
        insert into article (url, address, source_id, title, published_at, stored_at, scope)
        values ('https://bao.example/' || ${n}::int, ${String(n)}, 'bao-thu', 't', ${at}, ${at}, 'local') returning id)
      insert into item select 'bao-thu', id::text, id, ${at} from article`.execute(db);
  }
}

const read = (first: Date, last: Date) =>
  db.updateTable('source').set({ first_success_at: first, last_success_at: last }).execute();
const health = async (at = now) => (await listSourceHealth(db, at))[0]!;
const days = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

beforeEach(async () => {
  await sql`truncate region, district, source, article, item cascade`.execute(db);
  await saveRegion(db, packWithSource, now);
});

test('what is usual is the median of the same weekday in the weeks before', async () => {
  await read(daysAgo(60), now);
  // Six on this weekday, one week none and one week many; one on the others.
  for (const week of days(1, 8)) {
    const count = { 3: 0, 5: 40 }[week] ?? 6;
    await list(Array.from({ length: count }, () => hoursAgo(week * 168 + 1)));
    await list([daysAgo(week * 7 + 3)]);
  }
  await list([hoursAgo(2), hoursAgo(3)]);
  expect(await health()).toMatchObject({ items: 2, items_usual: 6, last_item_at: hoursAgo(2), state: 'ok' });
});

test('nothing is usual for a source that is not known for four weeks, and its backlog is no day’s work', async () => {
  await read(daysAgo(27), now);
  await list(Array.from({ length: 50 }, () => daysAgo(27)));
  expect(await health()).toMatchObject({ items_usual: null });
  await read(daysAgo(30), now);
  expect(await health()).toMatchObject({ items_usual: 0 });
});

test('a busy source with nothing new for a day is at fault since its last item', async () => {
  await read(daysAgo(60), now);
  await list(days(2, 58).flatMap((day) => [1, 3, 5, 7, 9, 11].map((hour) => hoursAgo(day * 24 + hour))));
  expect(await health()).toMatchObject({ state: 'empty', empty_since: hoursAgo(49), items: 0 });
  await list([hoursAgo(1)]);
  expect(await health()).toMatchObject({ state: 'ok', empty_since: null });
});

test('a source of some items a week may be silent for days, and not for weeks', async () => {
  // Twenty in eight weeks: one in three days, and fifteen days are far longer.
  await list(days(0, 19).map((n) => daysAgo(16 + n * 2)));
  await read(daysAgo(80), daysAgo(2));
  expect(await health()).toMatchObject({ state: 'ok' });
  await read(daysAgo(80), now);
  expect(await health()).toMatchObject({ state: 'empty', empty_since: daysAgo(16) });
});

test('a source that has been dead for months is at fault all the time', async () => {
  for (const silent of [12, 30, 47, 54, 57, 100, 400]) {
    await sql`truncate article, item cascade`.execute(db);
    await list(days(0, 29).map((n) => daysAgo(silent + n)));
    await read(daysAgo(500), now);
    expect(await health(), `${silent} days`).toMatchObject({ state: 'empty', empty_since: daysAgo(silent) });
  }
});

test('a source that has brought nothing since its first reading is at fault after eight weeks', async () => {
  await list([daysAgo(58), daysAgo(58)]);
  await read(daysAgo(58), daysAgo(2));
  expect(await health()).toMatchObject({ state: 'ok' });
  await read(daysAgo(58), now);
  expect(await health()).toMatchObject({ state: 'empty', empty_since: daysAgo(58) });
});

test('while a source was not asked nothing is said about its silence', async () => {
  await list(days(2, 58).flatMap((day) => [1, 3, 5, 7, 9, 11].map((hour) => hoursAgo(day * 24 + hour))));
  await read(daysAgo(60), daysAgo(2));
  expect(await health()).toMatchObject({ state: 'ok' });
});

test('a source of which little is known is not blamed', async () => {
  await read(daysAgo(60), now);
  await list([daysAgo(50), daysAgo(40)]);
  expect(await health()).toMatchObject({ state: 'ok', empty_since: null });
});
