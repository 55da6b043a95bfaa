import { afterAll, beforeEach, expect, test } from 'vitest';
import { SourceError } from '../../src/errors.js';
import { discoverSources, readAddress } from '../../src/ingest/discover.js';
import { createFetcher } from '../../src/ingest/fetch.js';
import { testDatabase } from '../support/database.js';
import { rss, startNewspaper, withStatus } from '../support/newspaper.js';

const now = new Date('2026-03-02T01:00:00Z');
const db = await testDatabase();
const newspaper = await startNewspaper();
const fetcher = createFetcher({ allow: [newspaper.host], contact: undefined, db });
afterAll(() => fetcher.close());
// From here on its robots.txt is known: each test counts what it asks for itself.
await fetcher.mayFetch(newspaper.url);

const paths = [
  '/',
  '/rss',
  '/rss.htm',
  '/rss/home.rss',
  '/feed',
  '/a.rss',
  '/b.rss',
  '/c.rss',
  '/robots.txt',
];
beforeEach(() => {
  for (const path of paths) newspaper.answer(path, withStatus(404));
  newspaper.requests.length = 0;
});

const look = (path = '/') =>
  discoverSources([newspaper.url + path], { fetcher, timeZone: 'Asia/Ho_Chi_Minh', now });
const urlsOf = async (path?: string) =>
  (await look(path)).candidates.map(({ url }) => url.slice(newspaper.url.length));
const feedOf = (name: string, date = 'Mon, 02 Mar 2026 07:00:00 +0700') =>
  rss(
    [1, 2, 3, 4].map((n) => ({
      title: `Tin ${name} ${n}`,
      link: `https://baothu.example/${name}-${n}.htm`,
      summary: `Lời dẫn ${n}.`,
      date,
    })),
  );
const titled = (title: string, feed: string) => feed.replace('Báo thử', title);

test('a feed is found by itself, with its samples as the parser sees them', async () => {
  newspaper.answer('/a.rss', titled('Thể thao - Báo Thử', feedOf('a')));
  const { newspaper: name, candidates } = await look('/a.rss');
  expect(name).toBe('Báo Thử');
  expect(candidates).toMatchObject([
    {
      kind: 'feed',
      url: `${newspaper.url}/a.rss`,
      section: 'Thể thao',
      items: 4,
      newest_at: new Date('2026-03-02T00:00:00Z'),
    },
  ]);
  expect(candidates[0]!.samples.map(({ title, summary }) => [title, summary])).toEqual([
    ['Tin a 1', 'Lời dẫn 1.'],
    ['Tin a 2', 'Lời dẫn 2.'],
    ['Tin a 3', 'Lời dẫn 3.'],
  ]);
  expect(newspaper.requests).toHaveLength(1);
});

test('a feed that does not say whose it is gets its name from the front page', async () => {
  newspaper.answer('/a.rss', titled('Thể thao', feedOf('a')));
  newspaper.answer('/', '<title>Trang nhất – Tạp chí Thử</title>');
  const { newspaper: name, candidates } = await look('/a.rss');
  expect([name, candidates[0]!.section]).toEqual(['Tạp chí Thử', 'Thể thao']);
  newspaper.answer('/', withStatus(404));
  expect(await look('/a.rss')).toMatchObject({ newspaper: 'Thể thao', candidates: [{ section: undefined }] });
});

test('a feed that lists nothing just now is told from an address without any', async () => {
  newspaper.answer('/a.rss', rss([]));
  await expect(look('/a.rss')).rejects.toMatchObject({ kind: 'empty' });
});

test('a home page names its feeds in its head; the dead, the empty and the repeated are left out', async () => {
  newspaper.answer(
    '/',
    `<!doctype html><html><head><title>Tin mới nhất | Báo Thử</title>
    <meta property="og:site_name" content="Báo Thử &amp; Em">
    <link rel="alternate" type="application/rss+xml" title="Kinh tế" href="/a.rss">
    <link rel="alternate" type="application/rss+xml" title="Kinh tế lần nữa" href="/b.rss">
    <link rel="alternate" type="application/atom+xml" title="Trống" href="c.rss">
    <link rel="alternate" type="application/rss+xml" href="/gone.rss">
    <link rel="alternate" hreflang="en" href="/en">
    <link rel="alternate" type="application/rss+xml" href="javascript:1"></head><body></body></html>`,
  );
  newspaper.answer('/a.rss', feedOf('a'));
  newspaper.answer('/b.rss', feedOf('a'));
  newspaper.answer('/c.rss', rss([]));
  const { newspaper: name, candidates } = await look();
  expect(name).toBe('Báo Thử & Em');
  expect(candidates.map(({ url, section }) => [url, section])).toEqual([
    [`${newspaper.url}/a.rss`, 'Kinh tế'],
  ]);
});

test('the page that lists the feeds of every section is followed', async () => {
  newspaper.answer(
    '/',
    '<title>Báo Thử</title><a href="/rss.htm"><img alt=""> RSS</a><a href="/tin.htm">Tin</a>',
  );
  newspaper.answer(
    '/rss.htm',
    `<title>RSS - Báo Thử</title><ul><li><a href="/a.rss">Chính trị</a><li><a href="/b.rss">Đời sống</a>
    <li><a href="/rss/home.rss">Trang chủ</a><li><a href="https://elsewhere.example/x.rss">Báo khác</a></ul>`,
  );
  newspaper.answer('/a.rss', titled('Báo Thử - Chính trị', feedOf('a')));
  newspaper.answer('/b.rss', titled('Báo Thử - Đời sống', feedOf('b')));
  newspaper.answer('/rss/home.rss', titled('Báo Thử', feedOf('home')));
  const { candidates } = await look();
  expect(candidates.map(({ url, section }) => [url.slice(newspaper.url.length), section])).toEqual([
    ['/rss/home.rss', undefined],
    ['/a.rss', 'Chính trị'],
    ['/b.rss', 'Đời sống'],
  ]);
  expect(newspaper.requests).toHaveLength(5);
});

test('where a page names none, the usual places and the sitemaps of robots.txt are tried', async () => {
  newspaper.answer('/', '<title>Báo Thử</title>');
  newspaper.answer('/rss/home.rss', feedOf('home'));
  newspaper.answer('/robots.txt', `User-agent: *\nSitemap: ${newspaper.url}/news.xml\n`);
  newspaper.answer(
    '/news.xml',
    `<urlset xmlns:news="n"><url><loc>https://baothu.example/9.htm</loc><news:news>
    <news:publication_date>2026-03-02T07:30:00+07:00</news:publication_date><news:title>Chợ mới</news:title></news:news></url></urlset>`,
  );
  const { candidates } = await look();
  expect(candidates.map(({ kind, url }) => [kind, url.slice(newspaper.url.length)])).toEqual([
    ['feed', '/rss/home.rss'],
    ['sitemap', '/news.xml'],
  ]);
  expect(newspaper.requests.length).toBeLessThanOrEqual(20);
});

test('from the address of an article the front page is found', async () => {
  newspaper.answer('/2026/tin.htm', '<title>Một tin - Báo Thử</title>');
  newspaper.answer('/', '<link rel="alternate" type="application/rss+xml" href="/a.rss">');
  newspaper.answer('/a.rss', feedOf('a'));
  expect(await urlsOf('/2026/tin.htm')).toEqual(['/a.rss']);
});

test('a feed that was forgotten beside living ones is left out, an old one alone is not', async () => {
  newspaper.answer('/', '<a href="/a.rss">A</a><a href="/b.rss">B</a>');
  newspaper.answer('/a.rss', feedOf('a', 'Mon, 02 Mar 2020 07:00:00 +0700'));
  newspaper.answer('/b.rss', feedOf('b'));
  expect(await urlsOf()).toEqual(['/b.rss']);
  newspaper.answer('/b.rss', withStatus(404));
  expect(await urlsOf()).toEqual(['/a.rss']);
});

test('a page without feeds has no candidates, and asks its server at most twenty times', async () => {
  newspaper.answer(
    '/',
    `<title>Báo Thử</title>${Array.from({ length: 40 }, (_, n) => `<a href="/rss/${n}.rss">${n}</a>`).join('')}`,
  );
  expect(await look()).toEqual({ newspaper: 'Báo Thử', candidates: [] });
  expect(newspaper.requests).toHaveLength(20);
});

test('a feed that a page names inside our own network is not asked for', async () => {
  const inside = await startNewspaper();
  newspaper.answer(
    '/',
    `<link rel="alternate" type="application/rss+xml" href="${inside.url}/a.rss">
    <link rel="alternate" type="application/rss+xml" href="http://169.254.169.254/feed">`,
  );
  expect(await urlsOf()).toEqual([]);
  expect(inside.requests).toEqual([]);
});

test('feeds that robots.txt forbids are told from none', async () => {
  const closed = await startNewspaper();
  const allowed = createFetcher({ allow: [closed.host], contact: undefined, db });
  closed.answer('/robots.txt', 'User-agent: *\nDisallow: /feeds/');
  closed.answer('/', '<title>Kênh Thử</title><a href="/feeds/videos.xml">RSS</a>');
  const visit = () => discoverSources([closed.url], { fetcher: allowed, timeZone: 'UTC', now });
  await expect(visit()).rejects.toMatchObject({ kind: 'robots' });
  closed.answer('/rss', feedOf('a'));
  expect((await visit()).candidates).toHaveLength(1);
  await allowed.close();
});

test('an address that cannot be read says why', async () => {
  await expect(look('/gone')).rejects.toThrow(SourceError);
  await expect(
    discoverSources(['http://10.0.0.1/'], { fetcher, timeZone: 'UTC', now }),
  ).rejects.toMatchObject({
    kind: 'address',
  });
});

test('an address typed without its scheme is tried as https, then as http', async () => {
  newspaper.answer('/a.rss', feedOf('a'));
  const typed = readAddress(` ${newspaper.host}/a.rss `);
  expect(typed).toEqual([`https://${newspaper.host}/a.rss`, `http://${newspaper.host}/a.rss`]);
  const { candidates } = await discoverSources(typed, { fetcher, timeZone: 'UTC', now });
  expect(candidates).toHaveLength(1);
});

test.each([
  ['https://baothu.vn/ nhé bạn', 'https://baothu.vn/'],
  ['Báo TP.Hòa Bình v.v. ở đây: https://baothu.vn.', 'https://baothu.vn'],
  ['<http://baothu.vn/rss>, cảm ơn', 'http://baothu.vn/rss'],
  ['thêm giúp (baothu.vn/rss)', 'https://baothu.vn/rss'],
  ['http:/baothu.vn', 'http:/baothu.vn'],
  ['http://[::1]/rss', 'http://[::1]/rss'],
])('what is written round an address is left out: %s', (typed, address) => {
  expect(readAddress(typed)[0]).toBe(address);
});

test.each([
  '',
  'báo thử',
  'baothu',
  'mailto:a@b.example',
  'https://',
  'Viết cho toasoan@baothu.vn v.v.',
  'TP.Hòa Bình',
  '@baothu',
])('no address is found in %j', (typed) => {
  expect(readAddress(typed)).toEqual([]);
});

test('a newspaper is called by its front page, not by the headline whose address was given', async () => {
  newspaper.answer(
    '/2026/tin.htm',
    '<title>Mở chợ mới</title><link rel="alternate" type="application/rss+xml" href="/a.rss">',
  );
  newspaper.answer('/', '<title>Xã Mới Thử</title>');
  newspaper.answer('/a.rss', feedOf('a'));
  expect((await look('/2026/tin.htm')).newspaper).toBe('Xã Mới Thử');
});

test('a front page that stands elsewhere is the front page all the same', async () => {
  newspaper.answer('/', withStatus(302, { location: '/vi/home' }));
  newspaper.answer('/vi/home', '<title>Xã Mới Thử</title><a href="/a.rss">RSS</a>');
  newspaper.answer('/a.rss', feedOf('a'));
  expect((await look()).newspaper).toBe('Xã Mới Thử');
});

test('the feed of the whole newspaper is found behind more sections than are asked for', async () => {
  const sections = Array.from({ length: 30 }, (_, n) => `<a href="/rss/muc-${n}.rss">Mục ${n}</a>`).join('');
  newspaper.answer('/', `<title>Báo Thử</title>${sections}<a href="/rss/home.rss">Tất cả</a>`);
  newspaper.answer('/rss/home.rss', feedOf('home'));
  expect(await urlsOf()).toEqual(['/rss/home.rss']);
});

test('a page that stands before the newspaper is told from one that names no feeds', async () => {
  newspaper.answer('/', '<title>Just a moment...</title><script src="/challenge-platform/x.js"></script>');
  expect(await look()).toMatchObject({ candidates: [], obstacle: 'a check for browsers' });
  const links = Array.from({ length: 20 }, (_, n) => `<a href="/tin-${n}.htm">Tin ${n}</a>`).join('');
  newspaper.answer('/', `<title>Báo Thử</title><input type="password">${links}`);
  expect((await look()).obstacle).toBeUndefined();
});
