import { ConfigError } from '../errors.js';
import { log } from '../log.js';
import { holdForFlood, recordUnpaid } from '../store/budget.js';
import { type Claim, paceSeconds } from '../store/deliveries.js';
import {
  type Retry,
  recordGone,
  recordMoved,
  recordRejected,
  recordRetries,
  recordSent,
  releaseClaims,
} from '../store/outcomes.js';
import type { EndedReason } from '../store/schema.js';
import { inBatches } from './batch.js';
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

/** The writes of the ledger, each made of many at once. */
export interface Ledger {
  sent(sent: Claim & { parts: number; message_id: number }): Promise<void>;
  retry(retry: Retry): Promise<void>;
  release(claim: Claim): Promise<void>;
  gone(gone: Claim & { reason: EndedReason }): Promise<void>;
  rejected(claim: Claim): Promise<void>;
}

export function openLedger({ db, clock }: SendDeps): Ledger {
  return {
    sent: inBatches((sent) => recordSent(db, sent, clock())),
    retry: inBatches((retries) => recordRetries(db, retries, clock())),
    release: inBatches((claims) => releaseClaims(db, claims)),
    gone: inBatches((gone) => recordGone(db, gone, clock())),
    rejected: inBatches((claims) => recordRejected(db, claims, clock())),
  };
}

/** Writes down what became of a message. Throws ConfigError where it is nothing about this message. */
export async function recordOutcome(
  deps: SendDeps,
  ledger: Ledger,
  claim: Claim,
  outcome: Outcome,
  parts: number,
): Promise<Recorded> {
  const { db, seal, clock } = deps;
  switch (outcome.kind) {
    case 'sent':
      await ledger.sent({ ...claim, parts, message_id: outcome.message_id });
      if (claim.next_part + 1 >= parts) return { became: 'sent' };
      return { became: 'waiting', againIn: paceSeconds(claim.chat_kind) * 1000 };
    case 'wait': {
      const chat = { id: claim.chat_id, isPrivate: claim.chat_kind === 'private' };
      const heldMs = await holdForFlood(db, chat, outcome.seconds);
      await ledger.release(claim);
      log.warn({ seconds: outcome.seconds, whole_bot: heldMs > 0 }, 'flood wait');
      return { became: 'waiting', againIn: outcome.seconds * 1000, heldMs };
    }
    case 'unpaid':
      if (await recordUnpaid(db))
        log.error(
          { description: outcome.description },
          'Telegram refuses the paid broadcast: going on at 30 messages a second, trying again in an hour',
        );
      await ledger.release(claim);
      return { became: 'waiting', againIn: 0 };
    case 'gone':
      await ledger.gone({ ...claim, reason: outcome.reason });
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
      await ledger.rejected(claim);
      return { became: 'failed' };
    case 'unauthorized':
      await ledger.release(claim);
      throw new ConfigError([`BOT_TOKEN: Telegram does not know this token (${outcome.description})`]);
    case 'unknown': {
      // What never left is kept back by the breaker, not by its own bad luck.
      const seconds = outcome.maybeSent ? Math.min(2 ** claim.repeats, 60) : 1;
      await ledger.retry({ ...claim, seconds, maybeSent: outcome.maybeSent });
      return { became: 'waiting', againIn: seconds * 1000 };
    }
    default:
      return outcome satisfies never;
  }
}
