import { setMaxListeners } from 'node:events';
import { ConfigError } from '../errors.js';
import { log } from '../log.js';
import { pause } from '../pause.js';
import { takePlaces } from '../store/budget.js';
import { whenBack } from '../store/database.js';
import { type Claim, type Content, claimDue, countUnfinished, freeLapsed } from '../store/deliveries.js';
import { recordRetry, releaseClaims } from '../store/outcomes.js';
import type { Bell } from './bell.js';
import { createContents } from './contents.js';
import { allowedChats, type SendDeps } from './deps.js';
import { type Hand, leaseSeconds, openHand } from './hand.js';
import { composePart, plainPart } from './message.js';
import type { Outcome } from './outcome.js';
import { batchSent, type Recorded, recordOutcome, type SaveSent } from './record.js';
import { sendPart } from './telegram.js';

// A sender that is killed leaves at most these between sent and recorded.
const maxInHand = 50;
// Places are taken a quarter of a second ahead: few are lost to a flood wait, and urgent lanes overtake soon.
const aheadMs = 250;
// A place further away than this means that the bot was held since the claim.
const farMs = 5000;

/** Deliveries by what became of them; one put off counts at every try. */
export type Counts = Record<Recorded['became'], number>;

interface Round {
  deps: SendDeps;
  bell: Bell;
  signal: AbortSignal | undefined;
  hand: Hand;
  contentOf: (claim: Claim) => Promise<Content>;
  saveSent: SaveSent;
  deliverTo: '*' | Buffer[];
  counts: Counts;
  running: Set<Promise<void>>;
  /** By performance.now(). */
  heldUntilMs: number;
  lapsedFreedAtMs: number;
  /** Why nothing can be sent as we are configured. */
  refused: ConfigError | undefined;
}

/**
 * Sends until nothing more may go now, and everything in hand is recorded. What waits for a flood wait, its chat's
 * pace or another try rings the bell when looking again is worth it. On abort what has begun is finished, what has
 * not is given back. Throws ConfigError for a token that Telegram does not know.
 */
export async function sendDue(deps: SendDeps, bell: Bell, signal?: AbortSignal): Promise<Counts> {
  // Everything in hand listens for the abort.
  if (signal) setMaxListeners(0, signal);
  const round: Round = {
    deps,
    bell,
    signal,
    hand: openHand(deps.db),
    contentOf: createContents(deps.db),
    saveSent: batchSent(deps),
    deliverTo: allowedChats(deps),
    counts: { sent: 0, failed: 0, waiting: 0 },
    running: new Set(),
    heldUntilMs: 0,
    lapsedFreedAtMs: -Infinity,
    refused: undefined,
  };
  try {
    while (!signal?.aborted && !round.refused) {
      const found = await claimNext(round);
      if (found) continue;
      if (!round.running.size) break;
      const waited = new AbortController();
      await Promise.race([...round.running, bell.heard(1000, waited.signal)]);
      waited.abort();
    }
  } finally {
    await Promise.all(round.running);
    round.hand.close();
  }
  if (round.refused) throw round.refused;
  return round.counts;
}

/**
 * Sends what is due and waits for what has to wait: a flood wait, a second part, another try, another sender's
 * lease. `waiting` counts what an abort left.
 */
export async function sendAll(deps: SendDeps, bell: Bell, signal?: AbortSignal): Promise<Counts> {
  const total: Counts = { sent: 0, failed: 0, waiting: 0 };
  for (;;) {
    const counts = await sendDue(deps, bell, signal);
    total.sent += counts.sent;
    total.failed += counts.failed;
    total.waiting = await countUnfinished(deps.db, deps.clock(), allowedChats(deps));
    if (!total.waiting || signal?.aborted) return total;
    await bell.heard(1000, signal);
  }
}

/** Claims a block, starts its messages and waits until the next block is worth claiming; false: nothing was due. */
async function claimNext(round: Round): Promise<boolean> {
  const { deps, hand, signal } = round;
  const { db, clock, config } = deps;
  const block = Math.max(1, Math.floor((config.sendRate * aheadMs) / 1000));
  const limit = Math.min(block, maxInHand - hand.size);
  if (limit <= 0 || performance.now() < round.heldUntilMs) return false;
  const claimedAtMs = performance.now();
  if (claimedAtMs > round.lapsedFreedAtMs + 1000) {
    await freeLapsed(db);
    round.lapsedFreedAtMs = claimedAtMs;
  }
  const { claims, ended } = await claimDue(db, clock(), { limit, leaseSeconds, deliverTo: round.deliverTo });
  round.counts.failed += ended;
  if (!claims.length) return ended > 0;
  hand.take(claims, claimedAtMs);
  const waits = await takePlaces(db, claims.length, config.sendRate);
  for (const [place, claim] of claims.entries()) start(round, claim, waits[place]!);
  await pause(Math.max(0, waits.at(-1)! - aheadMs), signal);
  return true;
}

function start(round: Round, claim: Claim, waitMs: number): void {
  const task = carry(round, claim, waitMs)
    .catch((error: unknown) => {
      if (error instanceof ConfigError) {
        round.refused ??= error;
        return;
      }
      // Its lease lapses, and it is due again.
      log.error({ err: error, delivery: claim.id }, 'the outcome of a message was not recorded');
    })
    .finally(() => {
      round.hand.drop(claim);
      round.running.delete(task);
    });
  round.running.add(task);
}

/** Takes one message from its place in the budget to its recorded outcome. */
async function carry(round: Round, claim: Claim, waitMs: number): Promise<void> {
  const { deps, bell, counts } = round;
  if (!(await comesUp(round, claim, waitMs))) {
    await releaseClaims(deps.db, [claim]);
    return;
  }
  let parts: number;
  let outcome: Outcome;
  try {
    const content = await round.contentOf(claim);
    parts = content.parts.length;
    outcome = await attempt(round, claim, content);
  } catch (error) {
    // Before anything was sent: an id sealed with another key, a digest that cannot be read.
    log.error({ err: error, delivery: claim.id }, 'a delivery could not be prepared');
    await recordRetry(deps.db, claim, { seconds: 60, maybeSent: false }, deps.clock());
    return;
  }
  if (outcome.kind === 'wait' && claim.chat_kind === 'private') hold(round, outcome.seconds * 1000);
  const saveSent = (message_id: number) => round.saveSent({ ...claim, parts, message_id });
  // Forgotten, it would be sent again: worth waiting for a database that is away.
  const recorded = await whenBack(
    'the database',
    () => recordOutcome(deps, claim, outcome, parts, saveSent),
    round.signal && { signal: round.signal },
  );
  counts[recorded.became] += 1;
  if (recorded.heldMs) hold(round, recorded.heldMs);
  if (recorded.againIn !== undefined) bell.ringIn(recorded.againIn);
}

function hold(round: Round, milliseconds: number): void {
  round.heldUntilMs = Math.max(round.heldUntilMs, performance.now() + milliseconds);
}

/** Waits for the message's place; false when it may no longer go: a flood wait, a lapsed lease, an abort. */
async function comesUp(round: Round, claim: Claim, waitMs: number): Promise<boolean> {
  if (waitMs > farMs) return false;
  await pause(waitMs, round.signal);
  return !round.signal?.aborted && performance.now() >= round.heldUntilMs && round.hand.holds(claim);
}

/** Sends the part; what Telegram will not take as it is goes once more as plain text. */
async function attempt(round: Round, claim: Claim, content: Content): Promise<Outcome> {
  const { telegram, seal, config, db } = round.deps;
  const payload = composePart(content, claim.next_part, claim.late);
  if (!payload) return { kind: 'rejected', description: `there is no part ${claim.next_part}` };
  const telegramId = seal.open(claim.telegram_id_sealed);
  const outcome = await sendPart(telegram, telegramId, payload, config);
  if (outcome.kind !== 'rejected') return outcome;
  // A second message may take longer than there is before the process has to be gone.
  if (round.signal?.aborted) return { kind: 'unknown', maybeSent: false, description: outcome.description };
  log.warn({ delivery: claim.id, description: outcome.description }, 'sent again as plain text');
  const [waitMs] = await takePlaces(db, 1, config.sendRate);
  await pause(waitMs!);
  return sendPart(telegram, telegramId, plainPart(payload, outcome.description), config);
}
