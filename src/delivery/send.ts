import { ConfigError } from '../errors.js';
import { log } from '../log.js';
import { takePlaces } from '../store/budget.js';
import { type Claim, claimDue, countUnfinished, freeLapsed, freePutOff } from '../store/deliveries.js';
import type { Bell } from './bell.js';
import { type Breaker, createBreaker } from './breaker.js';
import { carry, type Road } from './carry.js';
import { createContents } from './contents.js';
import { type SendDeps, whatMayGo } from './deps.js';
import { type Hand, leaseSeconds, openHand } from './hand.js';
import { type Begun, createPacing, type Pacing, type Place } from './pacing.js';
import { createPictures } from './pictures.js';
import { openLedger, type Recorded } from './record.js';
import { botIdOf } from './telegram.js';

// A sender that is killed leaves at most these between sent and recorded.
const maxBegun = 50;
// Places are taken this far ahead: few are lost to a flood wait, and urgent lanes overtake soon.
const aheadMs = 125;

/** Deliveries by what became of them; one put off counts at every try. */
export type Counts = Record<Recorded['became'], number>;

interface Round extends Road {
  breaker: Breaker;
  hand: Hand;
  pacing: Pacing;
  counts: Counts;
  /** Claimed, in the order of their places, and not begun. */
  queue: { claim: Claim; place: Place }[];
  begun: number;
  timer: NodeJS.Timeout | undefined;
  lapsedFreedAtMs: number;
  /** Why nothing can be sent as we are configured. */
  refused: ConfigError | undefined;
}

/**
 * Sends until nothing more may go now, and everything in hand is recorded. What waits for a flood wait, its chat's
 * pace, another try or Telegram's return rings the bell when looking again is worth it. On abort what has begun is
 * finished, what has not is given back. Throws ConfigError for a token that Telegram does not know.
 */
export async function sendDue(
  deps: SendDeps,
  bell: Bell,
  breaker: Breaker,
  signal?: AbortSignal,
): Promise<Counts> {
  const round: Round = {
    deps,
    bell,
    breaker,
    signal,
    hand: openHand(deps.db),
    pacing: createPacing(),
    contentOf: createContents(deps.db),
    pictures: createPictures(deps.db, () => botIdOf(deps.telegram)),
    ledger: openLedger(deps),
    mayPay: true,
    counts: { sent: 0, failed: 0, waiting: 0 },
    queue: [],
    begun: 0,
    timer: undefined,
    lapsedFreedAtMs: Number.NEGATIVE_INFINITY,
    refused: undefined,
  };
  const stop = () => beginNext(round);
  signal?.addEventListener('abort', stop);
  try {
    for (;;) {
      const waitMs = await claimNext(round);
      if (waitMs === undefined && !round.hand.size) break;
      await bell.heard(waitMs ?? 1000);
      beginNext(round);
    }
  } catch (error) {
    round.refused ??= error instanceof ConfigError ? error : undefined;
    throw error;
  } finally {
    giveBack(round);
    while (round.hand.size) await bell.heard(1000);
    signal?.removeEventListener('abort', stop);
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
  const breaker = createBreaker(bell);
  for (;;) {
    const counts = await sendDue(deps, bell, breaker, signal);
    total.sent += counts.sent;
    total.failed += counts.failed;
    total.waiting = await countUnfinished(deps.db, deps.clock(), whatMayGo(deps));
    if (!total.waiting || signal?.aborted) return total;
    await bell.heard(1000, signal);
  }
}

const mayNotBegin = ({ signal, refused, bell, breaker }: Round) =>
  signal?.aborted || refused !== undefined || bell.isHeld() || breaker.room() === 0;

/** Claims a block with its places; returns after how long the next is worth it, or undefined: nothing may go now. */
async function claimNext(round: Round): Promise<number | undefined> {
  const { deps, hand, pacing, queue, bell, breaker } = round;
  const { db, clock, config } = deps;
  if (mayNotBegin(round)) return undefined;
  const block = Math.min(Math.max(1, Math.floor((config.sendRate * aheadMs) / 1000)), breaker.room());
  if (queue.length > block) return aheadMs / 4;
  const claimedAtMs = performance.now();
  if (claimedAtMs > round.lapsedFreedAtMs + 1000) {
    await freeLapsed(db);
    await freePutOff(db, clock(), whatMayGo(deps));
    round.lapsedFreedAtMs = claimedAtMs;
  }
  const options = { limit: block, leaseSeconds, ...whatMayGo(deps) };
  const { claims, ended, putOff } = await claimDue(db, clock(), options);
  round.counts.failed += ended;
  if (!claims.length) return ended + putOff > 0 ? 0 : undefined;
  hand.take(claims, claimedAtMs);
  const askedAtMs = performance.now();
  const taken = await takePlaces(db, claims.length, config.sendRate, pacing.listLate()).catch(
    (error: unknown) => {
      for (const claim of claims) hand.drop(claim);
      throw error;
    },
  );
  const arrivedAtMs = performance.now();
  round.mayPay = taken.mayPay;
  const { places, clockWasSet } = pacing.read(taken, claims.length, askedAtMs, arrivedAtMs);
  if (clockWasSet) log.warn("the database's clock was set: nothing is sent for a second");
  bell.hold(Math.max(taken.heldMs, clockWasSet ? 1000 : 0));
  for (const [n, place] of places.entries()) queue.push({ claim: claims[n]!, place });
  // Read ahead, so that its turn is not spent on it.
  for (const claim of claims) round.contentOf(claim).catch(() => undefined);
  beginNext(round);
  return Math.max(0, (queue.at(-1)?.place.atMs ?? 0) - arrivedAtMs - aheadMs);
}

/** Begins every message whose turn has come, and comes back for the next. */
function beginNext(round: Round): void {
  const { queue, pacing, hand } = round;
  clearTimeout(round.timer);
  while (queue.length) {
    if (mayNotBegin(round)) {
      giveBack(round);
      return;
    }
    // Comes back when one of them is recorded.
    if (round.begun >= maxBegun) return;
    const nowMs = performance.now();
    const waitMs = pacing.dueAtMs(queue[0]!.place) - nowMs;
    if (waitMs > 0) {
      round.timer = setTimeout(beginNext, Math.ceil(waitMs), round);
      return;
    }
    if (pacing.isForfeit(queue[0]!.place, nowMs)) {
      giveBack(round);
      return;
    }
    const { claim, place } = queue.shift()!;
    // Lapsed, it may be another sender's by now.
    if (hand.holds(claim)) begin(round, claim, pacing.begin(place, nowMs));
    else hand.drop(claim);
  }
}

function begin(round: Round, claim: Claim, begun: Begun): void {
  round.begun += 1;
  const attempt = round.breaker.begin();
  carry(round, claim, (outcome) => {
    round.pacing.answer(begun, performance.now());
    attempt.hear(outcome);
    // The places of the others are as close as only paid messages may be.
    if (outcome.kind === 'unpaid') giveBack(round);
  })
    .then((became) => {
      round.counts[became] += 1;
    })
    .catch((error: unknown) => {
      if (error instanceof ConfigError) round.refused ??= error;
      // Its lease lapses, and it is due again.
      else log.error({ err: error, delivery: claim.id }, 'the outcome of a message was not recorded');
    })
    .finally(() => {
      round.begun -= 1;
      attempt.end();
      letGo(round, claim);
      beginNext(round);
    });
}

/** Makes everything due again that is queued and not begun. */
function giveBack(round: Round): void {
  for (const { claim } of round.queue.splice(0))
    round.ledger
      .release(claim)
      // Its lease lapses.
      .catch((error: unknown) => log.warn({ err: error, delivery: claim.id }, 'a lease was not given back'))
      .finally(() => letGo(round, claim));
}

function letGo({ hand, bell }: Round, claim: Claim): void {
  hand.drop(claim);
  if (!hand.size) bell.ring();
}
