import { GrammyError, HttpError } from 'grammy';
import { ConfigError } from '../errors.js';
import { log } from '../log.js';
import { pause } from '../pause.js';

const longestWaitMs = 15_000;

/**
 * Calls Telegram until it answers, however long it is away; undefined when `signal` aborts first. Throws ConfigError
 * for a token that it does not know and for a call that it refuses for good.
 */
export async function insist<T>(
  what: string,
  call: () => Promise<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  for (let wait = 500; !signal.aborted; wait = Math.min(wait * 2, longestWaitMs)) {
    try {
      return await call();
    } catch (error) {
      if (signal.aborted) return undefined;
      const seconds = waitSeconds(what, error) ?? wait / 1000;
      log.warn({ reason: reasonOf(error), next_try_seconds: seconds }, `${what}: no answer from Telegram`);
      await pause(seconds * 1000, signal);
    }
  }
  return undefined;
}

/** The wait that Telegram asks for; undefined when it names none. Throws when no wait would help. */
function waitSeconds(what: string, error: unknown): number | undefined {
  if (!(error instanceof GrammyError)) return undefined;
  const { error_code, description, parameters } = error;
  // 404 is what a token of the wrong form gets.
  if (error_code === 401 || error_code === 404)
    throw new ConfigError([`BOT_TOKEN: Telegram does not know this token (${error_code} ${description})`]);
  if (error_code === 400 || error_code === 403)
    throw new ConfigError([`Telegram refuses ${what}: ${description}`]);
  return parameters.retry_after;
}

function reasonOf(error: unknown): string {
  const cause = error instanceof HttpError ? error.error : undefined;
  const { code } = (cause ?? {}) as { code?: string };
  return [(error as Error).message, code].filter(Boolean).join(' ');
}
