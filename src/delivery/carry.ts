import { log } from '../log.js';
import { pause } from '../pause.js';
import { takePlaces } from '../store/budget.js';
import type { Content } from '../store/contents.js';
import { whenBack } from '../store/database.js';
import type { Claim } from '../store/deliveries.js';
import type { Bell } from './bell.js';
import type { Attempt } from './breaker.js';
import type { SendDeps } from './deps.js';
import { composePart, plainPart } from './message.js';
import type { Outcome } from './outcome.js';
import { type Ledger, type Recorded, recordOutcome } from './record.js';
import { sendPart } from './telegram.js';

/** What a message needs on its way. */
export interface Road {
  deps: SendDeps;
  bell: Bell;
  signal: AbortSignal | undefined;
  ledger: Ledger;
  contentOf: (claim: Claim) => Promise<Content>;
  /** False while the bot may not make paid broadcasts. */
  mayPay: boolean;
}

/** Takes one message from its turn to its recorded outcome; `hear` is told of every answer. Throws ConfigError where nothing can be sent at all. */
export async function carry(road: Road, claim: Claim, hear: Attempt['hear']): Promise<Recorded['became']> {
  const { deps, bell, ledger, signal } = road;
  let parts: number;
  let outcome: Outcome;
  try {
    const content = await road.contentOf(claim);
    parts = content.parts.length;
    outcome = await attempt(road, claim, content, hear);
  } catch (error) {
    // Before anything was sent: an id sealed with another key, a digest that cannot be read.
    log.error({ err: error, delivery: claim.id }, 'a delivery could not be prepared');
    await ledger.retry({ ...claim, seconds: 60, maybeSent: false });
    return 'waiting';
  }
  if (outcome.kind === 'wait' && claim.chat_kind === 'private') bell.hold(outcome.seconds * 1000);
  if (outcome.kind === 'unpaid') road.mayPay = false;
  // Forgotten, it would be sent again: worth waiting for a database that is away.
  const recorded = await whenBack(
    'the database',
    () => recordOutcome(deps, ledger, claim, outcome, parts),
    signal && { signal },
  );
  if (recorded.heldMs) bell.hold(recorded.heldMs);
  if (recorded.againIn !== undefined) bell.ringIn(recorded.againIn);
  return recorded.became;
}

/** Sends the part; what Telegram will not take as it is goes once more as plain text. */
async function attempt(road: Road, claim: Claim, content: Content, hear: Attempt['hear']): Promise<Outcome> {
  const { telegram, seal, config, db } = road.deps;
  const payload = composePart(content, claim.next_part, claim.late);
  if (!payload) return { kind: 'rejected', description: `there is no part ${claim.next_part}` };
  const telegramId = seal.open(claim.telegram_id_sealed);
  const how = {
    paidBroadcast: config.paidBroadcast && road.mayPay,
    threadId: claim.thread_id,
    // A group's morning is not disturbed by a digest; what an admin says is meant to be heard.
    silent: claim.chat_kind !== 'private' && claim.digest_id !== null,
  };
  const request = async (message: typeof payload) => {
    const outcome = await sendPart(telegram, telegramId, message, how);
    hear(outcome);
    return outcome;
  };
  const outcome = await request(payload);
  if (outcome.kind !== 'rejected') return outcome;
  log.warn({ delivery: claim.id, description: outcome.description }, 'to be sent again as plain text');
  const { heldMs, firstMs, nowMs } = await takePlaces(db, 1, config.sendRate);
  await pause(firstMs - nowMs, road.signal);
  // A flood wait is on, or a second message may take longer than there is before the process has to be gone.
  if (heldMs > 0 || road.bell.isHeld() || road.signal?.aborted)
    return { kind: 'unknown', maybeSent: false, description: outcome.description };
  return request(plainPart(payload, outcome.description));
}
