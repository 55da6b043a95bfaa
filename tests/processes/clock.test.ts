import { afterEach, expect, test, vi } from 'vitest';
import { follow } from '../../src/digest/follow.js';
import { createGazetteer } from '../../src/gazetteer/gazetteer.js';
import { log } from '../../src/log.js';
import { runClock } from '../../src/processes/clock.js';
import type { ProcessDeps } from '../../src/processes/deps.js';
import { createHealth } from '../../src/processes/health.js';
import type { RegionPack } from '../../src/region.js';
import { createSeal } from '../../src/seal.js';
import { connect } from '../../src/store/database.js';
import { saveRegion } from '../../src/store/region.js';
import { listOpenSubscriptions } from '../../src/store/subscriptions.js';
import { testDatabase } from '../support/database.js';
import { pack } from '../support/news.js';
import { startNewspaper } from '../support/newspaper.js';

// The minute strikes when a test says so.
const minute = vi.hoisted(() => ({ strikes: () => undefined as unknown }));
vi.mock('node-cron', () => ({
  default: {
    schedule(_pattern: string, tick: () => void) {
      minute.strikes = tick;
      return { destroy: () => undefined };
    },
  },
}));

const db = await testDatabase();
const newspaper = await startNewspaper();
const feed = (title: string) =>
  `<rss version="2.0"><channel><title>Báo Thử</title><item><title>${title}</title>
   <link>https://baothu.example/${title.length}.htm</link><description>Tin của huyện.</description></item></channel></rss>`;
newspaper.answer('/rss', feed('Huyện An Lạc mở hội làng'));
const region = {
  ...pack,
  sources: [
    {
      id: 'bao-thu',
      newspaper: { vi: 'Báo Thử' },
      kind: 'feed' as const,
      url: `${newspaper.url}/rss`,
      every_minutes: 15,
    },
  ],
};
const time = { now: new Date('2026-03-09T23:00:00Z') };
await saveRegion(db, region, time.now);
const seal = createSeal(Buffer.alloc(32, 7));

let stop = new AbortController();
let ended: Promise<void> = Promise.resolve();
afterEach(async () => {
  stop.abort();
  await ended;
  stop = new AbortController();
  vi.restoreAllMocks();
});

function start(database = db, pack: RegionPack = region) {
  const clock = () => time.now;
  const config = { deliverTo: '*', fetchAllow: [newspaper.host], contact: undefined };
  const deps = { db: database, pack, gazetteer: createGazetteer(pack), seal, clock, config };
  const health = createHealth(clock);
  ended = runClock({ ...deps, health, routes: new Map() } as unknown as ProcessDeps, stop.signal);
  return health;
}

async function startFollowing(telegramId: number): Promise<number> {
  const telegram = { telegram_id_hash: seal.hash(telegramId), telegram_id_sealed: seal.seal(telegramId) };
  const chat = { ...telegram, kind: 'private' as const, locale: 'vi', notice_version: '1' };
  return (await follow(db, region, chat, ['an-lac'], time.now)).chat.id;
}

test('at once it reads the newspapers that are due', async () => {
  start();
  const stored = async () => (await db.selectFrom('article').select('id').execute()).length === 1;
  // The parsers' thread has to start first.
  await vi.waitUntil(stored, { timeout: 15_000 });
});

test('each minute it cuts what is due and forgets who left 30 days ago and what was served two weeks ago, while a newspaper hangs', async () => {
  const chat_id = await startFollowing(1);
  const left = await startFollowing(2);
  await db
    .updateTable('subscription')
    .set({ ended_at: time.now, ended_reason: 'stopped' })
    .where('chat_id', '=', left)
    .execute();
  const { id: article_id } = await db.selectFrom('article').select('id').executeTakeFirstOrThrow();
  const forgotten = { chat_id, article_id, served_at: time.now };
  await db
    .insertInto('served_part')
    .values(forgotten)
    .onConflict((oc) => oc.doNothing())
    .execute();
  // A chat with an unfinished digest waits for its outcome.
  await db.updateTable('delivery').set({ status: 'sent' }).execute();
  newspaper.answer('/rss', () => undefined);
  const asked = newspaper.requests.length;
  time.now = new Date('2026-04-10T23:31:00Z');
  start();
  await vi.waitUntil(() => newspaper.requests.length > asked);
  await vi.waitUntil(async () => {
    minute.strikes();
    const [chat, ...others] = await db.selectFrom('chat').select(['id', 'due_at']).execute();
    const served = await db.selectFrom('served_part').selectAll().execute();
    return others.length === 0 && chat?.id === chat_id && chat.due_at! > time.now && served.length === 0;
  });
  expect(newspaper.requests.length).toBe(asked + 1);
}, 60_000);

test('a tick that fails is logged, and the next goes on', async () => {
  const failures = vi.spyOn(log, 'error').mockImplementation(() => undefined);
  const away = connect({ host: '/nowhere', user: 'postgres' });
  const health = start(away);
  await vi.waitUntil(() => failures.mock.calls.length === 5);
  minute.strikes();
  await vi.waitUntil(() => failures.mock.calls.length === 10);
  time.now = new Date(time.now.getTime() + 700_000);
  expect(health.listStale()).toHaveLength(5);
  await away.destroy();
});

test('a district ends on the day after its last one while the process runs, and its followers move', async () => {
  const chat_id = await startFollowing(77);
  const last = { valid_to: '2026-06-20', successor: 'binh-son' };
  const districts = region.districts.map((one) => (one.id === 'an-lac' ? { ...one, ...last } : one));
  const followed = async () =>
    (await listOpenSubscriptions(db, chat_id)).map(({ district_id }) => district_id).join();
  time.now = new Date('2026-06-20T16:59:00Z');
  start(db, { ...region, districts });
  await vi.waitUntil(async () => !(await db.selectFrom('served_part').selectAll().execute()).length);
  expect(await followed()).toBe('an-lac');
  time.now = new Date('2026-06-20T17:00:00Z');
  await vi.waitUntil(async () => {
    minute.strikes();
    return (await followed()) === 'binh-son';
  });
}, 60_000);
