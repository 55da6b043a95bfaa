import { createConcurrentSink, createRunner, createSource } from '@grammyjs/runner';
import type { Bot } from 'grammy';
import type { Update } from 'grammy/types';
import type { BotContext } from '../bot/context.js';
import { openTelegram } from '../delivery/telegram.js';
import { log } from '../log.js';
import { aborted, pause } from '../pause.js';
import { holdLock } from '../store/session.js';
import type { ProcessDeps } from './deps.js';
import { createDoor } from './door.js';
import { insist } from './insist.js';
import { allowedUpdates, concurrency } from './updates.js';

// Telegram answers within its own 25; the rest is for the way.
const pollSeconds = 25;
const patienceSeconds = 40;
const breathMs = 250;

/**
 * Asks Telegram for updates until `signal` aborts, then finishes those in hand. Of all bots on one database one asks
 * and the others stand by, because Telegram gives updates to one only.
 */
export async function pollUpdates(
  bot: Bot<BotContext>,
  deps: ProcessDeps,
  signal: AbortSignal,
): Promise<void> {
  await holdLock(deps.config, 'loa long polling', (held) => poll(bot, deps, held), signal);
}

async function poll(bot: Bot<BotContext>, deps: ProcessDeps, signal: AbortSignal): Promise<void> {
  // A door of its own: the bot's sits out flood waits, here that is done between the polls.
  const telegram = openTelegram(deps.config, { timeoutSeconds: patienceSeconds });
  await insist('deleteWebhook', () => telegram.deleteWebhook(), signal);
  let offset = 0;
  const source = createSource<Update>({
    async supply(limit, cancel) {
      const query = {
        offset,
        timeout: pollSeconds,
        limit: Math.min(limit, 100),
        allowed_updates: allowedUpdates,
      };
      const askedAtMs = performance.now();
      const updates = (await insist('getUpdates', () => telegram.getUpdates(query, cancel), signal)) ?? [];
      // A server that does not hold the question until there is an update would be asked without a breath.
      if (updates.length === 0 && performance.now() - askedAtMs < breathMs) await pause(breathMs, signal);
      deps.health.beat('bot');
      offset = (updates.at(-1)?.update_id ?? offset - 1) + 1;
      return updates;
    },
  });
  const sink = createConcurrentSink<Update, Error>(
    { consume: createDoor(bot, deps.pack) },
    async (error) => log.error({ err: error }, 'bot: an update could not be handled'),
    { concurrency },
  );
  const runner = createRunner(source, sink);
  deps.health.watch('bot', patienceSeconds * 3);
  log.info('bot: asking Telegram for updates');
  runner.start();
  try {
    await Promise.race([runner.task(), aborted(signal)]);
  } finally {
    deps.health.unwatch('bot');
  }
  await runner.stop();
  while (runner.size() > 0) await pause(20);
  // Tells Telegram what has been handled, so that the next one to ask does not get it again.
  if (offset > 0) await telegram.getUpdates({ offset, limit: 1, timeout: 0 }).catch(() => undefined);
}
