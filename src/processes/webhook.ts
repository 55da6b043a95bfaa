import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Bot } from 'grammy';
import type { Update } from 'grammy/types';
import type { BotContext } from '../bot/context.js';
import { log } from '../log.js';
import { aborted, pause } from '../pause.js';
import type { ProcessDeps } from './deps.js';
import { createDoor } from './door.js';
import { insist } from './insist.js';
import { allowedUpdates, concurrency } from './updates.js';

const route = 'telegram';
// An update with all it may quote stays far below.
const bodyBytes = 1_000_000;
/** How long Telegram waits for a handler; after that it gets its answer and the handler goes on. */
const answerMs = 5_000;

/**
 * Serves the webhook at PUBLIC_URL until `signal` aborts, then finishes what is in hand. Any number of replicas may.
 */
export async function serveWebhook(
  bot: Bot<BotContext>,
  { config, pack, routes }: Pick<ProcessDeps, 'config' | 'pack' | 'routes'>,
  signal: AbortSignal,
): Promise<void> {
  const secret = webhookSecret(config.botToken!);
  const letIn = createDoor(bot, pack);
  const inHand = new Set<Promise<void>>();
  routes.set(route, async (request, response) => {
    const update = await readUpdate(request, response, secret);
    if (!update) return;
    // Telegram's own bound is max_connections; this one holds when it asks again for what takes long.
    if (inHand.size >= concurrency) return refuse(response, 503, { 'retry-after': '1' });
    const handling = letIn(update).catch((error) => {
      log.error({ err: error }, 'bot: an update could not be handled');
    });
    const done = handling.finally(() => inHand.delete(done));
    inHand.add(done);
    const answered = new AbortController();
    await Promise.race([done, pause(answerMs, answered.signal)]);
    answered.abort();
    response.end();
  });
  const url = `${config.publicUrl}/${route}`;
  const options = { secret_token: secret, allowed_updates: allowedUpdates, max_connections: 40 };
  await insist('setWebhook', () => bot.api.setWebhook(url, options), signal);
  log.info('bot: serving the webhook');
  await aborted(signal);
  await Promise.all(inHand);
}

/** Derived, so that all replicas agree and nothing more has to be kept: hex of HMAC-SHA256 with the token as key. */
export function webhookSecret(token: string): string {
  return createHmac('sha256', token).update('loa webhook').digest('hex');
}

/** The update of a request that Telegram made; any other is answered with its refusal. */
async function readUpdate(
  request: IncomingMessage,
  response: ServerResponse,
  secret: string,
): Promise<Update | undefined> {
  const claimed = String(request.headers['x-telegram-bot-api-secret-token'] ?? '');
  // Hashes of equal length, compared without telling by the time how far they agree.
  const digest = (text: string) => createHash('sha256').update(text).digest();
  if (!timingSafeEqual(digest(claimed), digest(secret))) return refuse(response, 401);
  const body = await readBody(request);
  if (body === undefined) return refuse(response, 413, { connection: 'close' });
  try {
    const update: unknown = JSON.parse(body);
    if (isUpdate(update)) return update;
  } catch {
    // Not JSON: refused like any other thing that is no update.
  }
  return refuse(response, 400);
}

const isUpdate = (value: unknown): value is Update =>
  typeof value === 'object' && value !== null && 'update_id' in value && Number.isInteger(value.update_id);

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > bodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refuse(response: ServerResponse, status: number, headers: Record<string, string> = {}): undefined {
  response.writeHead(status, headers).end();
}
