import type { Config } from '../config.js';
import { createBell } from '../delivery/bell.js';
import { createBreaker } from '../delivery/breaker.js';
import type { SendDeps } from '../delivery/deps.js';
import { listenForDeliveries } from '../delivery/listen.js';
import { sendDue } from '../delivery/send.js';
import { openTelegram } from '../delivery/telegram.js';
import { ConfigError } from '../errors.js';
import { log } from '../log.js';
import { type Place, whenBack } from '../store/database.js';

// Notifications only make it sooner: whatever is due is found within this.
const pollMs = 1000;

export interface SenderDeps extends Omit<SendDeps, 'telegram'> {
  config: SendDeps['config'] & Place & Pick<Config, 'botToken' | 'telegramApiRoot' | 'httpsProxy'>;
}

/**
 * Sends whatever becomes due until `signal` aborts; then finishes what has begun, gives the rest back and
 * resolves. Any number may run on one database.
 */
export async function runSender(deps: SenderDeps, signal: AbortSignal): Promise<void> {
  const telegram = openTelegram(deps.config);
  const bell = createBell();
  const breaker = createBreaker(bell);
  const listening = listenForDeliveries(deps.config, bell, signal);
  while (!signal.aborted) {
    try {
      await whenBack('the database', () => sendDue({ ...deps, telegram }, bell, breaker, signal), { signal });
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      if (!signal.aborted) log.error({ err: error }, 'sending failed, trying again');
    }
    await bell.heard(pollMs, signal);
  }
  await listening;
}
