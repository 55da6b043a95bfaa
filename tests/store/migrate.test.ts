import { type Kysely, sql } from 'kysely';
import { expect, test } from 'vitest';
import * as storing from '../../migrations/0024-storing.js';
import { readRuns, spell } from '../../src/spelling.js';
import { migrateDown, migrateToLatest } from '../../src/store/migrate.js';
import { searchStories } from '../../src/store/search.js';
import { testDatabase } from '../support/database.js';
import { savePack, saveStory } from '../support/news.js';

test('migrations go down to nothing and up again, also when several processes start at once', async () => {
  const db = await testDatabase();
  const tables = async () =>
    (
      await sql<{
        n: number;
      }>`select count(*) as n from pg_tables where schemaname = 'public' and tablename not like 'kysely%'`.execute(
        db,
      )
    ).rows[0]!.n;
  expect(await tables()).toBeGreaterThan(10);
  await migrateDown(db);
  expect(await tables()).toBe(0);
  const applied = await Promise.all([migrateToLatest(db), migrateToLatest(db), migrateToLatest(db)]);
  expect(applied.flat().toSorted()).toEqual([
    '0001-news',
    '0002-people',
    '0003-delivery',
    '0004-pace',
    '0005-runs',
    '0006-jams',
    '0007-place-numbers',
    '0008-pages',
    '0009-politeness',
    '0010-stories',
    '0011-decisions',
    '0012-source-drafts',
    '0014-page-tries',
    '0015-preferences',
    '0016-search',
    '0017-topics',
    '0018-updates',
    '0019-notices',
    '0020-pictures',
    '0022-filters',
    '0023-calendar',
    '0024-storing',
    '0025-audit',
  ]);
  expect(await tables()).toBeGreaterThan(10);
});

test('articles are found by their words whichever version stored them, and whichever looks for them', async () => {
  const db = await testDatabase();
  const now = new Date('2026-10-05T01:00:00Z');
  await savePack(db, now);
  const find = async () => {
    const query = { runs: readRuns(spell('“lũ quét” da bac')), unfinished: false, limit: 5, offset: 0 };
    return (await searchStories(db, query)).stories.map(({ summary }) => summary);
  };
  const run = (step: (db: Kysely<unknown>) => Promise<void>) =>
    db.transaction().execute((trx) => step(trx as unknown as Kysely<unknown>));
  await run(storing.down);
  await sql`
    insert into article (url, address, source_id, title, summary, published_at, stored_at, scope)
    values ('https://baothu.example/cu', 'cu', 'bao-thu', '“Lũ quét” ở Đà Bắc', 'Cũ', ${now}, ${now}, 'local')`.execute(
    db,
  );
  await run(storing.up);
  expect(await find()).toEqual(['Cũ']);
  const later = new Date(now.getTime() + 1000);
  await saveStory(db, ['an-lac'], later, { title: '“Lũ quét” ở Đà Bắc', summary: 'Mới' });
  expect(await find()).toEqual(['Mới', 'Cũ']);
  await run(storing.down);
  expect(await find()).toEqual(['Mới', 'Cũ']);
});
