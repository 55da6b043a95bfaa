import { sql } from 'kysely';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createFetcher } from '../../src/ingest/fetch.js';
import { claimHost, endHostTurn } from '../../src/store/hosts.js';
import { testDatabase } from '../support/database.js';
import { neverAnswers, startNewspaper } from '../support/newspaper.js';

const db = await testDatabase();
const newspaper = await startNewspaper();
const other = await startNewspaper();
// As of several processes: each has connections and limits of its own.
const fetchers = [1, 2, 3].map(() =>
  createFetcher(
    { allow: [newspaper.host, other.host], contact: undefined, db },
    { totalMs: 500, waitMs: 5000 },
  ),
);
const hasty = createFetcher({ allow: [newspaper.host], contact: undefined, db }, { waitMs: 1 });
afterAll(() => Promise.all([...fetchers, hasty].map((fetcher) => fetcher.close())));

beforeEach(() => sql`truncate host`.execute(db));

test('all processes together ask a server for one thing at a time, robots.txt and pages included', async () => {
  let open = 0;
  let most = 0;
  for (const path of ['/robots.txt', '/rss', '/tin/1.htm'])
    newspaper.answer(path, (_, response) => {
      most = Math.max(most, ++open);
      setTimeout(() => {
        open--;
        response.end('');
      }, 5);
    });
  const reads = fetchers.flatMap((fetcher) =>
    ['/rss', '/tin/1.htm'].map((path) => fetcher.fetchSource(newspaper.url + path)),
  );
  expect(await Promise.all(reads)).toHaveLength(6);
  expect(most).toBe(1);
});

test('servers on other ports are others', async () => {
  newspaper.answer('/robots.txt', '');
  newspaper.answer('/held', neverAnswers);
  other.answer('/rss', 'tin');
  const held = fetchers[0]!.fetchSource(`${newspaper.url}/held`).catch((error: unknown) => error);
  expect(await fetchers[1]!.fetchSource(`${other.url}/rss`)).toMatchObject({ status: 'ok' });
  expect(await held).toMatchObject({ kind: 'timeout' });
});

test('whose turn does not come is told so, and a turn ends when the request does, well or not', async () => {
  newspaper.answer('/robots.txt', '');
  newspaper.answer('/rss', 'tin');
  newspaper.answer('/gone', (_, response) => response.writeHead(500).end());
  const turn = (await claimHost(db, newspaper.host, 60))!;
  await expect(hasty.fetchSource(`${newspaper.url}/rss`)).rejects.toMatchObject({ kind: 'busy' });
  await endHostTurn(db, newspaper.host, turn, 0);
  await expect(hasty.fetchSource(`${newspaper.url}/gone`)).rejects.toMatchObject({ kind: 'http' });
  expect(await hasty.fetchSource(`${newspaper.url}/rss`)).toMatchObject({ status: 'ok' });
});

test('a newspaper’s pause between requests is kept, up to ten seconds', async () => {
  newspaper.answer('/robots.txt', 'User-agent: *\nCrawl-delay: 3600');
  newspaper.answer('/rss', 'tin');
  await hasty.fetchSource(`${newspaper.url}/rss`);
  await expect(hasty.fetchSource(`${newspaper.url}/rss`)).rejects.toMatchObject({ kind: 'busy' });
  const { rows } = await sql<{ s: number }>`
    select extract(epoch from free_at - clock_timestamp())::float8 as s from host`.execute(db);
  expect(rows[0]!.s).toBeLessThanOrEqual(10);
  expect(rows[0]!.s).toBeGreaterThan(5);
});

test('a dead process’s turn runs out, and it cannot end another’s by coming back', async () => {
  const late = (await claimHost(db, 'bao.example:443', 60))!;
  expect(await claimHost(db, 'bao.example:443', 60)).toBeUndefined();
  await sql`update host set free_at = clock_timestamp() - interval '1 second'`.execute(db);
  expect(await claimHost(db, 'bao.example:443', 60)).toBeDefined();
  await endHostTurn(db, 'bao.example:443', late, 0);
  expect(await claimHost(db, 'bao.example:443', 60)).toBeUndefined();
});

test('a database clock that is put back shuts no server for long', async () => {
  await claimHost(db, 'bao.example:443', 60);
  await sql`update host set free_at = clock_timestamp() + interval '1 day'`.execute(db);
  expect(await claimHost(db, 'bao.example:443', 60)).toBeDefined();
});
