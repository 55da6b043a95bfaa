import type { Answer } from '../../../src/demo/telegram/telegram.js';

/** One request of the bot, as the server saw it. */
export interface Call {
  method: string;
  params: Record<string, unknown>;
  /** Milliseconds by performance.now(), when it arrived. */
  at: number;
  /** What Telegram did with it; undefined while under way, or when it was never processed. */
  answer: Answer | undefined;
}

/** What goes wrong with a request: before Telegram has acted on it, or (`processed`) after. */
export type Fault =
  | { kind: 'answer'; answer: Answer }
  | { kind: 'reset' | 'hang'; processed: boolean }
  | { kind: 'body'; status: number; body: string; processed: boolean };

/** A refusal in Telegram's words: refusal(403, 'Forbidden: user is deactivated'). */
export function refusal(error_code: number, description: string, parameters?: object): Fault {
  return {
    kind: 'answer',
    answer: { ok: false, error_code, description, ...(parameters && { parameters }) },
  };
}

export function floodWait(seconds: number): Fault {
  return refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
}

/** The connection breaks; with `processed` the message arrived and only the answer is lost. */
export const reset = (processed: boolean): Fault => ({ kind: 'reset', processed });
/** No answer ever comes. */
export const hang = (processed: boolean): Fault => ({ kind: 'hang', processed });
/** A gateway answers in Telegram's place. */
export const page = (status: number, processed: boolean, body = '<html>Bad Gateway</html>'): Fault => ({
  kind: 'body',
  status,
  body,
  processed,
});
