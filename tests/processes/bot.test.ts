import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { sql } from 'kysely';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { createGazetteer } from '../../src/gazetteer/gazetteer.js';
import { log } from '../../src/log.js';
import { runBot } from '../../src/processes/bot.js';
import type { ProcessDeps } from '../../src/processes/deps.js';
import { createHealth } from '../../src/processes/health.js';
import { runHttp } from '../../src/processes/http.js';
import { createSeal } from '../../src/seal.js';
import { saveRegion } from '../../src/store/region.js';
import { testDatabase, urlOf } from '../support/database.js';
import { openGate } from '../support/gate.js';
import { pack } from '../support/news.js';
import { refusal, startTelegram } from '../support/telegram.js';

const db = await testDatabase();
await saveRegion(db, pack, new Date());
const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
const databaseUrl = urlOf(rows[0]!.name);
const telegram = await startTelegram();
afterAll(() => telegram.close());

let running: { stop: AbortController; ended: Promise<void> }[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const { stop } of running) stop.abort();
  await Promise.allSettled(running.map(({ ended }) => ended));
  running = [];
});

function start(config: Partial<ProcessDeps['config']> = {}, routes: ProcessDeps['routes'] = new Map()) {
  const clock = () => new Date();
  const deps: ProcessDeps = {
    db,
    pack,
    gazetteer: createGazetteer(pack),
    seal: createSeal(Buffer.alloc(32, 7)),
    config: {
      botToken: telegram.token,
      telegramApiRoot: telegram.url,
      databaseUrl,
      ownerIds: [1],
      fetchAllow: [],
      contact: 'lienhe@baothu.example',
      ...config,
    } as ProcessDeps['config'],
    clock,
    health: createHealth(clock),
    routes,
  };
  const stop = new AbortController();
  const bot = { deps, stop, ended: runBot(deps, stop.signal) };
  bot.ended.catch(() => undefined);
  running.push(bot);
  return bot;
}

const polls = () => telegram.calls.filter(({ method }) => method === 'getupdates').length;

/** Says /help and waits for the answer. */
async function isAnswered(id: number): Promise<void> {
  const person = telegram.person(id);
  await person.send('/help');
  await telegram.until(() => person.messages.length > 0);
}

test('with long polling it answers, also people who wrote while it was away', async () => {
  await telegram.person(11).send('/help');
  start();
  await isAnswered(12);
  // Of two people whichever is first is answered first.
  await telegram.until(() => telegram.person(11).messages.length > 0);
  expect(telegram.person(11).messages).toHaveLength(1);
});

test('what was handled before a stop is not handled again after it', async () => {
  const first = start();
  await isAnswered(21);
  first.stop.abort();
  await first.ended;
  start();
  await isAnswered(22);
  expect(telegram.person(21).messages).toHaveLength(1);
});

test('one bot asks for updates, another stands by and takes over', async () => {
  const first = start();
  await isAnswered(31);
  const conflicts = vi.spyOn(log, 'warn');
  start();
  await isAnswered(32);
  first.stop.abort();
  await first.ended;
  await isAnswered(33);
  expect(conflicts).not.toHaveBeenCalledWith(expect.anything(), expect.stringContaining('getUpdates'));
});

test('a bot that loses the database stops asking, and goes on when it is back', async () => {
  const gate = await openGate();
  const lost = vi.spyOn(log, 'warn');
  start({ databaseUrl: gate.url(rows[0]!.name) });
  await isAnswered(41);
  await gate.shut();
  await vi.waitUntil(() => lost.mock.calls.some(([text]) => String(text).includes('loa long polling')));
  await gate.open();
  await isAnswered(42);
  await gate.shut();
});

test('a Telegram that is away at start, or refuses for a while, is waited for', async () => {
  await telegram.cut();
  start();
  await telegram.restore();
  await isAnswered(51);
  let refusals = 2;
  const undo = telegram.intercept(({ method }) =>
    method === 'getupdates' && refusals-- > 0
      ? refusal(409, 'Conflict: terminated by other getUpdates request')
      : undefined,
  );
  await isAnswered(52);
  await telegram.until(() => refusals <= 0);
  await isAnswered(53);
  undo();
});

test('a token that Telegram does not know is said clearly and ends it', async () => {
  const bot = start({ botToken: '900000002:not-the-token-of-this-telegram' });
  await expect(bot.ended).rejects.toThrow(
    /^BOT_TOKEN: Telegram does not know this token \(401 Unauthorized\)/,
  );
});

test('with PUBLIC_URL updates come by webhook; without it again the webhook is given up', async () => {
  const port = await freePort();
  const routes: ProcessDeps['routes'] = new Map();
  const stop = new AbortController();
  const serving = runHttp(routes, port, stop.signal);
  const bot = start({ publicUrl: `http://127.0.0.1:${port}` }, routes);
  await telegram.until(() => telegram.calls.some(({ method }) => method === 'setwebhook'));
  const before = polls();
  await isAnswered(71);
  expect(polls()).toBe(before);
  bot.stop.abort();
  await bot.ended;
  stop.abort();
  await serving;
  start();
  await isAnswered(72);
});

test('while nobody owns the bot, the log has a link that makes its first reader the owner', async () => {
  await sql`delete from staff`.execute(db);
  const logged = vi.spyOn(log, 'info');
  start({ ownerIds: [] });
  const link = await vi.waitUntil(() =>
    logged.mock.calls.map(([fields]) => (fields as { link?: string }).link).find(Boolean),
  );
  const owner = telegram.person(81);
  await owner.send(`/start ${new URL(link!).searchParams.get('start')}`);
  await telegram.until(() => owner.messages.length > 0);
  expect(await sql`select role from staff`.execute(db)).toMatchObject({ rows: [{ role: 'owner' }] });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('a server that never holds the question is not asked without a breath', async () => {
  let asked = 0;
  const hasty = createHttpServer((request, response) => {
    const isGetMe = /getme$/i.test(request.url!);
    if (/getupdates$/i.test(request.url!)) asked++;
    const result = isGetMe ? { id: 1, is_bot: true, first_name: 'x', username: 'x_bot' } : [];
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ok: true, result }));
  });
  await new Promise<void>((resolve) => hasty.listen(0, '127.0.0.1', resolve));
  const { port } = hasty.address() as { port: number };
  const bot = start({ telegramApiRoot: `http://127.0.0.1:${port}` });
  const began = performance.now();
  await vi.waitFor(() => expect(asked).toBeGreaterThan(5), { timeout: 15_000 });
  // Six questions with a breath between them; without it they take a few milliseconds.
  expect(performance.now() - began).toBeGreaterThan(1000);
  bot.stop.abort();
  await bot.ended;
  hasty.closeAllConnections();
  hasty.close();
});
