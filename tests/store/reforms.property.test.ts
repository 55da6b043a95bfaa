import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import type { RegionPack } from '../../src/region.js';
import { lockStories } from '../../src/store/alike.js';
import { saveRegion } from '../../src/store/region.js';
import { testDatabase } from '../support/database.js';
import { packWithSource } from '../support/news.js';

const db = await testDatabase();
const now = new Date('2026-10-05T00:00:00Z');
const ids = ['a', 'b', 'c', 'd'];

/** For each district the one that took its place (a later one in the list, so never a circle), or that it exists. */
type Reform = (string | null)[];

const reform: fc.Arbitrary<Reform> = fc.tuple(
  ...ids.map((_, n) => fc.constantFrom<(string | null)[]>(null, null, ...ids.slice(n + 1))),
);
const choices = fc.subarray(ids, { minLength: 1 });

const packOf = (reformed: Reform): RegionPack => ({
  ...packWithSource,
  districts: ids.map((id, n) => ({
    id,
    name: { vi: id, en: id },
    type: 'huyện',
    names: [],
    ...(reformed[n] && { valid_to: '2025-06-30', successor: reformed[n] }),
  })),
});

/** Where a district stands, by the words of the pack alone. */
function standsAt(reformed: Reform, id: string): string {
  const heir = reformed[ids.indexOf(id)];
  return heir ? standsAt(reformed, heir) : id;
}

async function begin(followed: string[][], matched: string[][]): Promise<void> {
  for (const table of ['delivery', 'announcement', 'chat', 'match', 'article'] as const)
    await db.deleteFrom(table).execute();
  await saveRegion(db, packOf([null, null, null, null]), now);
  for (const [n, districts] of followed.entries())
    await sql`
      with chat as (
        insert into chat (telegram_id_hash, telegram_id_sealed, kind, locale, times, weekdays, consented_at, notice_version)
        values (${Buffer.from([n])}, ${n}, 'private', 'vi', '{06:30}', '{1}', ${now}, '1') returning id)
      insert into subscription (chat_id, district_id, first_edition_id, mark, created_at)
      select id, district_id, 0, 0, ${now} from chat, unnest(${districts}::text[]) as district_id`.execute(
      db,
    );
  for (const [n, districts] of matched.entries())
    await sql`
      with article as (
        insert into article (url, address, source_id, title, published_at, stored_at, scope)
        values (${n}, ${n}, 'bao-thu', ${n}, ${now}, ${now}, 'local') returning id)
      insert into match (article_id, district_id, score, evidence, decided_by, created_at)
      select id, district_id, 1, '[]', 'classifier', ${now} from article, unnest(${districts}::text[]) as district_id`.execute(
      db,
    );
}

async function listBy(column: 'chat_id' | 'article_id'): Promise<string[][]> {
  const table = column === 'chat_id' ? sql`subscription` : sql`match`;
  const { rows } = await sql<{ ids: string[] }>`
    select array_agg(district_id order by district_id) as ids
    from ${table} join district on district.id = district_id
    where ${table}.ended_at is null and district.ended_at is null
    group by ${sql.ref(column)} order by ${sql.ref(column)}`.execute(db);
  return rows.map((row) => row.ids);
}

const moved = (reformed: Reform, sets: string[][]) =>
  sets.map((set) => [...new Set(set.map((id) => standsAt(reformed, id)))].toSorted());

test(
  'through any reforms and back, everyone follows, and every article is in, what stands for what they had',
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(choices, { minLength: 1, maxLength: 3 }),
        fc.array(choices, { minLength: 1, maxLength: 3 }),
        fc.array(reform, { minLength: 1, maxLength: 5 }),
        async (followed, matched, reforms) => {
          await begin(followed, matched);
          for (const reformed of reforms) {
            await saveRegion(db, packOf(reformed), now);
            expect(await listBy('chat_id')).toEqual(moved(reformed, followed));
            expect(await listBy('article_id')).toEqual(moved(reformed, matched));
          }
        },
      ),
      { numRuns: 40 },
    ),
  60_000,
);

test('a reform waits for who lets decisions reach further articles meanwhile', async () => {
  await begin([], [['a']]);
  const waiting = sql`
    select from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'`;
  let saved: Promise<unknown> | undefined;
  await db.transaction().execute(async (trx) => {
    await lockStories(trx);
    saved = saveRegion(db, packOf(['b', null, null, null]), now);
    await vi.waitUntil(async () => (await waiting.execute(db)).rows.length);
  });
  await saved;
  expect(await listBy('article_id')).toEqual([['b']]);
});
