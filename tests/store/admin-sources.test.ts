import { beforeEach, expect, test } from 'vitest';
import { endSource, type NewSource, recordSources, renameNewspaper } from '../../src/store/admin-sources.js';
import { saveRegion } from '../../src/store/region.js';
import { endSourceDraft, findSourceDraft, recordSourceDraft } from '../../src/store/source-drafts.js';
import { testDatabase } from '../support/database.js';
import { clear, packWithSource } from '../support/news.js';

const db = await testDatabase();
const now = new Date('2026-10-05T00:00:00Z');
const later = new Date('2026-10-08T00:00:00Z');
const source = (path: string, name = 'Báo Mới'): NewSource => ({
  kind: 'feed',
  url: `https://baomoi.example${path}`,
  section: null,
  every_minutes: 15,
  time_zone: 'Asia/Ho_Chi_Minh',
  newspaper: { vi: name },
});
const record = (...sources: NewSource[]) =>
  db.transaction().execute((trx) => recordSources(trx, 'baomoi-example', sources, now));
const rows = () =>
  db.selectFrom('source').selectAll().where('added_by', '=', 'admin').orderBy('id').execute();

beforeEach(async () => {
  await clear(db);
  await saveRegion(db, packWithSource, now);
});

test('two admins who add the same newspaper at once add each address once', async () => {
  const ids = await Promise.all([record(source('/a'), source('/b')), record(source('/b'), source('/c'))]);
  expect(ids.flat().toSorted()).toEqual(['baomoi-example', 'baomoi-example-2', 'baomoi-example-3']);
  expect((await rows()).map(({ url }) => url).toSorted()).toEqual(
    ['/a', '/b', '/c'].map((path) => source(path).url),
  );
});

test('an id is never given twice, also after its source ended, and stays short', async () => {
  await record(source('/a'));
  await endSource(db, 'baomoi-example', now);
  expect(await record(source('/a'))).toEqual(['baomoi-example-2']);
  const long = await db
    .transaction()
    .execute((trx) => recordSources(trx, `${'x'.repeat(29)}-yz`, [source('/b'), source('/c')], now));
  expect(long).toEqual([`${'x'.repeat(29)}-yz`, `${'x'.repeat(29)}-2`]);
});

test('what admins added survives the pack; the pack’s own is neither renamed nor ended', async () => {
  await record(source('/a'), source('/b'), source('/c', 'Báo Khác'));
  await renameNewspaper(db, 'baomoi-example', { vi: 'Tên Mới' });
  await renameNewspaper(db, 'bao-thu', { vi: 'Tên Mới' });
  await endSource(db, 'bao-thu', now);
  await saveRegion(db, packWithSource, later);
  expect((await rows()).map((row) => [row.newspaper.vi, row.ended_at])).toEqual([
    ['Tên Mới', null],
    ['Tên Mới', null],
    ['Báo Khác', null],
  ]);
  const pack = await db
    .selectFrom('source')
    .selectAll()
    .where('id', '=', 'bao-thu')
    .executeTakeFirstOrThrow();
  expect([pack.newspaper.vi, pack.ended_at]).toEqual(['Báo Thử', null]);
});

test('a draft ends once, and one that nobody came back to goes', async () => {
  const draft = { newspaper: 'Báo Mới', candidates: [] };
  const { id } = await recordSourceDraft(db, draft, now);
  const ended = await Promise.all([endSourceDraft(db, id), endSourceDraft(db, id)]);
  expect(ended.filter(Boolean)).toHaveLength(1);
  const left = await recordSourceDraft(db, draft, now);
  await recordSourceDraft(db, draft, later);
  expect(await findSourceDraft(db, left.id)).toBeUndefined();
});
