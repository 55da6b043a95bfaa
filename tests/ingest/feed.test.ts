import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SourceError } from '../../src/errors.js';
import { decodeBody } from '../../src/ingest/charset.js';
import { parseFeed } from '../../src/ingest/feed.js';
import { cleanLead } from '../../src/ingest/lead.js';

const folder = join(import.meta.dirname, 'feeds');
const reading = {
  url: 'https://baotinh.example/rss/home.rss',
  timeZone: 'Asia/Ho_Chi_Minh',
  now: new Date('2026-10-05T00:00:00Z'),
};
const parse = (text: string) => parseFeed(text, reading);
const kindOf = (read: () => unknown) => {
  try {
    read();
  } catch (error) {
    return error instanceof SourceError ? error.kind : error;
  }
  return undefined;
};

interface Expected {
  items?: { title: string; link: string; published_utc: string | null; summary: string | null }[];
  error?: string;
}
const expected: Record<string, Expected> = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));

test('every sample has its expectation', () => {
  expect(readdirSync(folder).filter((file) => file !== 'expected.json')).toEqual(
    Object.keys(expected).toSorted(),
  );
});

test.each(Object.entries(expected))('%s is read as a reader of that newspaper sees it', (file, wanted) => {
  const read = () => parse(decodeBody(readFileSync(join(folder, file)), undefined));
  if (wanted.error) return expect(read).toThrow(wanted.error);
  expect(
    read().items.map(({ title, link, published_at, summary }) => ({
      title,
      link,
      published_at: published_at ?? null,
      summary,
    })),
  ).toEqual(
    wanted.items!.map(({ title, link, published_utc, summary }) => ({
      title,
      link,
      published_at: published_utc ? new Date(published_utc) : null,
      summary: cleanLead(summary ?? ''),
    })),
  );
});

const item = {
  title: 'Chợ phiên Tân Lạc',
  link: 'https://baotinh.example/cho-phien.htm',
  summary: 'Người dân xuống chợ từ sớm.',
  published_at: new Date('2026-10-01T01:00:00Z'),
};

test.each([
  [
    'RDF',
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel rdf:about="x"><title>c</title><link>https://baotinh.example/</link></channel>
    <item rdf:about="${item.link}"><title>${item.title}</title><link>${item.link}</link>
    <dc:date>2026-10-01T08:00:00+07:00</dc:date><description>${item.summary}</description></item></rdf:RDF>`,
  ],
  [
    'JSON Feed',
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'c',
      items: [
        {
          id: '7',
          url: '/cho-phien.htm',
          title: item.title,
          content_html: `<p>${item.summary}</p><p>Thêm nữa.</p>`,
          date_published: '2026-10-01T08:00:00+07:00',
        },
      ],
    }),
  ],
  [
    'a news sitemap',
    `<?xml version="1.0"?><urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>${item.link}</loc>
    <news:news><news:publication_date>2026-10-01T08:00:00+07:00</news:publication_date><news:title>${item.title}</news:title></news:news></url></urlset>`,
  ],
  [
    'RSS whose item has only a guid and its whole text',
    `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>c</title><item><title>${item.title}</title>
    <guid>${item.link}</guid><content:encoded><![CDATA[<p><img src="a.jpg"></p><p>${item.summary}</p><p>Thêm nữa.</p>]]></content:encoded>
    <pubDate>Thu, 01 Oct 2026 08:00:00 +0700</pubDate></item></channel></rss>`,
  ],
])('%s gives the item', (name, text) => {
  const { items, skipped } = parse(text);
  expect(items).toMatchObject([{ ...item, summary: name === 'a news sitemap' ? '' : item.summary }]);
  expect(skipped).toBe(0);
});

const titled = (feedTitle: string, titles: string[]) =>
  parse(
    `<rss version="2.0"><channel><title>${feedTitle}</title>${titles
      .map(
        (title, n) =>
          `<item><title>${title}</title><link>/${n}.htm</link><description>${title.replace(' - ', ' ')}</description></item>`,
      )
      .join('')}</channel></rss>`,
  ).items.map(({ title, summary }) => [title, summary]);

test('the name that a site puts behind its headlines is no part of them', () => {
  const weather = ['Mưa lớn', 'Nắng to', 'Gió - bão', 'Sương muối', 'Mưa đá'];
  expect(titled('c', [...weather.map((title) => `${title} - Báo Thử`), 'Chợ phiên - Tân Lạc'])).toEqual(
    [...weather, 'Chợ phiên - Tân Lạc'].map((title) => [title, '']),
  );
  expect(titled('c', [...weather.map((title) => `${title} | Báo Thử`)])[0]).toEqual(['Mưa lớn', '']);
  expect(titled('Báo Thử', ['Mưa lớn - Báo Thử', 'Nắng to'])[0]).toEqual(['Mưa lớn', '']);
});

test('what a few headlines end with belongs to them', () => {
  const titles = ['Mưa lớn - Tân Lạc', 'Nắng to - Tân Lạc', 'Gió - Tân Lạc', 'Sương'];
  expect(titled('c', titles).map(([title]) => title)).toEqual(titles);
});

test('a feed that breaks off gives what was whole', () => {
  const whole = `<rss version="2.0"><channel><title>c</title><link>https://baotinh.example/</link>
    <item><title>Một</title><link>/1.htm</link></item><item><title>Hai < ba & bốn</title><link>/2.htm</link></item>`;
  const cut = `${whole}<item><title>Năm</title><link>https://baotinh.example/nam-20`;
  expect(parse(cut).items.map(({ title, link }) => [title, link])).toEqual([
    ['Một', 'https://baotinh.example/1.htm'],
    ['Hai < ba & bốn', 'https://baotinh.example/2.htm'],
  ]);
});

test('items without a title or a link that opens are skipped and counted', () => {
  const { items, skipped } = parse(
    `<rss version="2.0"><channel><title>c</title><item><link>https://a.example/1</link></item>
    <item><title>x</title><link>javascript:alert(1)</link></item><item><title>y</title><link>https://a.example/2</link></item></channel></rss>`,
  );
  expect(items.map(({ title }) => title)).toEqual(['y']);
  expect(skipped).toBe(2);
});

test.each([
  ['a page', 'not_a_feed', '<!doctype html><html><body>Xin chào</body></html>'],
  ['a page that speaks of feeds', 'not_a_feed', '<html><body><rss></rss></body></html>'],
  ['garbage', 'not_a_feed', '\u0000\u0001\u0002 garbage'],
  ['nothing', 'not_a_feed', ''],
  ['other JSON', 'not_a_feed', '{"error": "not found"}'],
  ['half a JSON feed', 'not_a_feed', '{"version": "https://jsonfeed.org/version/1.1", "items": ['],
  ['other XML', 'not_a_feed', '<svg xmlns="http://www.w3.org/2000/svg"></svg>'],
  [
    'a document type with entities',
    'malformed',
    '<!DOCTYPE x SYSTEM "file:///etc/passwd" [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss/>',
  ],
  ['200,000 nested tags', 'malformed', `<rss><channel>${'<x>'.repeat(200_000)}`],
])('%s is refused as %s', (_, kind, text) => {
  expect(kindOf(() => parse(text))).toBe(kind);
});

test('a document type without definitions of its own is harmless', () => {
  const text = `<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
    <rss version="0.91"><channel><title>c</title><item><title>x</title><link>https://a.example/1</link></item></channel></rss>`;
  expect(parse(text).items).toHaveLength(1);
});
