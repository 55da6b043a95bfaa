import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createFetcher } from '../../src/ingest/fetch.js';
import { readSource } from '../../src/ingest/read.js';
import type { Source } from '../../src/store/sources.js';
import { testDatabase } from '../support/database.js';
import { startNewspaper, withEtag, withStatus } from '../support/newspaper.js';

const now = new Date('2026-03-02T01:00:00Z');
const db = await testDatabase();
const newspaper = await startNewspaper();
const fetcher = createFetcher({ allow: [newspaper.host], contact: undefined, db });
afterAll(() => fetcher.close());
beforeEach(() => {
  newspaper.requests.length = 0;
});

const source = (path: string) =>
  ({
    kind: 'sitemap',
    url: newspaper.url + path,
    time_zone: 'Asia/Ho_Chi_Minh',
    etag: null,
    last_modified: null,
  }) as Source;
const read = async (path: string) => {
  const result = await readSource(fetcher, source(path), now);
  if (result.status !== 'ok') throw new Error(result.status);
  return result;
};
const titlesOf = async (path: string) => (await read(path)).listed.items.map(({ title }) => title);
const sitemap = (...titles: string[]) =>
  `<?xml version="1.0"?><urlset>${titles
    .map(
      (title) =>
        `<url><loc>https://baothu.example/${title}.htm</loc><lastmod>2026-03-02</lastmod><news:news><news:publication><news:name>Báo Thử</news:name></news:publication>
    <news:publication_date>2026-03-01T08:00:00+07:00</news:publication_date><news:title>${title}</news:title></news:news><image:image><image:title>Ảnh</image:title></image:image></url>`,
    )
    .join('')}</urlset>`;
const index = (...children: [path: string, lastmod?: string][]) =>
  `<sitemapindex>${children
    .map(
      ([path, at]) =>
        `<sitemap><loc>${newspaper.url}${path}</loc>${at ? `<lastmod>${at}</lastmod>` : ''}</sitemap>`,
    )
    .join('')}</sitemapindex>`;

test('a news sitemap gives titles, and when they were published rather than changed', async () => {
  newspaper.answer('/news.xml', withEtag('"1"', sitemap('mot')));
  const { listed, validators } = await read('/news.xml');
  expect(listed.items).toMatchObject([
    { title: 'mot', link: 'https://baothu.example/mot.htm', published_at: new Date('2026-03-01T01:00:00Z') },
  ]);
  expect(validators.etag).toBe('"1"');
  newspaper.answer(
    '/plain.xml',
    sitemap('hai').replace(/<news:publication_date>.*?<\/news:publication_date>/, ''),
  );
  expect((await read('/plain.xml')).listed.items[0]!.published_at).toEqual(new Date('2026-03-01T17:00:00Z'));
});

test('behind an index the newest few are read, packed ones too; the index is asked for anew each time', async () => {
  newspaper.answer(
    '/index.xml',
    withEtag(
      '"1"',
      index(
        ['/1.xml', '2026-01-01'],
        ['/2.xml.gz', '2026-03-01'],
        ['/3.xml', '2026-02-01'],
        ['/4.xml', '2026-02-02'],
      ),
    ),
  );
  newspaper.answer('/2.xml.gz', gzipSync(sitemap('hai')));
  newspaper.answer('/3.xml', sitemap('ba'));
  newspaper.answer('/4.xml', withStatus(500));
  const { listed, validators } = await read('/index.xml');
  expect(listed.items.map(({ title }) => title)).toEqual(['hai', 'ba']);
  expect(validators).toEqual({ etag: null, last_modified: null });
  expect(newspaper.requests.map(({ url }) => url)).toEqual(['/index.xml', '/2.xml.gz', '/4.xml', '/3.xml']);
});

test('without dates the sitemap of news comes first, then the highest number', async () => {
  newspaper.answer('/names.xml', index(['/s-9.xml'], ['/s-10.xml'], ['/s-8.xml'], ['/google-news.xml']));
  for (const path of ['s-8', 's-9', 's-10', 'google-news']) newspaper.answer(`/${path}.xml`, sitemap(path));
  expect(await titlesOf('/names.xml')).toEqual(['google-news', 's-10', 's-9']);
});

test('an index that leads back to itself ends', async () => {
  newspaper.answer('/loop.xml', index(['/loop.xml'], ['/loop.xml?2']));
  await expect(read('/loop.xml')).rejects.toMatchObject({ name: 'SourceError' });
  expect(newspaper.requests.length).toBeLessThan(8);
});

test('a packed sitemap that unfolds into too much is refused', async () => {
  newspaper.answer('/bomb.xml.gz', gzipSync(Buffer.alloc(40 * 1024 * 1024, ' ')));
  await expect(read('/bomb.xml.gz')).rejects.toMatchObject({ kind: 'too_large' });
  newspaper.answer('/torn.xml.gz', gzipSync(sitemap('mot')).subarray(0, 60));
  await expect(read('/torn.xml.gz')).rejects.toMatchObject({ kind: 'network' });
});

test('a child inside our own network is not asked for', async () => {
  const inside = await startNewspaper();
  newspaper.answer('/steal.xml', index(['/5.xml']).replaceAll(newspaper.url, inside.url));
  await expect(read('/steal.xml')).rejects.toMatchObject({ kind: 'address' });
  expect(inside.requests).toEqual([]);
});

test('prefixes are whatever a sitemap declares', async () => {
  const prefixed = sitemap('mot')
    .replace('<urlset', '<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"')
    .replaceAll('news:', 'n:');
  newspaper.answer('/n.xml', prefixed);
  expect((await read('/n.xml')).listed).toMatchObject({
    items: [{ title: 'mot', published_at: new Date('2026-03-01T01:00:00Z') }],
    parser: 'strict',
  });
  newspaper.answer('/broken.xml', prefixed.replace('Báo Thử', 'Báo & Thử'));
  expect(await titlesOf('/broken.xml')).toEqual(['mot']);
  newspaper.answer('/index.xml', `<!-- <made> --> ${index(['/n.xml']).replace(/<(\/?)(?=[a-z])/g, '<$1s:')}`);
  expect(await titlesOf('/index.xml')).toEqual(['mot']);
});
