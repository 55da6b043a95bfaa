import type { Places } from '../store/budget.js';

/** A message's turn; instants are milliseconds by performance.now(). */
export interface Place {
  atMs: number;
  /** How far apart this place and the one a full second's messages before it are. */
  secondMs: number;
  stepMs: number;
}

/** A message that has begun. */
export interface Begun {
  atMs: number;
  beganMs: number;
  answeredMs: number | undefined;
}

// How much an estimate (of the database's clock, of the quickest answer) follows what took longer, at each.
const driftMs = 0.1;
// Timers and estimates are good for a millisecond.
const roundingMs = 1;

/**
 * Keeps one sender to its places, and to the rate where messages reach Telegram: a message that came late (a slow
 * network, a busy processor, no hand free) moves the one that is a second's messages behind it, which would meet it
 * in the same second, and no other.
 */
export interface Pacing {
  /** `n` places as instants here; `arrivedAtMs` is when the database's answer came. */
  read(places: Places, n: number, arrivedAtMs: number): Place[];
  /** When its turn is; to be asked of one place after the other. */
  dueAtMs(place: Place): number;
  begin(place: Place, nowMs: number): Begun;
  /** Telegram's answer to it came. */
  answer(begun: Begun, nowMs: number): void;
}

/** For `rate` messages a second. */
export function createPacing(rate: number): Pacing {
  let offsetMs: number | undefined;
  let quickestMs = Number.POSITIVE_INFINITY;
  const lastSecond: Begun[] = [];
  let notBeforeMs = 0;
  /** When it reached Telegram, as far as is known, less the time that every message takes. */
  const cameAtMs = ({ beganMs, answeredMs }: Begun) =>
    answeredMs === undefined ? beganMs : Math.max(beganMs, answeredMs - quickestMs);
  return {
    read({ nowMs, firstMs, stepMs }, n, arrivedAtMs) {
      // The quickest answers tell best what the database's clock shows; one far off says that the clock was set.
      const seen = arrivedAtMs - nowMs;
      const known = offsetMs !== undefined && Math.abs(seen - offsetMs) < 1000;
      offsetMs = known ? Math.min(seen, offsetMs! + driftMs) : seen;
      const firstAtMs = firstMs + offsetMs;
      const secondMs = stepMs * rate;
      return Array.from({ length: n }, (_, place) => ({
        atMs: firstAtMs + place * stepMs,
        secondMs,
        stepMs,
      }));
    },
    dueAtMs({ atMs, secondMs, stepMs }) {
      while (lastSecond.length && lastSecond[0]!.atMs < atMs - secondMs + stepMs / 2)
        notBeforeMs = Math.max(notBeforeMs, cameAtMs(lastSecond.shift()!) + 1000 + roundingMs);
      return Math.max(atMs, notBeforeMs);
    },
    begin({ atMs }, nowMs) {
      const begun = { atMs, beganMs: nowMs, answeredMs: undefined };
      lastSecond.push(begun);
      return begun;
    },
    answer(begun, nowMs) {
      begun.answeredMs = nowMs;
      quickestMs = Math.min(nowMs - begun.beganMs, quickestMs + driftMs);
    },
  };
}
