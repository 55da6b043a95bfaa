import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { readRuns, spell, unspell } from '../../src/spelling.js';
import { saveEdits } from '../../src/store/articles.js';
import {
  mostFound,
  type SearchQuery,
  searchRows,
  searchStories,
  searchVector,
  tidySearch,
} from '../../src/store/search.js';
import { testDatabase } from '../support/database.js';
import { savePack, saveStory } from '../support/news.js';

const db = await testDatabase();
const now = new Date('2026-03-02T01:10:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
await savePack(db, now);

const asked = (text: string, rest: Partial<SearchQuery> = {}): SearchQuery => ({
  runs: readRuns(spell(text)),
  unfinished: false,
  limit: 50,
  offset: 0,
  ...rest,
});
const find = async (text: string, rest?: Partial<SearchQuery>) =>
  (await searchStories(db, asked(text, rest))).stories.map(({ title }) => title);
let day = 0;
/** Each older than the one before. */
const save = (title: string, summary = '', districts: string[] = []) =>
  saveStory(db, districts, now, { title, summary, published_at: daysAgo(++day) });

await save('Mưa lớn ở Tu Lý', 'Nước suối dâng cao, người dân xã Tu Lý di dời.', ['an-lac', 'binh-son']);
await save('Tư pháp và quản lý đất đai', 'Tập huấn cho cán bộ xã.');
await save('Phòng chống lụt bão', 'Kiểm tra hồ chứa.');
await save('Diễn tập ứng phó lũ quét', 'Tại xã vùng cao.');
await save('Họp bàn việc làng', 'Bàn cách tránh lũ, sửa đường HOÀ BÌNH.');
await save('Khánh thành cầu 2019', 'COVID-19 không làm chậm 4.700 ngày công.');

test('accents are optional, and those that were typed come first', async () => {
  const [first, second, third] = await find('lũ');
  expect([first, second, third]).toEqual(['Diễn tập ứng phó lũ quét', 'Họp bàn việc làng', undefined]);
  expect(await find('lu')).toEqual(['Diễn tập ứng phó lũ quét', 'Họp bàn việc làng']);
  expect(await find('lut bao')).toEqual(['Phòng chống lụt bão']);
  expect(await find('LŨ QUÉT'.normalize('NFD'))).toEqual(['Diễn tập ứng phó lũ quét']);
  await save('Lừ đừ cả ngày', 'Chuyện vui.');
  await save('Lũ lại về', '');
  expect(await find('lù')).toContain('Diễn tập ứng phó lũ quét');
  expect((await find('lừ'))[0]).toBe('Lừ đừ cả ngày');
});

test('one word may be written hòa and hoà', async () => {
  expect(await find('hòa bình')).toEqual(['Họp bàn việc làng']);
  expect(await find('hoà bình')).toEqual(['Họp bàn việc làng']);
});

test('words that follow each other come before scattered ones, and a phrase finds only those', async () => {
  expect(await find('tu ly')).toEqual(['Mưa lớn ở Tu Lý', 'Tư pháp và quản lý đất đai']);
  expect(await find('"tu ly"')).toEqual(['Mưa lớn ở Tu Lý']);
  await save('Một hai, hai ba, và một hai bốn', '');
  expect(await find('"một hai ba"')).toEqual([]);
  expect(await find('"một hai" bốn')).toHaveLength(1);
  // A phrase does not reach from the title into the summary.
  expect(await find('"lý nước"')).toEqual([]);
});

test('numbers and words with a hyphen are found', async () => {
  for (const text of ['2019', '4.700', 'covid-19', 'COVID 19']) expect(await find(text)).toHaveLength(1);
  expect(await find('201')).toEqual([]);
});

test('a title counts for more than a summary, and of equals the newer comes first', async () => {
  await saveStory(db, [], now, {
    title: 'Chợ phiên',
    summary: 'Bán cam, bán mía.',
    published_at: daysAgo(1),
  });
  await saveStory(db, [], now, { title: 'Mùa cam', summary: '', published_at: daysAgo(400) });
  await saveStory(db, [], now, { title: 'Giá cam', summary: '', published_at: daysAgo(300) });
  expect(await find('cam')).toEqual(['Giá cam', 'Mùa cam', 'Chợ phiên']);
});

test('the last word may be unfinished, also in the middle of a place', async () => {
  expect(await find('diễn tập ứn', { unfinished: true })).toEqual(['Diễn tập ứng phó lũ quét']);
  expect(await find('diễn tập ứn')).toEqual([]);
  expect(await find('"diễn t', { unfinished: true })).toEqual(['Diễn tập ứng phó lũ quét']);
});

test('a story that several newspapers tell stands once, with all its districts', async () => {
  const id = await save('Lễ hội xuống đồng', 'Đông vui.', ['binh-son']);
  await saveStory(db, ['an-lac'], now, { title: 'Xuống đồng đầu năm', same_as_id: id });
  const { stories, total } = await searchStories(db, asked('xuống đồng'));
  expect(total).toBe(1);
  expect(stories[0]!.district_ids).toEqual(['an-lac', 'binh-son']);
});

test('what is withdrawn is not found, and what is edited is found by its new words', async () => {
  const id = await save('Tin nhầm lẫn');
  expect(await find('nhầm lẫn')).toHaveLength(1);
  const edit = { title: 'Tin đính chính', summary: '', url: 'https://baothu.example/n', section: null };
  const page = { summary_kind: 'lead', page_read_at: null, page_retry_at: null, image_url: null } as const;
  await db
    .transaction()
    .execute((trx) =>
      saveEdits(trx, [{ id, scope: 'local', search: searchVector(edit.title, ''), ...edit, ...page }]),
    );
  expect(await find('nhầm lẫn')).toHaveLength(0);
  expect(await find('đính chính')).toHaveLength(1);
  await db.updateTable('article').set({ withdrawn_at: now }).where('id', '=', id).execute();
  expect(await find('đính chính')).toHaveLength(0);
});

test('a word that every article has is answered with the newest of them, and so is one that only old ones have', async () => {
  const many = Array.from({ length: 2000 }, (_, n) => {
    const title = `Xóm ${n + 1}${n + 1 > 1900 ? ' cổ kính' : ''}`;
    return { n: n + 1, title, search: searchVector(title, 'Chuyện thường ngày.') };
  });
  await sql`
    insert into article (url, address, source_id, title, summary, published_at, stored_at, scope, search)
    select 'https://baothu.example/m/' || n, 'm/' || n, 'bao-thu', title, 'Chuyện thường ngày.',
      ${now}::timestamptz - n * interval '1 hour', ${now}, 'local', search
    from jsonb_to_recordset(${JSON.stringify(many)}::jsonb) as given (n int, title text, search tsvector)`.execute(
    db,
  );
  const common = await searchStories(db, asked('xóm', { limit: 3 }));
  expect(common.total).toBe(mostFound);
  expect(common.stories.map(({ title }) => title)).toEqual(['Xóm 1', 'Xóm 2', 'Xóm 3']);
  expect((await searchStories(db, asked('cổ kính'))).total).toBe(100);
  expect((await searchStories(db, asked('xóm', { offset: 98, limit: 5 }))).stories).toHaveLength(2);
  expect(await find('xóm 1234')).toEqual(['Xóm 1234']);
});

test('a search is one query, and finds its rows by the index of words', async () => {
  const seen: string[] = [];
  const watched = db.withPlugin({
    transformQuery: ({ node }) => {
      seen.push(node.kind);
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  await searchStories(watched, asked('lũ quét "tu ly"'));
  expect(seen).toHaveLength(1);
  await tidySearch(db);
  await sql`analyze article`.execute(db);
  const { rows } = await sql<Record<string, string>>`explain ${searchRows(asked('lũ quét cổ kính'))}`.execute(
    db,
  );
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  // Every way to understand the words by the index of words; by date only the newest.
  expect(plan.match(/Bitmap Index Scan on article_search/g)?.length, plan).toBe(4);
  expect(plan.match(/article_published/g)?.length, plan).toBe(1);
  expect(plan).not.toContain('Seq Scan on article');
});

test('an article is found by each of its words, whatever it is written in', async () => {
  const letters = [
    ...'aăâeêioôơuưyđĐbcBC ’“-.,1 9😀\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b\u0308\u0335\u200bÐßœЖ',
  ];
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.string({ unit: fc.constantFrom(...letters), maxLength: 30 }),
  );
  const texts = fc
    .sample(text, { numRuns: 1500, seed: 5 })
    .map((one) => one.toWellFormed().replaceAll('\0', ''));
  const { rows } = await sql<{ words: string[] }>`
    select tsvector_to_array(given::tsvector) as words
    from unnest(${texts.map((one) => searchVector(one, ''))}::text[]) with ordinality as t (given, n) order by n`.execute(
    db,
  );
  for (const [n, one] of texts.entries()) {
    const asked = readRuns(spell(one).replaceAll('"', ' ')).flatMap(({ words }) =>
      words.map(({ folded, accents }) => `${folded}.${accents}`),
    );
    const kept = rows[n]!.words.filter((word) => word.includes('.'));
    expect(kept.toSorted(), JSON.stringify(one)).toEqual([...new Set(asked)].toSorted());
  }
});

test('no text can fail to be stored or looked for', async () => {
  const texts = [
    'x'.repeat(50_000),
    '😀'.repeat(4096),
    "'; drop table article; -- \\ ' :* & | ! <-> ()",
    `${'đường '.repeat(30_000)}`,
    `a${'\u0301'.repeat(500)}`,
    '"',
    '" "',
    '',
  ];
  for (const text of texts) {
    const id = await save(text, text);
    await searchStories(db, asked(text.slice(0, 4096)));
    await db.deleteFrom('article').where('id', '=', id).execute();
  }
});

test('what was spelt is read as it was written', () => {
  for (const text of ['lũ quét', 'hoà bình', 'đường thuỷ nội địa', 'ngã ba 2019', 'giặt quần áo'])
    expect(unspell(spell(text))).toBe(text);
});
