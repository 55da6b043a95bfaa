import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { listOthers, listPeriod, listSections, readDays } from '../../src/store/calendar.js';
import type { Database } from '../../src/store/database.js';
import { testDatabase } from '../support/database.js';
import { savePack } from '../support/news.js';

const zone = 'Asia/Ho_Chi_Minh';
const quiet = await testDatabase();
const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(quiet);
const asked: { sql: string; parameters: readonly unknown[] }[] = [];
const pool = new pg.Pool({ host: inject('postgres'), user: 'postgres', database: rows[0]!.name });
// The database is dropped under what is still connected.
pool.on('connect', (client) => client.on('error', () => undefined));
pool.on('error', () => undefined);
// The same database, with everything that is asked written down.
const db = new Kysely<Database>({
  dialect: new PostgresDialect({ pool }),
  log: ({ query }) => void asked.push({ sql: query.sql, parameters: query.parameters }),
});
afterAll(() => db.destroy());

const november = {
  from: new Date('2026-11-01T00:00+07:00'),
  to: new Date('2026-12-01T00:00+07:00'),
};
const oneDay = { from: new Date('2026-11-10T00:00+07:00'), to: new Date('2026-11-11T00:00+07:00') };

// 20,000 articles of two and a half years, of two districts; the third had its last news years before them.
beforeAll(async () => {
  await savePack(quiet, november.from);
  await sql`
    insert into article (url, address, source_id, title, summary, section, published_at, stored_at, scope)
    select 'https://baothu.example/' || n, n::text, 'bao-thu', 'Tin ' || n, repeat('Bà con xuống chợ từ sáng sớm. ', 12), 'Mục ' || n % 7,
      '2026-12-31'::timestamptz - n * interval '1 hour', now(), 'local'
    from generate_series(1, 20000) as n`.execute(quiet);
  await sql`
    insert into match (article_id, district_id, score, evidence, decided_by, edition_id, created_at)
    select id, case when id > 19990 then 'cao-xa' when id % 2 = 0 then 'an-lac' else 'binh-son' end, 1, '[]',
      'classifier', 0, now()
    from article`.execute(quiet);
  await sql`analyze`.execute(quiet);
});

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Node[];
}

/** What one query reads of the articles and matches: whole tables, and rows. */
async function effortOf({ sql: text, parameters }: (typeof asked)[number]) {
  const { rows } = await pool.query(`explain (analyze, format json) ${text}`, [...parameters]);
  const nodes: Node[] = [];
  const visit = (node: Node) => {
    nodes.push(node);
    for (const child of node.Plans ?? []) visit(child);
  };
  visit(rows[0]['QUERY PLAN'][0].Plan);
  const reads = nodes.filter((node) => ['article', 'match'].includes(node['Relation Name'] ?? ''));
  return {
    wholeTables: reads.filter((node) => node['Node Type'].includes('Seq Scan')).length,
    rows: reads.reduce(
      (sum, node) =>
        sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
      0,
    ),
  };
}

for (const [who, districtIds] of Object.entries({
  'one district': ['an-lac'],
  'several districts': ['an-lac', 'binh-son', 'cao-xa'],
  'a district that has been silent for years': ['cao-xa'],
  'the whole region': [],
}))
  test(`a month, a page and the others are one query each for ${who}, by index, and read little`, async () => {
    asked.length = 0;
    await readDays(db, { districtIds, ...november }, zone);
    await listPeriod(db, { districtIds, ...oneDay }, { offset: 0, limit: 5 });
    await listPeriod(db, { districtIds, ...oneDay }, { sectionOf: 3, offset: 0, limit: 5 });
    await listSections(db, { districtIds, ...oneDay }, 20);
    await listOthers(db, 5, { districtIds, sameSection: false, offset: 5, limit: 5 });
    await listOthers(db, 5, { districtIds, sameSection: true, offset: 5, limit: 5 });
    await listOthers(db, 5, { districtIds: 'own', sameSection: false, offset: 5, limit: 5 });
    expect(asked).toHaveLength(7);
    for (const query of [...asked]) {
      const { wholeTables, rows } = await effortOf(query);
      expect(wholeTables, query.sql).toBe(0);
      // A month of the region is 720 articles, each with its match.
      expect(rows, query.sql).toBeLessThan(4_000);
    }
  });

test('a month knows its days and where the news goes on before and after it', async () => {
  const { days, before, after } = await readDays(db, { districtIds: ['an-lac'], ...november }, zone);
  expect(days.toSorted()[0]).toBe('2026-11-01');
  expect(days).toHaveLength(30);
  expect([before! < november.from, after! >= november.to]).toEqual([true, true]);
  const silent = await readDays(db, { districtIds: ['cao-xa'], ...november }, zone);
  expect(silent).toMatchObject({ days: [], after: null });
  expect(silent.before!.getTime()).toBeLessThan(new Date('2024-12-31').getTime());
});

test('a match knows when its article was published, whoever stores it', async () => {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from match join article on article.id = article_id
    where match.published_at <> article.published_at`.execute(quiet);
  expect(rows[0]!.n).toBe(0);
});
