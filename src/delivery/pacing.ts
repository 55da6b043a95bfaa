import type { Places } from '../store/budget.js';

/** A message's turn; instants are milliseconds by performance.now(). */
export interface Place {
  atMs: number;
  /** As `atMs`, but without the time in which nobody had a place: what counts the messages between two. */
  runMs: number;
  /** How far apart this place and the one a full second's messages before it are. */
  secondMs: number;
  stepMs: number;
}

/** A message that has begun. */
export interface Begun {
  runMs: number;
  beganMs: number;
  answeredMs: number | undefined;
}

// How much the estimates of the database's clock and of the quickest answer follow what took longer, at each. Answers
// come up to a thousand a second, and a slow second must not pass for the usual.
const driftMs = 0.1;
const answerDriftMs = 0.005;
// How far the clocks may run apart between two answers; more says that the database's was set.
const apartMs = 50;
// Timers and estimates are good for two milliseconds.
const roundingMs = 2;

/**
 * Keeps one sender to its places, and to the rate where messages reach Telegram: a message that came late (a slow
 * network, a busy processor, no hand free) moves the one that is a second's messages behind it, which would meet it
 * in the same second, and no other.
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
  /** To be told of every message that begins, in order. */
  begin(place: Place, nowMs: number): Begun;
  /** Telegram's answer to it came. */
  answer(begun: Begun, nowMs: number): void;
}

/** For `rate` messages a second. */
export function createPacing(rate: number): Pacing {
  let offsetMs: number | undefined;
  // What the clock here was ahead of the database's when it was last read: something between the two.
  let ahead: [atLeastMs: number, atMostMs: number] | undefined;
  let quickestMs = Number.POSITIVE_INFINITY;
  const lastSecond: Begun[] = [];
  let notBeforeMs = 0;
  let gapsMs = 0;
  /** A second after it reached Telegram, as far as is known by now, less the time that every message takes. */
  const soonestAfterMs = ({ beganMs, answeredMs = 0 }: Begun) =>
    Math.max(beganMs, answeredMs - quickestMs) + 1000 + roundingMs;
  /** How many of the last second's are a full second's messages before this one. */
  const countBefore = ({ runMs, secondMs, stepMs }: Place) => {
    let n = 0;
    while (n < lastSecond.length && lastSecond[n]!.runMs < runMs - secondMs + stepMs / 2) n += 1;
    return n;
  };
  return {
    read({ nowMs, firstMs, stepMs, gapMs }, n, askedAtMs, arrivedAtMs) {
      const [atLeastMs, atMostMs] = [askedAtMs - nowMs, arrivedAtMs - nowMs];
      const clockWasSet =
        ahead !== undefined && (atMostMs < ahead[0] - apartMs || atLeastMs > ahead[1] + apartMs);
      ahead = [atLeastMs, atMostMs];
      // The quickest answers tell best what the database's clock shows.
      offsetMs = offsetMs === undefined || clockWasSet ? atMostMs : Math.min(atMostMs, offsetMs + driftMs);
      const firstAtMs = firstMs + offsetMs;
      // A clock that was set shows gaps that were none.
      if (!clockWasSet) gapsMs += gapMs;
      const places = Array.from({ length: n }, (_, place) => {
        const atMs = firstAtMs + place * stepMs;
        return { atMs, runMs: atMs - gapsMs, secondMs: stepMs * rate, stepMs };
      });
      return { places, clockWasSet };
    },
    dueAtMs(place) {
      const before = lastSecond.slice(0, countBefore(place));
      return Math.max(place.atMs, notBeforeMs, ...before.map(soonestAfterMs));
    },
    begin(place, nowMs) {
      for (const begun of lastSecond.splice(0, countBefore(place)))
        notBeforeMs = Math.max(notBeforeMs, soonestAfterMs(begun));
      const begun = { runMs: place.runMs, beganMs: nowMs, answeredMs: undefined };
      lastSecond.push(begun);
      return begun;
    },
    answer(begun, nowMs) {
      begun.answeredMs = nowMs;
      quickestMs = Math.min(nowMs - begun.beganMs, quickestMs + answerDriftMs);
    },
  };
}
