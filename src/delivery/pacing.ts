import type { Places } from '../store/budget.js';

/** A message's turn, in milliseconds by performance.now(), before what this sender is behind. */
export interface Place {
  atMs: number;
  /** Before it, for so long, nobody had a place. */
  gapMs: number;
}

// A timer's own lateness, which evens out.
const toleranceMs = 1.5;
// How much of the time between two places is used to catch up.
const catchUp = 0.001;
// How much the estimate of the database's clock follows answers that took longer, at each.
const driftMs = 0.1;

/**
 * Keeps one sender to its places. One that comes late (a slow answer of the database, a busy processor, no hand free)
 * does not send what it missed in a burst, which would put more into a second than the rate: everything after it moves
 * by as much, and comes back a thousandth at a time, or at once where places were left unused.
 */
export interface Pacing {
  /** The places as instants here; `arrivedAtMs` is when the database's answer came. */
  read(places: Places, n: number, arrivedAtMs: number): Place[];
  /** When its turn is, as far behind as we are. */
  dueAtMs(place: Place): number;
  /** To be told of every message that begins, in order. */
  begin(place: Place, nowMs: number): void;
}

export function createPacing(): Pacing {
  let offsetMs: number | undefined;
  let behindMs = 0;
  let lastAtMs = Number.NEGATIVE_INFINITY;
  return {
    read({ nowMs, firstMs, stepMs, gapMs }, n, arrivedAtMs) {
      // The quickest answers tell best what the database's clock shows; one far off says that the clock was set.
      const seen = arrivedAtMs - nowMs;
      const known = offsetMs !== undefined && Math.abs(seen - offsetMs) < 1000;
      offsetMs = known ? Math.min(seen, offsetMs! + driftMs) : seen;
      const firstAtMs = firstMs + offsetMs;
      return Array.from({ length: n }, (_, place) => ({
        atMs: firstAtMs + place * stepMs,
        gapMs: place === 0 ? gapMs : 0,
      }));
    },
    dueAtMs: ({ atMs, gapMs }) => atMs + Math.max(0, behindMs - gapMs),
    begin({ atMs, gapMs }, nowMs) {
      const caughtUp = Math.max(0, atMs - lastAtMs) * catchUp + gapMs;
      behindMs = Math.max(0, behindMs - caughtUp, nowMs - atMs - toleranceMs);
      lastAtMs = atMs;
    },
  };
}
