import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { cutDigests } from '../src/digest/cut.js';
import { saveLatest } from '../src/digest/news.js';
import { loadRegion, type RegionPack } from '../src/region.js';
import { root } from '../src/root.js';
import { type Database, openDatabase } from '../src/store/database.js';
import { closeEdition } from '../src/store/editions.js';
import { stopEmbedded } from '../src/store/embedded.js';
import { migrateToLatest } from '../src/store/migrate.js';
import { saveRegion } from '../src/store/region.js';
import { searchVector } from '../src/store/search.js';
import { machine } from './machine.js';

const chats = 100_000;
const naiveChats = 1_000;
const articles = 300;
const at = new Date('2026-11-24T06:30:00+07:00');
const evening = new Date('2026-11-23T18:00:00+07:00');

/**
 * One digest run: 100,000 chats in 11 districts, mixed combinations of one to four. Beside it what one would write
 * first: for each chat a query, a rendering and an insert.
 */
export async function run(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'loa-bench-'));
  const db = await openDatabase({ databaseUrl: undefined, dataDir });
  try {
    const pack = loadRegion(join(root, 'regions/hoa-binh'));
    await migrateToLatest(db);
    await saveRegion(db, pack, evening);
    await seedChats(db);
    await seedNews(db, pack);
    process.stdout.write(`${machine()}\n`);
    const started = performance.now();
    const peak = watchMemory();
    const report = await cutDigests(db, pack, at, { deliverTo: '*' });
    const seconds = (performance.now() - started) / 1000;
    process.stdout.write(
      `cut: ${report.chats} chats, ${report.digests} digests, ${report.deliveries} deliveries in ${seconds.toFixed(2)} s, peak ${peak()} MB in the process\n`,
    );
    await measureNaive(db, pack);
  } finally {
    await db.destroy();
    await stopEmbedded(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function seedChats(db: Kysely<Database>): Promise<void> {
  await sql`
    insert into chat (telegram_id_hash, telegram_id_sealed, kind, locale, times, weekdays, due_at, consented_at, notice_version)
    select sha256(convert_to('chat ' || n, 'UTF8')), '1.' || n, 'private', case when n % 20 = 0 then 'en' else 'vi' end,
      array['06:30'], array[1,2,3,4,5,6,7]::smallint[], ${at}, ${evening}, '1'
    from generate_series(1, ${chats}) n`.execute(db);
  // One district for most, up to four for some, any of the eleven.
  await sql`
    insert into subscription (chat_id, district_id, first_edition_id, mark, created_at)
    select distinct c.id, d.id, 0, 0, ${evening}::timestamptz
    from chat c
    cross join lateral generate_series(0, abs(hashtext('n' || c.id)) % 10 / 3) k
    join (select id, row_number() over (order by position) - 1 as place from district where not whole_region) d
      on d.place = abs(hashtext(c.id || ':' || k)) % 11`.execute(db);
  await sql`vacuum analyze chat, subscription`.execute(db);
}

async function seedNews(db: Kysely<Database>, pack: RegionPack): Promise<void> {
  const ids = pack.districts.map(({ id }) => id);
  const summary = 'Bà con tranh thủ thời tiết ấm để làm đất, chuẩn bị giống và phân bón. '.repeat(3);
  for (let n = 0; n < articles; n++) {
    const title = `Tin số ${n} về việc chuẩn bị vụ xuân ở các xã vùng cao`;
    const { id } = await db
      .insertInto('article')
      .values({
        url: `https://bao.example/11/${n}/tin.htm`,
        address: `bao.example/${n}`,
        source_id: (await db.selectFrom('source').select('id').executeTakeFirstOrThrow()).id,
        title,
        summary,
        search: searchVector(title, summary),
        section: null,
        published_at: evening,
        stored_at: evening,
        scope: 'local',
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await sql`
      insert into match (article_id, district_id, score, evidence, decided_by, created_at)
      values (${id}, ${ids[n % ids.length]}, 1, '[]', 'classifier', ${evening})`.execute(db);
  }
  await closeEdition(db, evening);
  await sql`vacuum analyze article, match`.execute(db);
}

async function measureNaive(db: Kysely<Database>, pack: RegionPack): Promise<void> {
  const some = await db.selectFrom('chat').select(['id', 'locale']).orderBy('id').limit(naiveChats).execute();
  const started = performance.now();
  for (const { id, locale } of some) {
    const districts = await db
      .selectFrom('subscription')
      .select('district_id')
      .where('chat_id', '=', id)
      .execute();
    const districtIds = districts.map((row) => row.district_id);
    // A key of its own for each chat, as without sharing.
    const now = new Date(evening.getTime() + randomBytes(3).readUIntBE(0, 3));
    await saveLatest(db, pack, { kind: 'asked', districtIds, locale, style: 'citizen', now });
  }
  const perSecond = naiveChats / ((performance.now() - started) / 1000);
  process.stdout.write(
    `one by one: ${naiveChats} chats at ${perSecond.toFixed(0)} chats/s, so ${chats} would take ${(chats / perSecond).toFixed(0)} s\n`,
  );
}

function watchMemory(): () => number {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  return () => {
    clearInterval(timer);
    return Math.round(Math.max(peak, process.memoryUsage.rss()) / 1e6);
  };
}
