import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Person } from '../../src/demo/telegram/telegram.js';
import { searchVector } from '../../src/store/search.js';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { packWithSource } from '../support/news.js';

const db = await testDatabase();
const { telegram, time } = await startBot(db, packWithSource);
let lan: Person;

// Two and a half years of two districts; the third has been silent for as long.
beforeAll(async () => {
  const articles = Array.from({ length: 20_000 }, (_, n) => {
    const title = `Tin ${n} về ${n % 9 ? 'vụ xuân' : 'lũ quét'}`;
    return { n, title, search: searchVector(title, 'Bà con xuống chợ từ sáng sớm.') };
  });
  await sql`
    with added as (
      insert into article (url, address, source_id, title, summary, search, section, published_at, stored_at, scope)
      select 'https://baothu.example/' || n, n::text, 'bao-thu', title, repeat('Bà con xuống chợ từ sáng sớm. ', 12), search,
        'Mục ' || n % 7, ${time.now}::timestamptz - n * interval '1 hour', now(), 'local'
      from jsonb_to_recordset(${JSON.stringify(articles)}::jsonb) as given (n int, title text, search tsvector)
      returning id, address)
    insert into match (article_id, district_id, score, evidence, decided_by, edition_id, created_at)
    select id, case when address::int > 19990 then 'cao-xa' when address::int % 2 = 0 then 'an-lac' else 'binh-son' end,
      1, '[]', 'classifier', 0, now()
    from added`.execute(db);
  await sql`select gin_clean_pending_list('article_search')`.execute(db);
  await sql`analyze`.execute(db);
  lan = telegram.person(100, { language_code: 'vi' });
  await lan.send('/start an-lac');
  await lan.press({ row: 0, column: 0 });
});
afterEach(() => vi.restoreAllMocks());

interface Query {
  text: string;
  values: unknown[];
}

/** What an update asks of the news, beside who it is from and what they follow. */
async function askedOfNews(act: () => Promise<unknown>): Promise<Query[]> {
  const asked = vi.spyOn(pg.Client.prototype, 'query');
  await act();
  const queries = asked.mock.calls.map(([text, values]) => ({ text: String(text), values: values as never }));
  asked.mockRestore();
  return queries.filter(({ text }) => /(from|join) "?(article|match|digest)\b/.test(text));
}

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Node[];
}

/** Whole tables and rows of articles and matches that a query reads. */
async function explain({ text, values }: Query): Promise<{ wholeTables: number; rows: number }> {
  const client = new pg.Client({
    host: (await sql<{ on: string }>`select current_setting('unix_socket_directories') as on`.execute(db))
      .rows[0]!.on,
    user: 'postgres',
    database: (await sql<{ name: string }>`select current_database() as name`.execute(db)).rows[0]!.name,
  });
  await client.connect();
  const { rows } = await client.query(`explain (analyze, format json) ${text}`, values);
  await client.end();
  const nodes = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodes)];
  // What was planned for and not needed cost nothing.
  const reads = nodes(rows[0]['QUERY PLAN'][0].Plan).filter(
    (node) => ['article', 'match'].includes(node['Relation Name'] ?? '') && node['Actual Loops'] > 0,
  );
  return {
    wholeTables: reads.filter((node) => node['Node Type'].includes('Seq Scan')).length,
    rows: reads.reduce(
      (sum, node) =>
        sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
      0,
    ),
  };
}

for (const [what, queries, act] of [
  ['a month', 1, () => lan.send('/ngay')],
  ['another month', 1, () => lan.press(/^‹ /)],
  ['a day', 2, () => lan.send('hôm qua')],
  ['a page of a day', 2, () => lan.press('›')],
  ['a search', 1, () => lan.send('/timkiem lũ quét')],
  ['a page of a search', 1, () => lan.press('›')],
  ['words in any chat', 1, () => lan.ask('lũ qu')],
] as const)
  test(`${what} takes ${queries === 1 ? 'one query' : 'two queries'} of the news, by index, and reads little`, async () => {
    const asked = await askedOfNews(act);
    expect(asked, asked.map(({ text }) => text).join('\n')).toHaveLength(queries);
    for (const query of asked) {
      const { wholeTables, rows } = await explain(query);
      expect(wholeTables, query.text).toBe(0);
      expect(rows, query.text).toBeLessThan(8_000);
    }
  });

test('the newest three of a district with years of news are found without reading the years', async () => {
  const guest = telegram.person(101, { language_code: 'vi' });
  const { now } = time;
  time.now = new Date(now.getTime() + 3 * 86_400_000);
  const asked = await askedOfNews(() => guest.send('/tin'));
  time.now = now;
  expect(guest.last.text).toContain('Tin 0 về');
  expect(asked.length).toBeGreaterThan(2);
  for (const query of asked) expect((await explain(query)).rows, query.text).toBeLessThan(4_000);
});
