import { sql } from 'kysely';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createFetcher } from '../../src/ingest/fetch.js';
import { testDatabase } from '../support/database.js';
import { type Answer, neverAnswers, startNewspaper, withBytes, withStatus } from '../support/newspaper.js';

const db = await testDatabase();
const newspaper = await startNewspaper();
const other = await startNewspaper();
const stranger = await startNewspaper();
const fetcher = createFetcher(
  { allow: [newspaper.host, other.host], contact: undefined, db },
  { totalMs: 500, waitMs: 3000 },
);
afterAll(() => fetcher.close());

const asked = (path: string) => newspaper.requests.filter(({ url }) => url === path).length;
const read = (path: string) => fetcher.fetchSource(newspaper.url + path);
/** As if the day for which it is kept were over. */
const forget = () => sql`update host set robots_until = '-infinity'`.execute(db);

beforeEach(async () => {
  await sql`truncate host`.execute(db);
  newspaper.requests.length = 0;
  for (const path of ['/rss', '/tin/1.htm', '/rieng/2.htm']) newspaper.answer(path, 'tin');
  newspaper.answer('/robots.txt', withStatus(404));
});

test('what robots.txt forbids is not asked for', async () => {
  newspaper.answer('/robots.txt', 'User-agent: *\nDisallow: /rieng/\nAllow: /rieng/mo/');
  expect(await read('/tin/1.htm')).toMatchObject({ status: 'ok' });
  await expect(read('/rieng/2.htm')).rejects.toMatchObject({ kind: 'robots' });
  expect(asked('/rieng/2.htm')).toBe(0);
  expect(await fetcher.mayFetch(`${newspaper.url}/rieng/2.htm`)).toBe(false);
  expect(await fetcher.mayFetch(`${newspaper.url}/rieng/mo/3.htm`)).toBe(true);
});

test.each([
  ['for Loa by name', 'User-agent: *\nDisallow: /\n\nUser-agent: loa\nDisallow: /rieng/', true],
  ['for everyone', 'User-agent: *\nDisallow: /', false],
  ['for others', 'User-agent: GPTBot\nDisallow: /', true],
  ['after a byte order mark', '\ufeffUser-agent: *\nDisallow: /', false],
  ['with a NUL', 'User-agent: *\nDisallow: /\0', false],
])('the rules %s count', async (_, rules, allowed) => {
  newspaper.answer('/robots.txt', rules);
  expect(await fetcher.mayFetch(`${newspaper.url}/rss`)).toBe(allowed);
});

test.each<[string, string | Answer]>([
  ['is not there', withStatus(404)],
  ['is gone', withStatus(410)],
  ['is for members only', withStatus(403)],
  ['is a page', '<!DOCTYPE html><html><body>User-agent: *\nDisallow: /</body></html>'],
  ['is larger than 500 KB', withBytes(600 * 1024)],
  ['leads round in a circle', withStatus(302, { location: '/robots.txt' })],
])('a robots.txt that %s has no rules', async (_, answer) => {
  newspaper.answer('/robots.txt', answer);
  expect(await read('/rss')).toMatchObject({ status: 'ok' });
});

test.each<[string, Answer]>([
  ['answers with an error', withStatus(503, { 'retry-after': '600' })],
  ['says that we ask too often', withStatus(429, { 'retry-after': '600' })],
  ['does not answer', neverAnswers],
])('while robots.txt %s nothing is read, or by the rules last known', async (_, answer) => {
  newspaper.answer('/robots.txt', answer);
  await expect(read('/rss')).rejects.toMatchObject({ kind: 'robots_unread' });
  expect(asked('/rss')).toBe(0);
  newspaper.answer('/robots.txt', 'User-agent: *\nDisallow: /rieng/');
  await read('/rss');
  await forget();
  newspaper.answer('/robots.txt', answer);
  expect(await read('/rss')).toMatchObject({ status: 'ok' });
  await expect(read('/rieng/2.htm')).rejects.toMatchObject({ kind: 'robots' });
});

test('it remembers how long a server in trouble wants to be left alone', async () => {
  newspaper.answer('/robots.txt', withStatus(503, { 'retry-after': '600' }));
  await expect(read('/rss')).rejects.toMatchObject({ retryAfterSeconds: 600 });
});

test('it is asked for once a day, or as its own headers say, and seldom more than once an hour', async () => {
  const kept = async () => {
    await read('/rss');
    const { rows } = await sql<{ s: number }>`
      select extract(epoch from robots_until - clock_timestamp())::float8 as s from host`.execute(db);
    return Math.round(rows[0]!.s / 60);
  };
  newspaper.answer('/robots.txt', 'User-agent: *\nDisallow: /rieng/');
  expect(await kept()).toBe(24 * 60);
  await read('/tin/1.htm');
  expect(asked('/robots.txt')).toBe(1);
  for (const [maxAge, minutes] of [
    [7200, 120],
    [10, 60],
    [999_999_999, 24 * 60],
  ] as const) {
    await forget();
    newspaper.answer(
      '/robots.txt',
      (_, response) => void response.writeHead(200, { 'cache-control': `max-age=${maxAge}` }).end(),
    );
    expect(await kept()).toBe(minutes);
  }
});

test('its redirects meet the same checks as every address', async () => {
  other.answer('/rules', 'User-agent: *\nDisallow: /rieng/');
  newspaper.answer('/robots.txt', withStatus(301, { location: `${other.url}/rules` }));
  await expect(read('/rieng/2.htm')).rejects.toMatchObject({ kind: 'robots' });
  await sql`truncate host`.execute(db);
  newspaper.answer('/robots.txt', withStatus(301, { location: `${stranger.url}/robots.txt` }));
  await expect(read('/rss')).rejects.toMatchObject({ kind: 'address' });
  expect(stranger.requests).toEqual([]);
});

test('a redirect to another server is followed only where that server’s rules let us', async () => {
  other.answer('/robots.txt', 'User-agent: *\nDisallow: /');
  other.requests.length = 0;
  newspaper.answer('/rss', withStatus(302, { location: `${other.url}/rss` }));
  await expect(read('/rss')).rejects.toMatchObject({ kind: 'robots' });
  expect(other.requests.map(({ url }) => url)).toEqual(['/robots.txt']);
});

test('half a megabyte of wildcards is given up', async () => {
  newspaper.answer('/robots.txt', `User-agent: *\n${`Disallow: /*${'a'.repeat(60)}b\n`.repeat(6000)}`);
  await expect(read(`/${'a'.repeat(8000)}`)).rejects.toMatchObject({ kind: 'robots_unread' });
});
