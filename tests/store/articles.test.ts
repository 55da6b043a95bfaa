import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import {
  listKnown,
  markFresh,
  recordArticles,
  recordItems,
  recordMatches,
  saveEdits,
} from '../../src/store/articles.js';
import { findStaff, grantRole } from '../../src/store/staff.js';
import { testDatabase } from '../support/database.js';
import { savePack } from '../support/news.js';

const db = await testDatabase();
const now = new Date('2026-10-05T00:00:00Z');
const inTransaction = () => db.transaction();

const unread = { summary_kind: 'lead' as const, page_read_at: null, page_retry_at: null, image_url: null };

const article = (n: number) => ({
  ...unread,
  url: `https://baothu.example/${n}`,
  address: `baothu.example/${n}`,
  title: `Tin ${n}`,
  summary: '',
  section: null,
  published_at: now,
  scope: 'uncertain' as const,
  search: '',
});

async function store(n: number): Promise<number> {
  const ids = await inTransaction().execute((trx) => recordArticles(trx, 'bao-thu', [article(n)], now));
  return ids.get(article(n).address)!;
}

async function match(article_id: number, district_id: string, edition_id: number | null): Promise<void> {
  const found = { article_id, district_id, score: 0.5, evidence: ['huyện'], edition_id, published_at: now };
  await inTransaction().execute((trx) => recordMatches(trx, [found], now));
}

const matches = () =>
  db.selectFrom('match').select(['district_id', 'edition_id', 'decided_by']).orderBy('match.id').execute();

beforeEach(async () => {
  await sql`truncate district, source, article, item, match cascade`.execute(db);
  await sql`insert into edition values (1, now()) on conflict do nothing`.execute(db);
  await savePack(db, now);
});

test('an article is found by its address and by what its source called it, not by what another source did', async () => {
  const id = await store(1);
  const items = [{ external_id: 'guid', article_id: id }];
  await inTransaction().execute((trx) => recordItems(trx, 'bao-thu', items, now));
  await inTransaction().execute((trx) => recordItems(trx, 'bao-thu', items, now));
  const known = await listKnown(db, 'bao-thu', ['baothu.example/1', 'baothu.example/2'], ['guid', 'other']);
  expect([...known.byAddress.keys()]).toEqual(['baothu.example/1']);
  expect(known.byExternalId.get('guid')).toMatchObject({ id });
  const none = { byAddress: new Map(), byExternalId: new Map() };
  expect(await listKnown(db, 'bao-khac', [], ['guid'])).toEqual(none);
});

test('a match is recorded once, and one that was ended does not come back', async () => {
  const id = await store(1);
  await match(id, 'an-lac', null);
  await match(id, 'an-lac', 0);
  expect(await matches()).toEqual([{ district_id: 'an-lac', edition_id: null, decided_by: 'classifier' }]);
  await db.updateTable('match').set({ ended_at: now }).execute();
  await match(id, 'an-lac', null);
  expect(await matches()).toHaveLength(1);
});

test('only open matches of the backlog become news after all', async () => {
  const id = await store(1);
  await match(id, 'an-lac', 0);
  await match(id, 'binh-son', 1);
  await match(id, 'cao-xa', 0);
  await db.updateTable('match').set({ ended_at: now }).where('district_id', '=', 'cao-xa').execute();
  await inTransaction().execute((trx) => markFresh(trx, [id]));
  expect((await matches()).map(({ edition_id }) => edition_id)).toEqual([null, 1, 0]);
});

test('an edit brings the text up to date and leaves the scope that an admin decided', async () => {
  const [ours, theirs] = [await store(1), await store(2)];
  const staff = { telegram_id_hash: Buffer.from('1'), telegram_id_sealed: '1', locale: 'vi' };
  await grantRole(db, staff, 'admin', null, now);
  const { id: staff_id } = (await findStaff(db, staff.telegram_id_hash))!;
  await db
    .insertInto('decision')
    .values({ article_id: theirs, district_ids: ['an-lac'], staff_id, decided_at: now })
    .execute();
  await inTransaction().execute((trx) =>
    saveEdits(
      trx,
      [ours, theirs].map((id) => ({
        ...unread,
        id,
        url: 'https://baothu.example/moi',
        title: 'Mới',
        summary: 'x',
        section: null,
        scope: 'outside',
        search: '',
      })),
    ),
  );
  expect(
    await db.selectFrom('article').select(['title', 'summary', 'url', 'scope']).orderBy('id').execute(),
  ).toEqual([
    { title: 'Mới', summary: 'x', url: 'https://baothu.example/moi', scope: 'outside' },
    { title: 'Mới', summary: 'x', url: 'https://baothu.example/moi', scope: 'uncertain' },
  ]);
});
