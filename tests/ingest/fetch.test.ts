import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { createFetcher, type FetchLimits } from '../../src/ingest/fetch.js';
import { testDatabase } from '../support/database.js';
import {
  fallsSilent,
  neverAnswers,
  rss,
  startNewspaper,
  withBytes,
  withEtag,
  withStatus,
} from '../support/newspaper.js';

const db = await testDatabase();
const newspaper = await startNewspaper();
const other = await startNewspaper();

const fetcherWith = (allow: string[], limits: Partial<FetchLimits> = {}) => {
  const fetcher = createFetcher({ allow, contact: 'toasoan@bao.example', db }, limits);
  afterAll(() => fetcher.close());
  return fetcher;
};
const fetcher = fetcherWith([newspaper.host]);
const hasty = fetcherWith([newspaper.host], { headersMs: 200, bodyMs: 200, totalMs: 400 });
const feed = rss([{ title: 'Tin', link: 'https://bao.example/1' }]);

test('a feed arrives whole, and the newspaper sees who reads it', async () => {
  newspaper.answer('/feed', withEtag('"1"', feed));
  expect(await fetcher.fetchSource(`${newspaper.url}/feed`)).toEqual({
    status: 'ok',
    body: Buffer.from(feed),
    contentType: undefined,
    url: `${newspaper.url}/feed`,
    etag: '"1"',
    last_modified: 'Mon, 25 Nov 2019 01:00:00 GMT',
  });
  expect(newspaper.requests.at(-1)?.headers['user-agent']).toMatch(/^Loa.*toasoan@bao\.example/);
});

test('what has not changed is not sent again', async () => {
  newspaper.answer('/feed', withEtag('"1"', feed));
  const validators = { etag: '"1"', last_modified: 'Mon, 25 Nov 2019 01:00:00 GMT' };
  expect(await fetcher.fetchSource(`${newspaper.url}/feed`, validators)).toEqual({ status: 'not_modified' });
  expect(newspaper.requests.at(-1)?.headers['if-modified-since']).toBe(validators.last_modified);
});

test.each([
  ['gzip', gzipSync(feed)],
  ['br', brotliCompressSync(feed)],
])('a body compressed with %s is unfolded', async (encoding, body) => {
  newspaper.answer(
    '/packed',
    (_, response) => void response.writeHead(200, { 'content-encoding': encoding }).end(body),
  );
  expect(await fetcher.fetchSource(`${newspaper.url}/packed`)).toMatchObject({ body: Buffer.from(feed) });
});

test('redirects are followed, and the last address counts', async () => {
  newspaper.answer('/old', withStatus(302, { location: '/older' }));
  newspaper.answer('/older', withStatus(301, { location: `${newspaper.url}/feed` }));
  newspaper.answer('/feed', feed);
  expect(await fetcher.fetchSource(`${newspaper.url}/old`)).toMatchObject({ url: `${newspaper.url}/feed` });
});

test.each([
  ['for ever', '/loop', { location: '/loop' }, 'redirect'],
  ['nowhere', '/lost', { location: 'http://' }, 'redirect'],
  ['into our own network', '/inside', { location: `${other.url}/secret` }, 'address'],
  ['inside in one number', '/number', { location: 'http://2130706433/' }, 'address'],
  ['inside in IPv6', '/mapped', { location: 'http://[::ffff:7f00:1]/' }, 'address'],
  ['inside in hexadecimal', '/hex', { location: '//0x7f.1/' }, 'address'],
  ['to the clouds', '/cloud', { location: 'http://169.254.169.254/' }, 'address'],
  ['to a password', '/user', { location: 'http://a:b@bao.example/' }, 'address'],
  ['to a database', '/port', { location: 'http://bao.example:5432/' }, 'address'],
  ['to a file', '/file', { location: 'file:///etc/passwd' }, 'address'],
  ['without an address', '/blank', {}, 'http'],
])('a redirect %s is refused', async (_, path, headers, kind) => {
  newspaper.answer(path, withStatus(302, headers as Record<string, string>));
  await expect(fetcher.fetchSource(newspaper.url + path)).rejects.toMatchObject({ kind });
  expect(other.requests).toEqual([]);
});

test('a name that leads inside our own network is refused before anything is asked', async () => {
  const port = new URL(other.url).port;
  const byName = fetcherWith([`127.0.0.2:${port}`]);
  await expect(byName.fetchSource(`http://localhost:${port}/`)).rejects.toMatchObject({ kind: 'address' });
  // On a usual port the check of the URL passes, and what the name resolves to decides.
  await expect(byName.fetchSource('http://localhost:8080/')).rejects.toMatchObject({ kind: 'address' });
  expect(other.requests).toEqual([]);
});

test('a name in the list may lead inside', async () => {
  const port = new URL(newspaper.url).port;
  newspaper.answer('/feed', feed);
  const byName = fetcherWith([`localhost:${port}`]);
  expect(await byName.fetchSource(`http://localhost:${port}/feed`)).toMatchObject({ status: 'ok' });
});

test.each([
  ['10 MB', withBytes(10 * 1024 * 1024)],
  ['a body that never ends', withBytes(Number.POSITIVE_INFINITY)],
])('%s is cut off', async (_, answer) => {
  newspaper.answer('/big', answer);
  await expect(fetcher.fetchSource(`${newspaper.url}/big`)).rejects.toMatchObject({ kind: 'too_large' });
});

test('10 MB in a few kilobytes are cut off too', async () => {
  newspaper.answer(
    '/bomb',
    (_, response) =>
      void response
        .writeHead(200, { 'content-encoding': 'gzip' })
        .end(gzipSync(Buffer.alloc(10 * 1024 * 1024))),
  );
  await expect(fetcher.fetchSource(`${newspaper.url}/bomb`)).rejects.toMatchObject({ kind: 'too_large' });
});

test.each([
  ['deflate', 'deflate', deflateSync(Buffer.alloc(10 * 1024 * 1024))],
  ['gzip', 'gzip', Buffer.concat(Array.from({ length: 50 }, () => gzipSync(Buffer.alloc(1024 * 1024))))],
  ['br', 'br', brotliCompressSync(Buffer.alloc(10 * 1024 * 1024))],
  ['gzip in gzip', 'gzip', gzipSync(gzipSync(Buffer.alloc(10 * 1024 * 1024)))],
  ['a file of gzip, no header', '', gzipSync(Buffer.alloc(10 * 1024 * 1024))],
  // Members that hold nothing unfold into nothing for ever.
  ['empty gzips without end', 'gzip', Buffer.alloc(6 * 1024 * 1024, gzipSync(''))],
])('a bomb of %s is cut off', async (_, encoding, body) => {
  newspaper.answer(
    '/bomb',
    (__, response) =>
      void response.writeHead(200, encoding ? { 'content-encoding': encoding } : {}).end(body),
  );
  await expect(fetcher.fetchSource(`${newspaper.url}/bomb`)).rejects.toMatchObject({ kind: 'too_large' });
});

test.each([
  ['compressed without a header', {}, gzipSync(feed)],
  ['compressed twice', { 'content-encoding': 'gzip' }, gzipSync(gzipSync(feed))],
  ['plain with a header of compression', { 'content-encoding': 'gzip' }, Buffer.from(feed)],
  ['compressed as nobody asked', { 'content-encoding': 'deflate' }, deflateSync(feed)],
  ['whose charset stands for its compression', { 'content-encoding': 'UTF-8' }, Buffer.from(feed)],
  ['of a wrong type', { 'content-type': 'image/jpeg' }, Buffer.from(feed)],
])('a feed %s is read', async (_, headers, body) => {
  newspaper.answer('/odd', (__, response) => void response.writeHead(200, headers).end(body));
  expect(await fetcher.fetchSource(`${newspaper.url}/odd`)).toMatchObject({ body: Buffer.from(feed) });
});

test('headers without end are refused', async () => {
  newspaper.answer('/headers', (_, response) => {
    for (let n = 0; n < 2000; n++) response.setHeader(`x-${n}`, 'x'.repeat(100));
    response.end(feed);
  });
  await expect(fetcher.fetchSource(`${newspaper.url}/headers`)).rejects.toMatchObject({ kind: 'network' });
});

test('a compression that nobody asked for is refused', async () => {
  newspaper.answer(
    '/zstd',
    (_, response) => void response.writeHead(200, { 'content-encoding': 'zstd' }).end('x'),
  );
  await expect(fetcher.fetchSource(`${newspaper.url}/zstd`)).rejects.toMatchObject({ kind: 'malformed' });
});

test.each([
  ['never answers', neverAnswers],
  ['falls silent', fallsSilent],
])('a server that %s is given up', async (_, answer) => {
  newspaper.answer('/slow', answer);
  await expect(hasty.fetchSource(`${newspaper.url}/slow`)).rejects.toMatchObject({ kind: 'timeout' });
});

test('a server that trickles for ever is given up in the end', async () => {
  newspaper.answer('/trickle', (_, response) => {
    const timer = setInterval(() => response.write(' '), 50);
    response.on('close', () => clearInterval(timer));
  });
  await expect(hasty.fetchSource(`${newspaper.url}/trickle`)).rejects.toMatchObject({ kind: 'timeout' });
});

test.each([
  [503, { 'retry-after': '120' }, 120],
  [429, { 'retry-after': 'Mon, 25 Nov 2019 01:02:00 GMT', date: 'Mon, 25 Nov 2019 01:00:00 GMT' }, 120],
  [503, { 'retry-after': 'soon' }, undefined],
  [404, {}, undefined],
  [304, {}, undefined],
  [204, {}, undefined],
])('HTTP %i with %j is an error that remembers how long to stay away', async (status, headers, seconds) => {
  newspaper.answer('/down', withStatus(status, headers as Record<string, string>));
  await expect(fetcher.fetchSource(`${newspaper.url}/down`)).rejects.toMatchObject({
    kind: 'http',
    message: `HTTP ${status}`,
    retryAfterSeconds: seconds,
  });
});

test.each([
  ['hangs up', (_: unknown, response: { destroy(): void }) => response.destroy()],
  [
    'hangs up in the middle',
    (_: unknown, response: import('node:http').ServerResponse) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('<rss>', () => response.destroy());
    },
  ],
  [
    'packs garbage',
    (_: unknown, response: import('node:http').ServerResponse) =>
      void response.writeHead(200, { 'content-encoding': 'gzip' }).end(Buffer.alloc(100, 0xee)),
  ],
])('a server that %s is a network error', async (_, answer) => {
  newspaper.answer('/broken', answer as never);
  await expect(fetcher.fetchSource(`${newspaper.url}/broken`)).rejects.toMatchObject({ kind: 'network' });
});

test('nobody listening, or no address at all, is an error of the source', async () => {
  const closed = fetcherWith(['127.0.0.1:1']);
  await expect(closed.fetchSource('http://127.0.0.1:1/')).rejects.toMatchObject({ kind: 'network' });
  await expect(fetcher.fetchSource('no address')).rejects.toMatchObject({ name: 'SourceError' });
});

test('what is in hand is given back when its process stops', async () => {
  newspaper.answer('/slow', neverAnswers);
  const stop = new AbortController();
  const fetched = fetcher.fetchSource(`${newspaper.url}/slow`, undefined, stop.signal);
  stop.abort();
  await expect(fetched).rejects.toMatchObject({ name: 'SourceError' });
});
