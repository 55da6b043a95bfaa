import type { Bot } from 'grammy';
import { afterAll, expect, test, vi } from 'vitest';
import type { BotContext } from '../../src/bot/context.js';
import { log } from '../../src/log.js';
import { type Routes, runHttp } from '../../src/processes/http.js';
import { serveWebhook, webhookSecret } from '../../src/processes/webhook.js';
import { pack } from '../support/news.js';

const token = '900000001:loopback-only-token-of-the-tests';
const handled: number[] = [];
let handle: () => Promise<void> = async () => undefined;
const bot = {
  api: { setWebhook: async () => true },
  botInfo: { id: 1, username: 'TinThuBot' },
  async handleUpdate(update: { update_id: number }) {
    await handle();
    handled.push(update.update_id);
  },
} as unknown as Bot<BotContext>;

const stop = new AbortController();
const routes: Routes = new Map();
const logged = vi.spyOn(log, 'info');
const serving = [
  runHttp(routes, 0, stop.signal),
  serveWebhook(
    bot,
    { config: { botToken: token, publicUrl: 'https://loa.example.org' } as never, pack, routes },
    stop.signal,
  ),
];
await vi.waitUntil(() => logged.mock.calls.some(([fields]) => (fields as { port?: number }).port));
const { port } = logged.mock.calls
  .map(([fields]) => fields as { port: number })
  .find((fields) => fields.port)!;
afterAll(async () => {
  stop.abort();
  await Promise.all(serving);
});

async function post(body: string, secret: string | undefined = webhookSecret(token)): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/telegram`, {
    method: 'POST',
    headers: secret ? { 'x-telegram-bot-api-secret-token': secret } : {},
    body,
  });
  return response.status;
}

test('an update from Telegram is handled, then answered', async () => {
  expect(await post('{"update_id":1}')).toBe(200);
  expect(handled).toEqual([1]);
});

test('a secret that is missing or wrong is refused before the body is read', async () => {
  expect(await post('{"update_id":2}', '')).toBe(401);
  expect(await post('{"update_id":2}', 'guessed')).toBe(401);
  expect(await post('{"update_id":2}', webhookSecret(`${token}x`))).toBe(401);
  expect(handled).not.toContain(2);
});

test.each([['not json'], ['[]'], ['null'], ['{"update_id":"3"}'], ['']])('%o is no update', async (body) => {
  expect(await post(body)).toBe(400);
});

test('a body of more than a megabyte is refused', async () => {
  expect(await post(`{"update_id":4,"text":"${'x'.repeat(1_100_000)}"}`)).toBe(413);
  expect(handled).not.toContain(4);
});

test('a handler that fails does not make Telegram repeat the update', async () => {
  handle = () => Promise.reject(new Error('broken'));
  expect(await post('{"update_id":5}')).toBe(200);
  handle = async () => undefined;
  expect(await post('{"update_id":6}')).toBe(200);
});

test('too many at once are asked to come again', async () => {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  handle = () => gate;
  const posts = Array.from({ length: 201 }, (_, n) => post(`{"update_id":${100 + n}}`));
  expect(await Promise.race(posts)).toBe(503);
  release();
  expect((await Promise.all(posts)).filter((status) => status === 200)).toHaveLength(200);
});

test('the secret fits what Telegram allows and tells nothing of the token', () => {
  expect(webhookSecret(token)).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
  expect(webhookSecret(token)).not.toContain('loopback');
});
