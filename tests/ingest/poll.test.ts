import { sql } from 'kysely';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { createGazetteer } from '../../src/gazetteer/gazetteer.js';
import { createFetcher } from '../../src/ingest/fetch.js';
import { type PollDeps, pollDue, pollSource } from '../../src/ingest/poll.js';
import type { RegionPack } from '../../src/region.js';
import { lockArticles } from '../../src/store/articles.js';
import { isAway } from '../../src/store/away.js';
import { closeEdition } from '../../src/store/editions.js';
import { listSourceHealth } from '../../src/store/health.js';
import { claimHost, endHostTurn } from '../../src/store/hosts.js';
import { saveRegion } from '../../src/store/region.js';
import { findSource } from '../../src/store/sources.js';
import { testDatabase } from '../support/database.js';
import { pack as plainPack } from '../support/news.js';
import { neverAnswers, rss, startNewspaper, withBytes, withEtag, withStatus } from '../support/newspaper.js';

const db = await testDatabase();
const newspaper = await startNewspaper();
const other = await startNewspaper();
const reach = { allow: [newspaper.host, other.host], contact: undefined, db };
const fetcher = createFetcher(reach);
const impatient = createFetcher(reach, { totalMs: 1500 });
afterAll(() => Promise.all([fetcher.close(), impatient.close()]));

const now = new Date('2026-10-05T00:00:00Z');
const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const daysAgo = (days: number) => at(-days * 24 * 60);

type PackSource = RegionPack['sources'][number];
const source = (id: string, more: Partial<PackSource> = {}): PackSource => ({
  id,
  newspaper: { vi: 'Báo Thử', en: 'Thu News' },
  kind: 'feed',
  url: `${newspaper.url}/${id}`,
  every_minutes: 15,
  ...more,
});

/** Saves a pack with these sources and gives what a poll needs. */
async function readFrom(...sources: PackSource[]): Promise<PollDeps> {
  const pack = { ...plainPack, sources };
  await saveRegion(db, pack, now);
  return { db, pack, gazetteer: createGazetteer(pack), fetcher, random: () => 0.5 };
}

/** As after a first successful poll of an empty feed. */
const markKnown = () =>
  db
    .updateTable('source')
    .set({ first_success_at: daysAgo(1) })
    .execute();

async function stored(): Promise<unknown[]> {
  const { rows } = await sql`
    select article.title, scope,
      array_agg(match.district_id order by match.district_id) filter (where match.id is not null) as districts,
      array_agg(distinct match.edition_id::int) filter (where match.id is not null) as editions
    from article left join match on match.article_id = article.id and match.ended_at is null
    group by article.id order by article.id`.execute(db);
  return rows;
}

const story = (n: number, more: { title?: string; summary?: string; date?: string; guid?: string } = {}) => ({
  title: `Huyện An Lạc khánh thành cầu số ${n}`,
  link: `https://baothu.example/11/13600${n}/cau.htm`,
  summary: '(BT) - Bà con đi lại dễ dàng.',
  date: 'Sun, 04 Oct 2026 20:00:00 +0700',
  ...more,
});

beforeEach(async () => {
  await sql`truncate region, district, source, article, item, match cascade`.execute(db);
  await sql`delete from edition where id > 0`.execute(db);
});

test('an article is stored once with its district, however often and wherever it is listed', async () => {
  const deps = await readFrom(source('home'), source('section'));
  await markKnown();
  newspaper.answer('/home', rss([story(1), story(2)]));
  newspaper.answer(
    '/section',
    rss([{ ...story(1), link: 'http://www.baothu.example/12/136001/khac.htm' }, story(3)]),
  );
  const outcomes = await pollDue(deps, now);
  expect(outcomes).toMatchObject([
    { source_id: 'home', status: 'read', read: 2, new: 2, matched: 2, skipped: 0 },
    { source_id: 'section', status: 'read', read: 2, new: 1, matched: 1 },
  ]);
  expect(await pollDue(deps, now)).toEqual([]);
  expect(await pollSource(deps, 'home', now)).toMatchObject({ read: 2, new: 0, matched: 0 });
  expect(await stored()).toMatchObject(
    [1, 2, 3].map((n) => ({
      title: story(n).title,
      scope: 'local',
      districts: ['an-lac'],
      editions: [null],
    })),
  );
  expect(
    await db.selectFrom('article').select(['summary', 'published_at', 'url']).limit(1).executeTakeFirst(),
  ).toEqual({
    summary: 'Bà con đi lại dễ dàng.',
    published_at: new Date('2026-10-04T13:00:00Z'),
    url: 'https://baothu.example/11/136001/cau.htm',
  });
});

test('what has not changed is not read again, and counts as read', async () => {
  const deps = await readFrom(source('home'));
  newspaper.answer('/home', withEtag('"1"', rss([story(1)])));
  await pollDue(deps, now);
  expect(await pollDue(deps, at(15))).toEqual([{ source_id: 'home', status: 'not_modified' }]);
  expect(await findSource(db, 'home')).toMatchObject({ last_success_at: at(15), next_poll_at: at(30) });
});

test('a new source floods nobody: its first poll goes to the backlog, the next to the next edition', async () => {
  const deps = await readFrom(source('home'));
  newspaper.answer('/home', rss([story(1)]));
  await pollDue(deps, now);
  newspaper.answer('/home', rss([story(2), story(1)]));
  await pollDue(deps, at(15));
  expect(await closeEdition(db, at(16))).toBe(1);
  expect(await stored()).toMatchObject([{ editions: [0] }, { editions: [1] }]);
});

test('an article older than seven days goes to the backlog at any time', async () => {
  const deps = await readFrom(source('home'));
  await markKnown();
  newspaper.answer(
    '/home',
    rss([story(1, { date: daysAgo(7.01).toISOString() }), story(2, { date: daysAgo(6.99).toISOString() })]),
  );
  await pollDue(deps, now);
  expect(await stored()).toMatchObject([{ editions: [0] }, { editions: [null] }]);
});

test('a new source’s backlog does not swallow the news of an older one', async () => {
  const deps = await readFrom(source('home'), source('new', { url: `${other.url}/new` }));
  await markKnown();
  await db.updateTable('source').set({ first_success_at: null }).where('id', '=', 'new').execute();
  const old = story(2, { date: daysAgo(3).toISOString() });
  newspaper.answer('/home', rss([story(1), old]));
  other.answer('/new', rss([story(1), old]));
  await pollSource(deps, 'new', now);
  await pollSource(deps, 'home', now);
  // The second was published before the older source was first read: it would have been backlog there too.
  expect(await stored()).toMatchObject([{ editions: [null] }, { editions: [0] }]);
});

test.each([
  ['no date', undefined],
  ['a date that cannot be read', 'một ngày nọ'],
  ['a date in 2099', 'Wed, 31 Dec 2099 08:00:00 +0700'],
  ['the date that means none', '1/1/0001 12:00:00 AM'],
])('an article with %s counts as published when it was stored', async (_, date) => {
  const deps = await readFrom(source('home'));
  await markKnown();
  newspaper.answer('/home', rss([{ ...story(1), date: date ?? '' }]));
  await pollDue(deps, now);
  expect(await db.selectFrom('article').select(['published_at', 'stored_at']).executeTakeFirst()).toEqual({
    published_at: now,
    stored_at: now,
  });
  expect(await stored()).toMatchObject([{ editions: [null] }]);
});

test('an item without a title is skipped and counted, the others are stored', async () => {
  const deps = await readFrom(source('home'));
  newspaper.answer('/home', rss([{ link: 'https://baothu.example/1' }, story(1)]));
  expect(await pollDue(deps, now)).toMatchObject([{ status: 'read', read: 1, new: 1, skipped: 1 }]);
});

test('titles that would break SQL, JSON or HTML are stored as they are', async () => {
  const deps = await readFrom(source('home'));
  const title = `'; drop table article; -- <b>&" \\u0000 {}`;
  newspaper.answer(
    '/home',
    rss([story(1, { title }), story(2, { title: 'Nửa \ud83d', summary: 'a\u0000b', guid: 'a\u0000b' })]),
  );
  await pollDue(deps, now);
  expect(await stored()).toMatchObject([{ title }, { title: 'Nửa \ufffd' }]);
});

test('a guid that the feed repeats is no identity, and one used again later is none either', async () => {
  const deps = await readFrom(source('home'));
  newspaper.answer('/home', rss([story(1, { guid: 'x' }), story(2, { guid: 'x' })]));
  await pollDue(deps, now);
  const date = 'Mon, 05 Oct 2026 06:50:00 +0700';
  newspaper.answer('/home', rss([story(3, { guid: 'y' })]));
  await pollDue(deps, at(15));
  newspaper.answer('/home', rss([story(4, { guid: 'y', date })]));
  await pollDue(deps, at(30));
  await pollDue(deps, at(45));
  expect((await stored()).map((row) => (row as { title: string }).title)).toEqual(
    [1, 2, 3, 4].map((n) => story(n).title),
  );
});

test('a guid keeps an article one when its link is corrected', async () => {
  const deps = await readFrom(source('home'));
  newspaper.answer('/home', rss([{ ...story(1, { guid: 'x' }), link: 'https://baothu.example/cau-sai' }]));
  await pollDue(deps, now);
  newspaper.answer('/home', rss([{ ...story(1, { guid: 'x' }), link: 'https://baothu.example/cau-dung' }]));
  await pollDue(deps, at(15));
  expect(await db.selectFrom('article').select('url').execute()).toEqual([
    { url: 'https://baothu.example/cau-dung' },
  ]);
});

test('an edited article is brought up to date, finds its new district, and never comes back to one an admin ended', async () => {
  const deps = await readFrom(source('home'), source('short', { url: `${other.url}/short` }));
  await markKnown();
  newspaper.answer('/home', rss([story(1)]));
  other.answer('/short', rss([story(1, { summary: 'Ngắn.' })]));
  await pollSource(deps, 'home', now);
  await db.updateTable('match').set({ ended_at: now }).execute();
  newspaper.answer('/home', rss([story(1, { title: 'Huyện An Lạc và huyện Bình Sơn chung một cầu' })]));
  await pollSource(deps, 'home', at(15));
  await pollSource(deps, 'short', at(15));
  expect(await stored()).toMatchObject([
    { title: 'Huyện An Lạc và huyện Bình Sơn chung một cầu', districts: ['binh-son'] },
  ]);
  expect(await db.selectFrom('article').select('summary').executeTakeFirst()).toEqual({
    summary: 'Bà con đi lại dễ dàng.',
  });
});

test('an edited article loses the district it no longer names, unless an edition holds it or the source says so', async () => {
  const deps = await readFrom(
    source('home'),
    source('cao-xa', { district: 'cao-xa', url: `${other.url}/cao-xa` }),
  );
  await markKnown();
  newspaper.answer('/home', rss([story(1)]));
  other.answer('/cao-xa', rss([story(1)]));
  for (const id of ['home', 'cao-xa']) await pollSource(deps, id, now);
  const edit = async (title: string, minutes: number) => {
    newspaper.answer('/home', rss([story(1, { title })]));
    await pollSource(deps, 'home', at(minutes));
  };
  await edit('Huyện Bình Sơn khánh thành cầu', 15);
  expect(await stored()).toMatchObject([{ districts: ['binh-son', 'cao-xa'] }]);
  await edit('Huyện An Lạc khánh thành cầu', 30);
  expect(await stored()).toMatchObject([{ districts: ['an-lac', 'cao-xa'] }]);
  await closeEdition(db, at(31));
  await edit('Huyện Bình Sơn khánh thành cầu', 45);
  expect(await stored()).toMatchObject([{ districts: ['an-lac', 'binh-son', 'cao-xa'] }]);
});

test('the same event in several newspapers is one story, also when they are polled at once', async () => {
  const sources = [1, 2, 3].map((n) =>
    source(`bao-${n}`, { newspaper: { vi: `Báo ${n}` }, url: `${[newspaper, other][n % 2]!.url}/bao-${n}` }),
  );
  const deps = await readFrom(...sources);
  const summary =
    'Mưa lớn trong đêm làm sạt lở đất tại xóm Bưa, huyện An Lạc, khiến 20 hộ với 86 nhân khẩu phải di dời khẩn cấp.';
  for (const n of [1, 2, 3])
    [newspaper, other][n % 2]!.answer(
      `/bao-${n}`,
      rss([
        {
          ...story(n, {
            title: `${['Khẩn cấp', 'Trong đêm', 'Sạt lở'][n - 1]}: 20 hộ ở xóm Bưa phải rời nhà`,
            summary,
          }),
          link: `https://bao${n}.example/${n}`,
        },
      ]),
    );
  await Promise.all([pollDue(deps, now), pollDue(deps, now)]);
  const articles = await db.selectFrom('article').select(['id', 'story_id']).orderBy('id').execute();
  expect(articles).toHaveLength(3);
  expect(new Set(articles.map(({ story_id }) => story_id))).toEqual(new Set([articles[0]!.id]));
});

test('a source’s own district counts, also for an article that another source brought first', async () => {
  const deps = await readFrom(source('home'), source('cao-xa', { district: 'cao-xa' }));
  await markKnown();
  newspaper.answer('/home', rss([story(1)]));
  newspaper.answer('/cao-xa', rss([story(1), story(2)]));
  await pollDue(deps, now);
  expect(await stored()).toMatchObject([{ districts: ['an-lac', 'cao-xa'] }, { districts: ['cao-xa'] }]);
});

test('an article about the whole region is matched to the region itself', async () => {
  const deps = await readFrom(source('home'));
  newspaper.answer(
    '/home',
    rss([story(1, { title: 'Toàn tỉnh Thử ra quân làm thủy lợi', summary: 'UBND tỉnh Thử phát động.' })]),
  );
  expect(await pollDue(deps, now)).toMatchObject([{ matched: 1 }]);
  expect(await stored()).toMatchObject([{ scope: 'province_wide', districts: ['thu'] }]);
});

test('a listing is read by its selectors', async () => {
  const deps = await readFrom(
    source('page', { kind: 'listing', listing: { item: 'li', title: 'a', link: 'a', summary: 'p' } }),
  );
  newspaper.answer(
    '/page',
    '<ul><li><a href="/11/136001/x.htm">Huyện Bình Sơn họp</a><p>Sáng nay.</p></li></ul>',
  );
  expect(await pollDue(deps, now)).toMatchObject([{ status: 'read', new: 1, matched: 1 }]);
  newspaper.answer('/page', '<p>Trang mới</p>');
  expect(await pollDue(deps, at(15))).toMatchObject([{ status: 'failed', kind: 'empty' }]);
});

test.each([
  ['HTML', (): string => '<html><body>Xin chào</body></html>', 'not_a_feed'],
  ['garbage', (): string => '\u0000\u0001garbage', 'not_a_feed'],
  ['an empty body', (): string => '', 'not_a_feed'],
  ['10 MB', () => withBytes(10 * 1024 * 1024), 'too_large'],
  ['a body that never ends', () => withBytes(Number.POSITIVE_INFINITY), 'too_large'],
  ['nothing at all', () => neverAnswers, 'timeout'],
  ['a redirect for ever', () => withStatus(302, { location: '/bad' }), 'redirect'],
  ['an error', () => withStatus(500), 'http'],
  ['items without titles', (): string => rss([{ link: 'https://baothu.example/1' }]), 'malformed'],
])('a source that answers %s fails alone, and recovers by itself', async (_, answer, kind) => {
  const deps = await readFrom(source('bad'), source('good', { url: `${other.url}/good` }));
  newspaper.answer('/bad', answer());
  other.answer('/good', rss([story(1)]));
  const outcomes = await pollDue(kind === 'timeout' ? { ...deps, fetcher: impatient } : deps, now);
  expect(outcomes.toSorted((a, b) => a.source_id.localeCompare(b.source_id))).toMatchObject([
    { source_id: 'bad', status: 'failed', kind },
    { source_id: 'good', status: 'read', new: 1 },
  ]);
  expect((await listSourceHealth(db, now))[0]).toMatchObject({
    state: 'failing',
    failing_since: now,
    failures: 1,
    error_kind: kind,
    next_poll_at: at(15),
  });
  newspaper.answer('/bad', rss([story(2)]));
  expect(await pollDue(deps, at(14))).toEqual([]);
  await pollDue(deps, at(15));
  expect((await listSourceHealth(db, now))[0]).toMatchObject({ state: 'ok', failures: 0, error_kind: null });
});

test('a source that keeps failing is asked less and less, and not before it asked to be', async () => {
  const deps = await readFrom(source('bad'));
  newspaper.answer('/bad', withStatus(503));
  await pollDue(deps, now);
  await pollDue(deps, at(15));
  expect(await findSource(db, 'bad')).toMatchObject({
    failures: 2,
    failing_since: now,
    next_poll_at: at(45),
  });
  newspaper.answer('/bad', withStatus(503, { 'retry-after': '36000' }));
  await pollDue(deps, at(45));
  expect(await findSource(db, 'bad')).toMatchObject({ next_poll_at: at(645) });
});

test('what the publisher says about when to come back is kept, also when nothing has changed', async () => {
  const deps = await readFrom(source('home'));
  const feed = rss([story(1)]).replace('<link>', '<ttl>60</ttl><link>');
  newspaper.answer('/home', withEtag('"1"', feed));
  await pollDue(deps, now);
  expect(await findSource(db, 'home')).toMatchObject({ next_poll_at: at(60), ttl_seconds: 3600 });
  await pollDue(deps, at(60));
  expect(await findSource(db, 'home')).toMatchObject({ next_poll_at: at(120) });
  newspaper.answer(
    '/home',
    (_, response) => void response.writeHead(200, { 'cache-control': 'public, max-age=5400' }).end(feed),
  );
  await pollDue(deps, at(120));
  expect(await findSource(db, 'home')).toMatchObject({ next_poll_at: at(210) });
});

test('a source that publishes seldom is asked seldom, once it has been known for a week', async () => {
  const deps = await readFrom(source('home'));
  newspaper.answer('/home', rss([story(1)]));
  await db
    .updateTable('source')
    .set({ first_success_at: daysAgo(30) })
    .execute();
  await pollDue(deps, now);
  expect(await findSource(db, 'home')).toMatchObject({ next_poll_at: at(120) });
});

test('health tells which parser was needed', async () => {
  const deps = await readFrom(source('good'), source('torn'));
  newspaper.answer('/good', rss([story(1)]));
  newspaper.answer('/torn', rss([story(2), story(3)]).replace('</channel></rss>', '<item><title>Bở'));
  await pollDue(deps, now);
  expect((await listSourceHealth(db, now)).map(({ id, parser }) => [id, parser])).toEqual([
    ['good', 'strict'],
    ['torn', 'tolerant'],
  ]);
});

test('a source that answers and lists nothing is at fault since then, until it lists something', async () => {
  const deps = await readFrom(source('home'));
  newspaper.answer('/home', rss([]));
  await pollDue(deps, now);
  await pollDue(deps, at(15));
  expect(await listSourceHealth(db, at(15))).toMatchObject([{ state: 'empty', empty_since: now }]);
  newspaper.answer('/home', rss([story(1)]));
  await pollDue(deps, at(30));
  expect(await listSourceHealth(db, at(30))).toMatchObject([{ state: 'ok', empty_since: null }]);
});

test('what robots.txt forbids is a fault of its own kind', async () => {
  newspaper.answer('/robots.txt', 'User-agent: *\nDisallow: /rieng');
  const deps = await readFrom(source('rieng'));
  await sql`truncate host`.execute(db);
  expect(await pollDue(deps, now)).toMatchObject([{ status: 'failed', kind: 'robots' }]);
  newspaper.answer('/robots.txt', withStatus(404));
  await sql`truncate host`.execute(db);
});

test('a server whose turn does not come blames nobody, and its sources stay due', async () => {
  const deps = await readFrom(source('a'), source('b'), source('c', { url: `${other.url}/c` }));
  other.answer('/c', rss([story(1)]));
  const hasty = createFetcher({ allow: [newspaper.host, other.host], contact: undefined, db }, { waitMs: 1 });
  const turn = (await claimHost(db, newspaper.host, 60))!;
  const outcomes = await pollDue({ ...deps, fetcher: hasty }, now);
  await hasty.close();
  expect(outcomes.toSorted((x, y) => x.source_id.localeCompare(y.source_id))).toMatchObject([
    { source_id: 'a', status: 'busy' },
    { source_id: 'c', status: 'read' },
  ]);
  expect(await findSource(db, 'a')).toMatchObject({ failures: 0, lease_until: null, next_poll_at: now });
  await endHostTurn(db, newspaper.host, turn, 0);
});

test('a host is asked for one thing at a time', async () => {
  const deps = await readFrom(source('a'), source('b'), source('c'));
  let asked = 0;
  let most = 0;
  for (const id of ['a', 'b', 'c'])
    newspaper.answer(`/${id}`, (_, response) => {
      most = Math.max(most, ++asked);
      response.on('finish', () => asked--);
      setImmediate(() => response.end(rss([])));
    });
  expect(await pollDue(deps, now)).toHaveLength(3);
  expect(most).toBe(1);
});

test('pollers that overlap store everything once', async () => {
  const deps = await readFrom(source('a'), source('b', { url: `${other.url}/b` }));
  await markKnown();
  const stories = Array.from({ length: 9 }, (_, n) => story(n));
  newspaper.answer('/a', rss(stories));
  other.answer('/b', rss(stories.toReversed()));
  const outcomes = await Promise.all([pollDue(deps, now), pollDue(deps, now), pollSource(deps, 'a', now)]);
  const counts = outcomes.flat().flatMap((outcome) => (outcome.status === 'read' ? outcome.new : []));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(9);
  expect(await stored()).toHaveLength(9);
  expect(outcomes.flat().filter(({ status }) => status === 'failed')).toEqual([]);
});

test('what is edited is compared, and may be told, while others are still read', async () => {
  const deps = await readFrom(source('quick'), source('slow', { url: `${other.url}/slow` }));
  await markKnown();
  newspaper.answer('/quick', rss([story(1)]));
  other.answer('/slow', rss([story(2)]));
  await pollDue(deps, now);
  newspaper.answer('/quick', rss([story(1, { summary: 'Bà con đã đi lại dễ dàng.' })]));
  const isEdited = async () =>
    (await db.selectFrom('article').select('id').where('summary', 'like', '%đã%').execute()).length === 1;
  const isCompared = async () =>
    (await db.selectFrom('uncompared').select('article_id').execute()).length === 0;
  other.answer('/slow', (_, response) => {
    void vi
      .waitUntil(async () => (await isEdited()) && (await isCompared()))
      .then(
        () => response.end(rss([story(2)])),
        () => response.destroy(),
      );
  });
  expect(await pollDue(deps, at(15))).toMatchObject([
    { source_id: 'quick', status: 'read', new: 0 },
    { source_id: 'slow', status: 'read', new: 0 },
  ]);
});

test('a poll that is stopped blames nobody and leaves the source due', async () => {
  const deps = await readFrom(source('slow'), source('next'));
  const stop = new AbortController();
  newspaper.answer('/slow', () => stop.abort());
  expect(await pollDue({ ...deps, signal: stop.signal }, now)).toEqual([
    { source_id: 'slow', status: 'left' },
  ]);
  expect(await findSource(db, 'slow')).toMatchObject({ failures: 0, lease_until: null, next_poll_at: now });
});

test('a database that goes away while articles are stored blames no source, and nothing is lost', async () => {
  const deps = await readFrom(source('home'));
  newspaper.answer('/home', withEtag('"1"', rss([story(1)])));
  const waiting = sql<{ pid: number }>`
    select pid from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'`;
  await db.transaction().execute(async (trx) => {
    await lockArticles(trx);
    const polled = expect(pollDue(deps, now)).rejects.toSatisfy(isAway);
    await vi.waitUntil(async () => (await waiting.execute(db)).rows.length);
    await sql`select pg_terminate_backend(pid) from (${waiting}) as held`.execute(db);
    await polled;
  });
  expect(await pollDue(deps, now)).toEqual([]);
  expect(await findSource(db, 'home')).toMatchObject({ failures: 0, etag: null, next_poll_at: now });
  // As two minutes later.
  await sql`update source set lease_until = clock_timestamp() - interval '1 second'`.execute(db);
  expect(await pollDue(deps, now)).toMatchObject([{ status: 'read', new: 1 }]);
});

test('a feed of twenty thousand items is stored', async () => {
  const deps = await readFrom(source('huge'));
  newspaper.answer('/huge', rss(Array.from({ length: 20_000 }, (_, n) => story(n))));
  expect(await pollDue(deps, now)).toMatchObject([{ status: 'read', new: 20_000 }]);
});
