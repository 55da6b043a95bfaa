import { ConfigError } from '../errors.js';
import { log } from '../log.js';
import { holdForFlood } from '../store/budget.js';
import { type Claim, paceSeconds } from '../store/deliveries.js';
import {
  recordFailed,
  recordGone,
  recordMoved,
  recordRetry,
  recordSent,
  releaseClaims,
} from '../store/outcomes.js';
import type { SendDeps } from './deps.js';
import type { Outcome } from './outcome.js';

/** What an outcome means for the delivery, and when looking for work again is worth it. */
export interface Recorded {
  became: 'sent' | 'failed' | 'waiting';
  /** Milliseconds. */
  againIn?: number;
  /** Milliseconds for which the whole bot is held. */
  heldMs?: number;
}

export type SaveSent = (sent: Claim & { parts: number; message_id: number }) => Promise<void>;

/** Records arrived parts in batches: what arrives while one batch is being written makes the next. */
export function batchSent({ db, clock }: SendDeps): SaveSent {
  let waiting: { sent: Parameters<SaveSent>[0]; resolve: () => void; reject: (error: unknown) => void }[] =
    [];
  let writing = false;
  async function write(): Promise<void> {
    writing = true;
    while (waiting.length) {
      const batch = waiting;
      waiting = [];
      const sent = batch.map((entry) => entry.sent);
      try {
        await recordSent(db, sent, clock());
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    writing = false;
  }
  return (sent) =>
    new Promise((resolve, reject) => {
      waiting.push({ sent, resolve, reject });
      if (!writing) void write();
    });
}

/** Writes down what became of a message. Throws ConfigError where it is nothing about this message. */
export async function recordOutcome(
  deps: SendDeps,
  claim: Claim,
  outcome: Outcome,
  parts: number,
  saveSent: (message_id: number) => Promise<void>,
): Promise<Recorded> {
  const { db, seal, clock } = deps;
  switch (outcome.kind) {
    case 'sent':
      await saveSent(outcome.message_id);
      if (claim.next_part + 1 >= parts) return { became: 'sent' };
      return { became: 'waiting', againIn: paceSeconds(claim.chat_kind) * 1000 };
    case 'wait': {
      const chat = { id: claim.chat_id, isPrivate: claim.chat_kind === 'private' };
      const heldMs = await holdForFlood(db, chat, outcome.seconds);
      await releaseClaims(db, [claim]);
      log.warn({ seconds: outcome.seconds, whole_bot: heldMs > 0 }, 'flood wait');
      return { became: 'waiting', againIn: outcome.seconds * 1000, heldMs };
    }
    case 'gone':
      await recordGone(db, claim, outcome.reason, clock());
      return { became: 'failed' };
    case 'moved': {
      const to = {
        telegram_id_hash: seal.hash(outcome.to),
        telegram_id_sealed: seal.seal(outcome.to),
        kind: 'supergroup' as const,
      };
      await recordMoved(db, claim, to, clock());
      return { became: 'waiting', againIn: 0 };
    }
    case 'rejected':
      log.warn({ delivery: claim.id, description: outcome.description }, 'Telegram refused a message');
      await recordFailed(db, claim, 'rejected', clock());
      return { became: 'failed' };
    case 'unauthorized':
      await releaseClaims(db, [claim]);
      throw new ConfigError([`BOT_TOKEN: Telegram does not know this token (${outcome.description})`]);
    case 'unknown': {
      const tries = outcome.maybeSent ? claim.repeats : claim.attempts - 1;
      const seconds = Math.min(2 ** tries, 60);
      log.warn({ description: outcome.description, seconds }, 'no answer from Telegram');
      await recordRetry(db, claim, { seconds, maybeSent: outcome.maybeSent }, clock());
      return { became: 'waiting', againIn: seconds * 1000 };
    }
    default:
      return outcome satisfies never;
  }
}
