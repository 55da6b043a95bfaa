import type { Late, Places } from '../store/budget.js';

/** A message's turn; instants are milliseconds by performance.now(). */
export interface Place {
  atMs: number;
  /** Counted over all senders. */
  number: number;
  /** How many messages Telegram takes in any second. */
  perSecond: number;
}

/** A message that has begun. */
export interface Begun {
  place: Place;
  beganMs: number;
  answeredMs: number | undefined;
  /** When it reached Telegram, as other senders were told. */
  toldMs: number;
}

// How much the estimates of the database's clock and of the quickest answer follow what took longer, at each. Answers
// come up to a thousand a second, and a slow second must not pass for the usual.
const driftMs = 0.1;
const answerDriftMs = 0.005;
// How far the clocks may run apart between two answers; more says that the database's was set.
const apartMs = 50;
// Timers and estimates are good for two milliseconds.
const roundingMs = 2;
// Other senders hear of a late message within half a second, and a place later than this they could no longer mind.
const longestLateMs = 250;

/**
 * Keeps the senders to their places, and to the rate where messages reach Telegram: a message that came late (a slow
 * network, a busy processor, no hand free) moves the one that is a second's messages behind it, which would meet it
 * in the same second, and no other. Whoever holds that place hears of it with its block.
 */
export interface Pacing {
  /**
   * `n` places as instants here; the database was asked at `askedAtMs`, and its answer came at `arrivedAtMs`. Where its
   * clock was set since the last answer, the places may be those of messages that others still begin: none should
   * for a second.
   */
  read(
    places: Places,
    n: number,
    askedAtMs: number,
    arrivedAtMs: number,
  ): { places: Place[]; clockWasSet: boolean };
  /** When its turn is, as far as is known by now. */
  dueAtMs(place: Place): number;
  /** Too late to be used: another sender may be at the place that is a second behind it. */
  isForfeit(place: Place, nowMs: number): boolean;
  /** To be told of every message that begins, in order. */
  begin(place: Place, nowMs: number): Begun;
  /** Telegram's answer to it came. */
  answer(begun: Begun, nowMs: number): void;
  /** What other senders have to hear of: until `read` brings the places that were asked for with it. */
  listLate(): Late[];
}

export function createPacing(): Pacing {
  let offsetMs: number | undefined;
  // What the clock here was ahead of the database's when it was last read: something between the two.
  let ahead: [atLeastMs: number, atMostMs: number] | undefined;
  let quickestMs = Number.POSITIVE_INFINITY;
  const lastSecond: Begun[] = [];
  let notBeforeMs = 0;
  let late: readonly Late[] = [];
  let telling: { begun: Begun; reached: number }[] = [];
  let nextNumber: number | undefined;
  let othersUntilNumber = 0;
  const reachedMs = ({ beganMs, answeredMs = 0 }: Begun) => Math.max(beganMs, answeredMs - quickestMs);
  /** A second after it reached Telegram, as far as is known by now, less the time that every message takes. */
  const soonestAfterMs = (begun: Begun) => reachedMs(begun) + 1000 + roundingMs;
  /** How many of the last second's are a full second's messages before this one. */
  const countBefore = ({ number, perSecond }: Place) => {
    let n = 0;
    while (n < lastSecond.length && lastSecond[n]!.place.number <= number - perSecond) n += 1;
    return n;
  };
  const hasCompany = () => othersUntilNumber >= (nextNumber ?? 0);
  return {
    read(taken, n, askedAtMs, arrivedAtMs) {
      const { heldMs, nowMs, firstMs, stepMs, firstNumber, perSecond } = taken;
      const [atLeastMs, atMostMs] = [askedAtMs - nowMs, arrivedAtMs - nowMs];
      const clockWasSet =
        ahead !== undefined && (atMostMs < ahead[0] - apartMs || atLeastMs > ahead[1] + apartMs);
      ahead = [atLeastMs, atMostMs];
      // The quickest answers tell best what the database's clock shows.
      offsetMs = offsetMs === undefined || clockWasSet ? atMostMs : Math.min(atMostMs, offsetMs + driftMs);
      const firstAtMs = firstMs + offsetMs;
      // Whoever took the places between, or before, may hold those a second behind ours.
      if (firstNumber !== nextNumber) othersUntilNumber = firstNumber + 2 * perSecond;
      nextNumber = firstNumber + (heldMs > 0 ? 0 : n);
      // Where there were no places nothing was told either.
      if (heldMs <= 0) for (const { begun, reached } of telling) begun.toldMs = reached;
      late = taken.late.map(({ number, reachedMs }) => ({ number, reachedMs: reachedMs + offsetMs! }));
      const places = Array.from({ length: n }, (_, place) => ({
        atMs: firstAtMs + place * stepMs,
        number: firstNumber + place,
        perSecond,
      }));
      return { places, clockWasSet };
    },
    dueAtMs(place) {
      const own = lastSecond.slice(0, countBefore(place)).map(soonestAfterMs);
      const others = late
        .filter(({ number }) => number <= place.number - place.perSecond)
        .map(({ reachedMs }) => reachedMs + 1000 + roundingMs);
      return Math.max(place.atMs, notBeforeMs, ...own, ...others);
    },
    isForfeit: (place, nowMs) => hasCompany() && nowMs - place.atMs > longestLateMs,
    begin(place, nowMs) {
      for (const begun of lastSecond.splice(0, countBefore(place)))
        notBeforeMs = Math.max(notBeforeMs, soonestAfterMs(begun));
      const begun = { place, beganMs: nowMs, answeredMs: undefined, toldMs: place.atMs };
      lastSecond.push(begun);
      return begun;
    },
    answer(begun, nowMs) {
      begun.answeredMs = nowMs;
      quickestMs = Math.min(nowMs - begun.beganMs, quickestMs + answerDriftMs);
    },
    listLate() {
      telling = [];
      if (!hasCompany()) return [];
      telling = lastSecond
        .map((begun) => ({ begun, reached: reachedMs(begun) }))
        .filter(({ begun, reached }) => reached >= begun.toldMs + 1);
      return telling.map(({ begun, reached }) => ({
        number: begun.place.number,
        reachedMs: reached - offsetMs!,
      }));
    },
  };
}
