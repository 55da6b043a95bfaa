import { afterAll, beforeEach, expect, test } from 'vitest';
import { createGazetteer } from '../../src/gazetteer/gazetteer.js';
import { createFetcher } from '../../src/ingest/fetch.js';
import { type PollDeps, pollSource } from '../../src/ingest/poll.js';
import { saveRegion } from '../../src/store/region.js';
import { testDatabase } from '../support/database.js';
import { clear, pack as plainPack } from '../support/news.js';
import { fallsSilent, rss, startNewspaper, withEtag, withStatus } from '../support/newspaper.js';

const db = await testDatabase();
const newspaper = await startNewspaper();
const fetcher = createFetcher({ allow: [newspaper.host], contact: undefined, db }, { totalMs: 1000 });
afterAll(() => fetcher.close());

const now = new Date('2026-10-05T00:00:00Z');
const before = new Date('2026-09-01T00:00:00Z');
const pack = {
  ...plainPack,
  sources: [
    {
      id: 'home',
      newspaper: { vi: 'Báo Thử', en: 'Thu News' },
      kind: 'feed' as const,
      url: `${newspaper.url}/rss`,
      every_minutes: 15,
      article: { remove: ['.quang-cao'] },
    },
  ],
};
let deps: PollDeps;

beforeEach(async () => {
  await db.deleteFrom('item').execute();
  await clear(db);
  await saveRegion(db, pack, now);
  await db.updateTable('source').set({ first_success_at: before }).execute();
  deps = { db, pack, gazetteer: createGazetteer(pack), fetcher, random: () => 0.5 };
  newspaper.requests.length = 0;
});

const lead = 'Sáng 4/10, bà con huyện An Lạc xuống đồng làm thủy lợi, nạo vét hơn 20 km kênh mương nội đồng.';
const body = `<p>Hàng trăm người đã có mặt từ sớm tại các cánh đồng của huyện Cao Xá để nạo vét kênh mương.</p>
  <p>Cánh đồng lớn nhất ở huyện Cao Xá rộng 300 ha, nhiều năm nay thiếu nước vì kênh mương bồi lấp.</p>
  <p class="quang-cao">Mua ngay kẻo hết: máy bơm nước giảm giá cho bà con.</p>`;
const article = (description = '', text = body) =>
  `<html><head><meta name="description" content="${description}"><meta property="og:image" content="/a.jpg"></head><body><h1>Ra quân</h1><div>${text}</div></body></html>`;
const item = (n: number, more: object = {}) => ({
  title: `Ra quân làm thủy lợi đợt ${n}`,
  link: `${newspaper.url}/11/13600${n}/x.htm`,
  date: 'Sun, 04 Oct 2026 20:00:00 +0700',
  ...more,
});
const path = (n: number) => `/11/13600${n}/x.htm`;
const asked = () => newspaper.requests.map(({ url }) => url).filter((path) => path !== '/robots.txt');
const stored = () =>
  db
    .selectFrom('article')
    .leftJoin('match', 'match.article_id', 'article.id')
    .select(['summary', 'summary_kind', 'image_url', 'page_read_at', 'district_id'])
    .orderBy('article.id')
    .execute();

test('the page gives the lead that the feed lacks, and with it the district', async () => {
  newspaper.answer('/rss', rss([item(1), item(2, { summary: item(2).title }), item(3, { summary: lead })]));
  newspaper.answer(path(1), article(lead));
  newspaper.answer(path(2), article(`(BT) - ${lead} Lần hai.`));
  expect(await pollSource(deps, 'home', now)).toMatchObject({ new: 3, matched: 3 });
  expect(asked()).toEqual(['/rss', path(1), path(2)]);
  const image_url = `${newspaper.url}/a.jpg`;
  expect(await stored()).toEqual([
    { summary: lead, summary_kind: 'lead', image_url, page_read_at: now, district_id: 'an-lac' },
    {
      summary: `${lead} Lần hai.`,
      summary_kind: 'lead',
      image_url,
      page_read_at: now,
      district_id: 'an-lac',
    },
    { summary: lead, summary_kind: 'lead', image_url: null, page_read_at: null, district_id: 'an-lac' },
  ]);
});

test('without a lead anywhere the body tells the district and gives the extract', async () => {
  newspaper.answer('/rss', rss([item(1)]));
  newspaper.answer(path(1), article());
  expect(await pollSource(deps, 'home', now)).toMatchObject({ new: 1, matched: 1 });
  const [row] = await stored();
  expect(row).toMatchObject({ summary_kind: 'extract', district_id: 'cao-xa' });
  expect(row!.summary).toContain('300 ha');
  expect(row!.summary).not.toContain('Mua ngay');
});

test('a page is asked for once, whatever it gave, and keeps what it gave', async () => {
  newspaper.answer('/rss', rss([item(1), item(2)]));
  newspaper.answer(path(1), article());
  newspaper.answer(path(2), withStatus(404));
  await pollSource(deps, 'home', now);
  const kept = await stored();
  await pollSource(deps, 'home', now);
  expect(asked()).toEqual(['/rss', path(1), path(2), '/rss']);
  expect(await stored()).toEqual(kept);
});

test('an edited headline has the page read again, and keeps what it had when that fails', async () => {
  newspaper.answer('/rss', rss([item(1), item(2)]));
  for (const n of [1, 2]) newspaper.answer(path(n), article(`${lead} Bài ${n}.`));
  await pollSource(deps, 'home', now);
  newspaper.answer(
    '/rss',
    rss([item(1, { title: 'Bà con ra đồng' }), item(2, { title: 'Bà con trồng cây' })]),
  );
  newspaper.answer(path(1), article(`${lead} Bài đã sửa.`));
  newspaper.answer(path(2), withStatus(500));
  await pollSource(deps, 'home', now);
  expect((await stored()).map(({ summary }) => summary)).toEqual([`${lead} Bài đã sửa.`, `${lead} Bài 2.`]);
});

test.each([
  ['is gone', withStatus(404)],
  ['falls silent', fallsSilent],
  ['leads into our own network', withStatus(302, { location: 'http://10.0.0.1/' })],
  ['is nested without end', '<div>'.repeat(50_000)],
  ['is no page', '%PDF-1.7'],
])('an article whose page %s is stored with what the feed said', async (_, answer) => {
  newspaper.answer('/rss', rss([item(1), item(2)]));
  newspaper.answer(path(1), answer);
  newspaper.answer(path(2), article(lead));
  expect(await pollSource(deps, 'home', now)).toMatchObject({ status: 'read', new: 2 });
  expect(await stored()).toMatchObject([{ summary: '' }, { summary: lead }]);
});

test('twenty pages a poll, one at a time; the others’ turn is the next poll', async () => {
  const items = Array.from({ length: 25 }, (_, n) => item(n));
  newspaper.answer('/rss', rss(items));
  let inHand = 0;
  let most = 0;
  for (const n of items.keys())
    newspaper.answer(path(n), (_, response) => {
      most = Math.max(most, ++inHand);
      setImmediate(() => {
        inHand--;
        response.end(article(`${lead} Bài thứ ${n}.`));
      });
    });
  await pollSource(deps, 'home', now);
  expect(asked()).toHaveLength(1 + 20);
  expect((await stored()).filter(({ summary }) => summary)).toHaveLength(20);
  await pollSource(deps, 'home', now);
  expect(asked()).toHaveLength(2 + 25);
  expect((await stored()).map(({ district_id }) => district_id)).toEqual(items.map(() => 'an-lac'));
  expect(most).toBe(1);
});

test('a lead that several articles share is the newspaper’s own, not theirs', async () => {
  newspaper.answer('/rss', rss([item(1), item(2)]));
  for (const n of [1, 2])
    newspaper.answer(path(n), article('Báo Thử, tiếng nói của huyện An Lạc và cả tỉnh'));
  await pollSource(deps, 'home', now);
  expect(await stored()).toMatchObject([{ summary_kind: 'extract' }, { summary_kind: 'extract' }]);
});

const open = 'Sáng 4/10, hàng trăm bà con đã ra đồng làm thủy lợi, nạo vét kênh mương nội đồng cho vụ mới.';

test('a lead that leaves the district open has the page asked, and stays as it is', async () => {
  newspaper.answer('/rss', rss([item(1, { summary: open }), item(2, { summary: lead })]));
  newspaper.answer(path(1), article('Lời dẫn khác, dài hơn lời dẫn mà bản tin của báo đưa ra.'));
  expect(await pollSource(deps, 'home', now)).toMatchObject({ new: 2, matched: 2 });
  expect(asked()).toEqual(['/rss', path(1)]);
  expect(await stored()).toMatchObject([
    { summary: open, summary_kind: 'lead', page_read_at: now, district_id: 'cao-xa' },
    { summary: lead, district_id: 'an-lac' },
  ]);
  await pollSource(deps, 'home', now);
  expect(asked()).toHaveLength(3);
});

test('of an old article with a lead the page is left alone', async () => {
  newspaper.answer('/rss', rss([item(1, { summary: open, date: 'Sun, 20 Sep 2026 20:00:00 +0700' })]));
  await pollSource(deps, 'home', now);
  expect(asked()).toEqual(['/rss']);
});

test('of the backlog of a new source the pages are left alone', async () => {
  await db.updateTable('source').set({ first_success_at: null }).execute();
  newspaper.answer('/rss', rss([item(1, { summary: open })]));
  await pollSource(deps, 'home', now);
  await pollSource(deps, 'home', now);
  expect(asked()).toEqual(['/rss', '/rss']);
});

test('of leads that leave the district open five pages a poll are asked, and the list is not asked for them', async () => {
  const items = Array.from({ length: 7 }, (_, n) => item(n, { summary: `${open} Câu ${n}.` }));
  newspaper.answer('/rss', withEtag('"1"', rss(items)));
  for (const n of items.keys()) newspaper.answer(path(n), article());
  await pollSource(deps, 'home', now);
  expect(asked()).toHaveLength(1 + 5);
  expect(await pollSource(deps, 'home', now)).toMatchObject({ status: 'not_modified' });
  newspaper.answer('/rss', rss(items));
  await pollSource(deps, 'home', now);
  expect((await stored()).map(({ district_id }) => district_id)).toEqual(items.map(() => 'cao-xa'));
});

test('an edited lead does not lose the district that only the page tells', async () => {
  newspaper.answer('/rss', rss([item(1, { summary: open })]));
  newspaper.answer(path(1), article());
  await pollSource(deps, 'home', now);
  newspaper.answer('/rss', rss([item(1, { summary: `${open} Thêm một câu.` })]));
  await pollSource(deps, 'home', now);
  expect(await stored()).toMatchObject([{ summary: `${open} Thêm một câu.`, district_id: 'cao-xa' }]);
});

const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

test.each([
  ['is in trouble', withStatus(503)],
  ['falls silent', fallsSilent],
  ['checks browsers', '<html><title>Just a moment...</title><body></body></html>'],
])('a page whose server %s is asked again a quarter of an hour later', async (_, answer) => {
  newspaper.answer('/rss', withEtag('"1"', rss([item(1)])));
  newspaper.answer(path(1), answer);
  await pollSource(deps, 'home', now);
  newspaper.answer(path(1), article(lead));
  await pollSource(deps, 'home', after(5));
  expect(asked()).toEqual(['/rss', path(1), '/rss']);
  expect(await pollSource(deps, 'home', after(15))).toMatchObject({ status: 'read' });
  expect(await stored()).toMatchObject([{ summary: lead, district_id: 'an-lac' }]);
  await pollSource(deps, 'home', after(16));
  expect(await pollSource(deps, 'home', after(17))).toMatchObject({ status: 'not_modified' });
  expect(asked().filter((one) => one === path(1))).toHaveLength(2);
});

test('a section that only the page tells is stored, also when the page is read later', async () => {
  newspaper.answer('/rss', rss([item(1)]));
  newspaper.answer(path(1), withStatus(503));
  await pollSource(deps, 'home', now);
  newspaper.answer(
    path(1),
    article(lead).replace('<head>', '<head><meta property="article:section" content="Kinh tế">'),
  );
  await pollSource(deps, 'home', after(15));
  expect(await db.selectFrom('article').select('section').execute()).toEqual([{ section: 'Kinh tế' }]);
});

test('a page that goes on failing is asked twice as late each time, and five times more at most', async () => {
  newspaper.answer('/rss', rss([item(1)]));
  newspaper.answer(path(1), withStatus(500));
  const tries: number[] = [];
  for (let minutes = 0; minutes <= 24 * 60; minutes += 15) {
    newspaper.requests.length = 0;
    await pollSource(deps, 'home', after(minutes));
    if (asked().includes(path(1))) tries.push(minutes);
  }
  expect(tries).toEqual([0, 15, 45, 105, 225, 465]);
});

test('a server that asks us to stay away is left alone for as long', async () => {
  newspaper.answer('/rss', rss([item(1), item(2)]));
  newspaper.answer(path(1), withStatus(429, { 'retry-after': '3600' }));
  newspaper.answer(path(2), article(lead));
  await pollSource(deps, 'home', now);
  expect(asked()).toEqual(['/rss', path(1)]);
  for (const minutes of [30, 60]) await pollSource(deps, 'home', after(minutes));
  expect(asked().slice(2)).toEqual(['/rss', path(2), '/rss', path(1)]);
});

test('three pages that fail are enough for one poll', async () => {
  newspaper.answer('/rss', rss([1, 2, 3, 4, 5].map((n) => item(n))));
  for (const n of [1, 2, 3, 4, 5]) newspaper.answer(path(n), withStatus(503));
  await pollSource(deps, 'home', now);
  expect(asked()).toEqual(['/rss', path(1), path(2), path(3)]);
  await pollSource(deps, 'home', now);
  expect(asked().slice(4)).toEqual(['/rss', path(4), path(5)]);
});
