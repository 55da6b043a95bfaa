import { expect, test } from 'vitest';
import { createParsers, parseSource } from '../../src/ingest/parsers.js';
import { rss } from '../support/newspaper.js';

const now = new Date('2026-10-05T00:00:00Z');
const feed = { kind: 'feed', listing: null, time_zone: 'Asia/Ho_Chi_Minh' } as const;
const listing = { ...feed, kind: 'listing', listing: { item: 'li', title: 'a', link: 'a' } } as const;
const url = 'https://baothu.example/rss';
const item = { title: 'Chợ phiên', link: 'https://baothu.example/1', date: '04/10/2026 20:00' };
// A tree of this takes some hundred megabytes and far more than a second.
const huge = Buffer.from(`<ul>${'<li><a href="/1">Tin</a></li>'.repeat(100_000)}</ul>`);

test('what the thread reads arrives whole, dates and all', async () => {
  expect(
    await parseSource(feed, Buffer.from(rss([item, { title: 'Không có liên kết' }])), undefined, url, now),
  ).toMatchObject({
    items: [
      {
        guid: undefined,
        link: item.link,
        title: item.title,
        summary: '',
        section: undefined,
        published_at: new Date('2026-10-04T13:00:00Z'),
      },
    ],
    skipped: 1,
    parser: 'strict',
  });
});

test('what the thread refuses is refused with its kind, the others are read', async () => {
  const read = (text: string) => parseSource(feed, Buffer.from(text), undefined, url, now);
  const [page, good, deep] = await Promise.allSettled([
    read('<html></html>'),
    read(rss([item])),
    parseSource(listing, Buffer.from('<div>'.repeat(20_000)), undefined, url, now),
  ]);
  expect(page).toMatchObject({ reason: { name: 'SourceError', kind: 'not_a_feed' } });
  expect(good).toMatchObject({ value: { items: [{ title: item.title }] } });
  expect(deep).toMatchObject({ reason: { kind: 'malformed', message: 'nested more than 512 deep' } });
});

test.each([
  ['takes too long', { seconds: 0.5, megabytes: 500 }, 'not read within 0.5 seconds'],
  ['takes too much memory', { seconds: 60, megabytes: 32 }, 'needs more than 32 MB to be read'],
])('a job that %s fails alone', async (_, limits, message) => {
  const parsers = createParsers(limits);
  const bad = parsers.parseSource(listing, huge, undefined, url, now);
  const good = parsers.parseSource(feed, Buffer.from(rss([item])), undefined, url, now);
  await expect(bad).rejects.toMatchObject({ kind: 'malformed', message });
  expect((await good).items).toHaveLength(1);
});
