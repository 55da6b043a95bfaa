import { parseFeed as feedsmith } from 'feedsmith';
import { createParsers } from '../src/ingest/parsers.js';
import { machine } from './machine.js';

const megabytes = 14;
const now = new Date('2026-10-05T00:00:00Z');
const source = { kind: 'feed', listing: null, time_zone: 'Asia/Ho_Chi_Minh' } as const;
const url = 'https://baothu.example/rss/home.rss';

/** Measures reading a mix of made-up feeds, from bytes to items in the thread of the parsers, beside feedsmith alone. */
export async function run(): Promise<void> {
  const feeds = mix(megabytes * 1024 * 1024);
  const size = feeds.reduce((sum, feed) => sum + feed.length, 0) / 1024 / 1024;
  console.log(`${feeds.length} feeds, ${size.toFixed(1)} MB, ${machine()}`);
  const parsers = createParsers();
  await report('feedsmith', size, async () =>
    feeds.reduce((items, feed) => items + strictItems(feed.toString('utf8')), 0),
  );
  await report('loa', size, async () => {
    const listed = await Promise.all(
      feeds.map((feed) => parsers.parseSource(source, feed, undefined, url, now)),
    );
    return listed.reduce((items, { items: own }) => items + own.length, 0);
  });
}

const rounds = 5;

/** The middle of some rounds after one to warm up. */
async function report(name: string, size: number, work: () => Promise<number>): Promise<void> {
  const items = await work();
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work();
    seconds.push((performance.now() - start) / 1000);
  }
  const middle = seconds.toSorted((a, b) => a - b)[Math.floor(rounds / 2)]!;
  console.log(`${name.padEnd(10)} ${(size / middle).toFixed(1)} MB/s, ${items} items`);
}

/** The broken ones it refuses. */
function strictItems(text: string): number {
  try {
    const { feed } = feedsmith<string>(text);
    return ('items' in feed ? feed.items : 'entries' in feed ? feed.entries : [])?.length ?? 0;
  } catch {
    return 0;
  }
}

const words =
  'Sáng nay, tại xã Mường Thử, huyện An Lạc, bà con các xóm ra quân làm đường giao thông nông thôn, nạo vét kênh mương và trồng cây'.split(
    ' ',
  );
const sentence = (n: number, length: number) =>
  `${Array.from({ length }, (_, index) => words[(n * 7 + index * (1 + (n % 5))) % words.length]).join(' ')}.`;

/** Feeds of 30 to 60 items in the shapes that newspapers use, until they are `bytes` long together. */
function mix(bytes: number): Buffer[] {
  const feeds: Buffer[] = [];
  for (let size = 0; size < bytes; size += feeds.at(-1)!.length)
    feeds.push(Buffer.from(shapes[feeds.length % shapes.length]!(feeds.length)));
  return feeds;
}

const items = (n: number, item: (n: number) => string) =>
  Array.from({ length: 30 + (n % 31) }, (_, index) => item(n * 100 + index)).join('\n');
const link = (n: number) =>
  `https://baothu.example/${n % 20}/${100_000 + n}/${sentence(n, 4).replaceAll(' ', '-')}htm`;
const rss = (item: (n: number) => string) => (n: number) =>
  `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Báo Thử</title><link>https://baothu.example/</link>${items(n, item)}</channel></rss>`;

const shapes = [
  rss(
    (n) =>
      `<item><title>${sentence(n, 12)}</title><link>${link(n)}</link><guid isPermaLink="false">${n}</guid><pubDate>Sun, 04 Oct 2026 20:00:00 +0700</pubDate><description>(BT) - ${sentence(n, 60)}</description></item>`,
  ),
  rss(
    (n) =>
      `<item><title><![CDATA[${sentence(n, 12)}]]></title><description><![CDATA[<a href="${link(n)}"><img src="https://anh.example/${n}.jpg"></a></br>${sentence(n, 45)}]]></description><pubDate>Sun, 04 Oct 2026 20:00:00 +0700</pubDate><link>${link(n)}</link><guid>${link(n)}</guid></item>`,
  ),
  rss(
    (n) =>
      `<item><title>${sentence(n, 12)} &amp; bạn</title><link>${link(n)}</link><pubDate>04/10/2026 20:00</pubDate><description>&lt;p&gt;${sentence(n, 45)}&lt;/p&gt; R&amp;aacute;t</description></item>`,
  ),
  // Broken: a bare & and <.
  rss(
    (n) =>
      `<item><title>Hỏi & đáp < ${sentence(n, 8)}</title><link>${link(n)}</link><description>${sentence(n, 45)}</description></item>`,
  ),
  (n: number) =>
    `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Báo Thử</title>${items(
      n,
      (n) =>
        `<entry><id>tag:${n}</id><title>${sentence(n, 12)}</title><link href="${link(n)}"/><updated>2026-10-04T20:00:00+07:00</updated><summary type="html">&lt;b&gt;${sentence(n, 50)}&lt;/b&gt;</summary></entry>`,
    )}</feed>`,
  (n: number) =>
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Báo Thử',
      items: Array.from({ length: 40 }, (_, index) => n * 100 + index).map((n) => ({
        id: String(n),
        url: link(n),
        title: sentence(n, 12),
        content_html: `<p>${sentence(n, 50)}</p><p>${sentence(n + 1, 200)}</p>`,
        date_published: '2026-10-04T20:00:00+07:00',
      })),
    }),
];
