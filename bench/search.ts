import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { loadRegion, type RegionPack } from '../src/region.js';
import { root } from '../src/root.js';
import { readRuns, spell } from '../src/spelling.js';
import { type Database, openDatabase } from '../src/store/database.js';
import { stopEmbedded } from '../src/store/embedded.js';
import { migrateToLatest } from '../src/store/migrate.js';
import { saveRegion } from '../src/store/region.js';
import { searchStories, searchVector } from '../src/store/search.js';
import { machine } from './machine.js';
import { makeNews } from './search/news.js';

const articles = 200_000;
const now = new Date('2026-11-23T18:00:00+07:00');
const unindexed = 1000;
const rounds = 40;
const peerRounds = 3;

const queries: [string, string[]][] = [
  ['rare', ['gường', 'xuầu', 'nguôi', 'qươi', 'tú Lý', 'Pà Cò']],
  ['common', ['huyện', 'xã', 'tỉnh', 'và', 'người', 'cua']],
  ['two words', ['mưa lũ', 'nông dân', 'cau treo', 'bóng đá', 'xã của', 'tinh nguoi']],
  ['scattered', ['lũ Mai Châu', 'giáo viên Đà Bắc', 'cầu Lương Sơn', 'cá sông hồ điện']],
  ['phrase', ['"nông thôn mới"', '“sạt lở đất”', '"của tỉnh xã"', '"được của"']],
  ['typo', ['mua lux', 'nong thonn', 'sat lo dta', 'Luong Sown']],
  ['no hit', ['xyzzyx', 'qwerty uiop', 'huyện xã tỉnh zzz', '"lũ quét quét lũ"']],
];

/** Searches in 200,000 made-up articles of seven years, beside what one would write first: ILIKE on unaccent(). */
export async function run(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'loa-bench-'));
  const db = await openDatabase({ databaseUrl: undefined, dataDir });
  try {
    const pack = loadRegion(join(root, 'regions/hoa-binh'));
    await migrateToLatest(db);
    await saveRegion(db, pack, now);
    process.stdout.write(`${machine()}\n`);
    await seed(db, pack);
    process.stdout.write('             stories    p50    p95    p99 ms     peer p50 ms\n');
    for (const [kind, texts] of queries) await measure(db, kind, texts);
  } finally {
    await db.destroy();
    await stopEmbedded(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function seed(db: Kysely<Database>, pack: RegionPack): Promise<void> {
  const started = performance.now();
  // Built at the end, it takes a minute instead of many.
  await sql`drop index article_search`.execute(db);
  let left = articles;
  let batch: object[] = [];
  const save = async () => {
    await sql`
      insert into article (url, address, source_id, title, summary, search, published_at, stored_at, scope)
      select 'https://' || address, address, ${pack.sources[0]!.id}, title, summary, search, published_at, published_at, 'local'
      from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb)
        as given (address text, title text, summary text, search tsvector, published_at timestamptz)`.execute(
      db,
    );
    batch = [];
  };
  for (const article of makeNews(pack, articles, now)) {
    // What a large poll has just brought is not in the index itself yet.
    if (--left === unindexed) {
      await save();
      await sql`create index article_search on article using gin (search) with (fastupdate = on)`.execute(db);
    }
    const search = searchVector(article.title, article.summary);
    if (batch.push({ ...article, search }) === 5000) await save();
  }
  await save();
  await sql`
    insert into match (article_id, district_id, score, evidence, decided_by, created_at)
    select id, (array(select id from district where not whole_region))[1 + id % 11], 1, '[]', 'classifier', published_at
    from article`.execute(db);
  await sql`create extension unaccent`.execute(db);
  await sql`analyze`.execute(db);
  const { rows } = await sql<{ words: string; all: string }>`
    select pg_size_pretty(pg_relation_size('article_search')) as words, pg_size_pretty(pg_total_relation_size('article')) as all`.execute(
    db,
  );
  process.stdout.write(
    `${articles} articles stored in ${((performance.now() - started) / 1000).toFixed(0)} s; ${rows[0]!.all}, the index of words ${rows[0]!.words}\n`,
  );
}

async function measure(db: Kysely<Database>, kind: string, texts: readonly string[]): Promise<void> {
  let total = 0;
  const times: number[] = [];
  for (const text of texts) {
    const runs = readRuns(spell(text.replace(/[“”]/g, '"')));
    for (let round = 0; round < rounds; round++) {
      const started = performance.now();
      const found = await searchStories(db, { runs, unfinished: false, limit: 5, offset: 0 });
      times.push(performance.now() - started);
      if (round === 0) total += found.total;
    }
  }
  const peer: number[] = [];
  for (const text of texts)
    for (let round = 0; round < peerRounds; round++) {
      const started = performance.now();
      await likeIt(db, text);
      peer.push(performance.now() - started);
    }
  process.stdout.write(
    `${kind.padEnd(12)} ${String(total).padStart(7)} ${at(times, 0.5)} ${at(times, 0.95)} ${at(times, 0.99)}  ${at(peer, 0.5).padStart(14)}\n`,
  );
}

/** The peer: every word somewhere in title or summary, accents and case aside; the newest first. */
async function likeIt(db: Kysely<Database>, text: string): Promise<void> {
  const words = text.includes('"') ? [text.replaceAll('"', '')] : text.split(' ');
  const conditions = words.map(
    (word) => sql`unaccent(title || ' ' || summary) ilike '%' || unaccent(${word}) || '%'`,
  );
  await sql`select id, title from article where ${sql.join(conditions, sql` and `)} order by published_at desc limit 5`.execute(
    db,
  );
}

function at(times: readonly number[], share: number): string {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(1).padStart(6);
}
