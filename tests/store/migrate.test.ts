import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { migrateDown, migrateToLatest } from '../../src/store/migrate.js';
import { testDatabase } from '../support/database.js';

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
