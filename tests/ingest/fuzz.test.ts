import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SourceError } from '../../src/errors.js';
import { decodeBody } from '../../src/ingest/charset.js';
import { parseFeed } from '../../src/ingest/feed.js';
import type { Listed } from '../../src/ingest/items.js';
import { parseListing } from '../../src/ingest/listing.js';

const reading = {
  url: 'https://bao.example/rss/home.rss',
  timeZone: 'Asia/Ho_Chi_Minh',
  now: new Date('2026-10-05T00:00:00Z'),
};

const feeds = [
  `<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Báo thử</title><link>https://bao.example/</link><item><title>Xã Thử &amp; bà con</title><link><![CDATA[https://bao.example/1.htm?a=1&b=2]]></link><guid isPermaLink="false">g1</guid><description><![CDATA[<a href="/1"><img src="a.jpg"></a></br>Huyện Đà Thử họp.]]></description><pubDate>Mon, 25 Nov 2019 08:00:00 +0700</pubDate><category>Xã hội</category></item><item><title>Hai</title><link>/2.htm</link><content:encoded><![CDATA[<p>Một.</p><p>Hai.</p>]]></content:encoded><pubDate>9/24/2026 9:41:00 PM</pubDate></item></channel></rss>`,
  `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://bao.example/"><title>Báo thử</title><entry xml:base="vi/"><id>tag:1</id><title type="html">Xã &lt;b&gt;Thử&lt;/b&gt;</title><link rel="alternate" href="1.htm"/><summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Bà con.</p></div></summary><updated>2019-11-25T08:00:00+07:00</updated></entry></feed>`,
  `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>c</title></channel><item rdf:about="https://bao.example/1"><title>Xã Thử</title><link>https://bao.example/1</link><dc:date>2019-11-25T08:00:00+07:00</dc:date></item></rdf:RDF>`,
  `{"version":"https://jsonfeed.org/version/1.1","title":"c","home_page_url":"https://bao.example/","items":[{"id":"1","url":"/1.htm","title":"Xã Thử","content_html":"<p>Bà con.</p>","date_published":"2019-11-25T08:00:00+07:00","tags":["Xã hội"]}]}`,
  `<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://bao.example/1.htm</loc><news:news><news:publication_date>2019-11-25</news:publication_date><news:title>Xã Thử</news:title></news:news></url></urlset>`,
];
const page = `<!doctype html><html><head><base href="/vi/"></head><body><ul><li class="tin"><h3><a href="1.htm">Xã <b>Thử</b></a></h3><p class="lead">(BT) - Bà con &amp; hợp tác xã.</p><time datetime="2019-11-25T08:00:00+07:00">hôm qua</time></li><li class="tin"><h3><a href="2.htm">Hai</a></h3></li></ul></body></html>`;
const selectors = { item: '.tin', title: 'h3 a', link: 'h3 a', summary: '.lead', date: 'time' };

const fragments = [
  '<',
  '>',
  '&',
  '"',
  "'",
  '/',
  ']]>',
  '<![CDATA[',
  '<!--',
  '-->',
  '<?xml version="1.0"?>',
  '<!DOCTYPE x [<!ENTITY a "b">]>',
  '&a;',
  '&amp;amp;lt;b&gt;',
  '&#0;',
  '&#xd800;',
  '&#147;',
  '&#x202e;',
  '&#99999999;',
  '<item>',
  '</item>',
  '<entry>',
  '</channel>',
  '<title>',
  '</title>',
  '<link>',
  '<link href="//x.example" rel="alternate"/>',
  'xml:base="javascript:1"',
  '<script>alert(1)</script>',
  '<b onmouseover="x()">',
  'javascript:alert(1)',
  'http://[::1',
  'https://a@b:c',
  'data:text/html,x',
  '\0',
  '\u0008',
  '\u009d',
  '\u202e',
  '\u200b\u200b',
  '\u0301\u0301\u0301\u0301\u0301',
  '\ufeff',
  '\ufffe',
  '\ud800',
  '😀\u200d',
  '𝐗𝐚̃',
  '{',
  '}',
  '[',
  ',',
  '":',
  '\\u0000',
  '\\ud800',
  '31/12/9999 99:99',
  '0/0/00',
  '-999999999',
  '__proto__',
  '<constructor>',
  '"__proto__":{"x":1}',
];

type Mutation = (body: Buffer) => Buffer;
const at = fc.double({ min: 0, max: 1, noNaN: true });
const place = (body: Buffer, share: number) => Math.floor(share * body.length);
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(at, fc.nat(7)).map(
    ([share, bit]): Mutation =>
      (body) => {
        const flipped = Buffer.from(body);
        if (body.length) flipped[Math.min(place(body, share), body.length - 1)]! ^= 1 << bit;
        return flipped;
      },
  ),
  fc.tuple(at, at).map(
    ([from, length]): Mutation =>
      (body) => {
        const start = place(body, from);
        return Buffer.concat([body.subarray(0, start), body.subarray(start + place(body, length * length))]);
      },
  ),
  at.map(
    (share): Mutation =>
      (body) =>
        body.subarray(0, place(body, share)),
  ),
  fc.tuple(at, at, fc.integer({ min: 1, max: 40 })).map(
    ([from, to, times]): Mutation =>
      (body) => {
        const [start, end] = [place(body, Math.min(from, to)), place(body, Math.max(from, to))];
        const repeated = Array.from({ length: times }, () => body.subarray(start, end));
        return Buffer.concat([body.subarray(0, end), ...repeated, body.subarray(end)]).subarray(0, 200_000);
      },
  ),
  fc.tuple(at, fc.constantFrom(...fragments), fc.constantFrom(1, 1, 1, 500)).map(
    ([share, fragment, times]): Mutation =>
      (body) => {
        const start = place(body, share);
        return Buffer.concat([
          body.subarray(0, start),
          Buffer.from(fragment.repeat(times)),
          body.subarray(start),
        ]);
      },
  ),
  fc.constantFrom<BufferEncoding>('utf16le', 'latin1').map(
    (encoding): Mutation =>
      (body) =>
        Buffer.from(body.toString(), encoding),
  ),
  fc.constant<Mutation>((body) => Buffer.from(body.toString().normalize('NFD'))),
);
const mutated = (originals: readonly string[]) =>
  fc
    .tuple(fc.constantFrom(...originals), fc.array(mutation, { minLength: 1, maxLength: 6 }))
    .map(([original, mutations]) =>
      mutations.reduce<Buffer>((body, mutate) => mutate(body), Buffer.from(original)),
    );

// Enough for a second or two; a long hunt raises it.
const runs = { numRuns: 300 };
const clean = /^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\u200b]*$/u;

function expectTame(read: () => Listed): void {
  let listed: Listed;
  try {
    listed = read();
  } catch (error) {
    if (error instanceof SourceError) return;
    throw error;
  }
  for (const { title, link, summary, section, guid, published_at } of listed.items) {
    for (const text of [title, summary, section ?? '', guid ?? '']) {
      expect(text).toMatch(clean);
      expect(text).toBe(text.normalize('NFC').trim());
      expect(text).not.toMatch(/\p{M}{4}/u);
    }
    expect(title.length).toBeGreaterThan(0);
    expect(title.length).toBeLessThanOrEqual(500);
    expect(summary.length).toBeLessThanOrEqual(4000);
    expect(link).toMatch(/^https?:\/\/[^\s<>"]+$/);
    if (published_at) expect(Number.isFinite(published_at.getTime())).toBe(true);
  }
}

test('whatever becomes of a feed on its way, its items are tame or its fault is named', () => {
  fc.assert(
    fc.property(mutated(feeds), (body) => expectTame(() => parseFeed(decodeBody(body, undefined), reading))),
    runs,
  );
});

test('whatever becomes of a page on its way, its items are tame or its fault is named', () => {
  fc.assert(
    fc.property(mutated([page]), (body) =>
      expectTame(() => parseListing(decodeBody(body, undefined), selectors, reading)),
    ),
    runs,
  );
});
