import { expect, test } from 'vitest';
import { SourceError } from '../../src/errors.js';
import { parseFeed } from '../../src/ingest/feed.js';

const reading = {
  url: 'https://bao.example/rss/home.rss',
  timeZone: 'Asia/Ho_Chi_Minh',
  now: new Date('2026-10-05T00:00:00Z'),
};
const rss = (content: string, root = '<rss version="2.0">') =>
  `${root}<channel><title>c</title>${content}</channel></rss>`;
const item = (fields = '') => `<item><title>Tin</title><link>https://bao.example/1</link>${fields}</item>`;

/** How many items were read, or the kind of fault. */
function read(text: string): number | string {
  try {
    return parseFeed(text, reading).items.length;
  } catch (error) {
    if (error instanceof SourceError) return error.kind;
    throw error;
  }
}

test.each([
  ['entities that unfold', '[<!ENTITY a "aa"><!ENTITY b "&a;&a;">]'],
  ['an entity that names a file', '[<!ENTITY f SYSTEM "file:///etc/passwd">]'],
  ['an entity from elsewhere', '[<!ENTITY f SYSTEM "http://169.254.169.254/">]'],
  ['parameter entities', '[<!ENTITY % p SYSTEM "http://x.example/p.dtd"> %p;]'],
  ['parameters alone', 'SYSTEM "x.dtd" [ %p; ]'],
  ['definitions of elements', '[<!ELEMENT rss ANY>]'],
])('a document type with %s is refused', (_, definitions) => {
  expect(read(`<?xml version="1.0"?><!DOCTYPE rss ${definitions}>${rss(item())}`)).toBe('malformed');
});

test('an entity declared inside the feed unfolds into nothing', () => {
  const { items } = parseFeed(
    rss(`<!DOCTYPE x [<!ENTITY a "nổ">]>${item('<description>&a;&a;</description>')}`),
    reading,
  );
  expect(items[0]?.summary).toBe('&a;&a;');
});

const many = 200_000;
test.each<[string, number | string, string]>([
  ['half a million empty items', 0, rss('<item/>'.repeat(500_000))],
  ['more items than any newspaper has', 20_000, rss(item().repeat(25_000))],
  ['more items than any newspaper has, and broken', 20_000, rss(item().repeat(25_000)).slice(0, -6)],
  ['elements within one another for ever', 'malformed', rss('<x>'.repeat(many))],
  ['and closed', 'malformed', rss('<x>'.repeat(many) + '</x>'.repeat(many))],
  [
    'markup within one another in a lead',
    1,
    rss(item(`<description><![CDATA[${'<div>'.repeat(many)}]]></description>`)),
  ],
  ['attributes without end', 1, rss(item(), `<rss version="2.0" ${'a="1" '.repeat(many)}>`)],
  [
    'namespaces without end',
    1,
    rss(
      item(),
      `<rss version="2.0" ${Array.from({ length: 5000 }, (_, n) => `xmlns:n${n}="u:${n}"`).join(' ')}>`,
    ),
  ],
  ['an attribute never closed', 1, rss(`${item()}<item ${'a=" '.repeat(many)}`)],
  ['one line of 2 MB', 1, rss(`${'x'.repeat(2_000_000)}${item()}`)],
  ['signs that open nothing', 1, rss(item() + '<'.repeat(many))],
  ['sections never closed', 1, rss(item() + '<![CDATA['.repeat(many))],
  ['comments never closed', 1, rss(item() + '<!--'.repeat(many))],
  ['comments never closed before it', 'not_a_feed', '<!--'.repeat(many) + rss(item())],
  ['document types without end', 'not_a_feed', '<!DOCTYPE'.repeat(many) + rss(item())],
  ['an author of brackets', 1, rss(item(`<author>${'('.repeat(many)}</author>`))],
  [
    'a lead of marks on one letter',
    1,
    rss(item(`<description>a${'\u0301\u0323'.repeat(many)}</description>`)),
  ],
  [
    'paragraphs that hold nothing',
    1,
    rss(item(`<content:encoded><![CDATA[${'</p>'.repeat(many)}]]></content:encoded>`)),
  ],
  ['JSON within itself for ever', 'not_a_feed', `{"items":${'['.repeat(many)}`],
  [
    'and closed',
    0,
    `{"version":"https://jsonfeed.org/version/1.1","title":"c","items":${'['.repeat(many)}${']'.repeat(many)}}`,
  ],
])('%s: %s', (_, result, text) => {
  expect(read(text)).toBe(result);
});
