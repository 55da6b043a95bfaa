import { log } from '../log.js';
import type { Bell } from './bell.js';
import type { Outcome } from './outcome.js';

// With one answer in fifty lost, so many in a row come once in 10^13 messages.
const unknownInRow = 8;
const longestWaitMs = 15_000;

/** A message on its way, as the breaker sees it. */
export interface Attempt {
  /** What one request brought; a known outcome, whatever it says, shows that Telegram is there. */
  hear(outcome: Outcome): void;
  /** No more requests are made for it. */
  end(): void;
}

/**
 * Notices that Telegram is away (cannot be reached, or no answer tells anything) and keeps a sender from trying every
 * message in vain: it waits for a second, then for twice as long each time, and lets one message find out whether
 * Telegram is back. One for each sender, for as long as it runs.
 */
export interface Breaker {
  /** How many messages may begin now: any number, or 1 to find out, or none while that is awaited. */
  room(): number;
  begin(): Attempt;
}

/** Rings `bell` when the next message may begin. */
export function createBreaker(bell: Bell): Breaker {
  let timesAway = 0;
  let inRow = 0;
  let away: { sinceMs: number; waitMs: number; untilMs: number; probe: Attempt | undefined } | undefined;

  function wait(waitMs: number): void {
    const nowMs = performance.now();
    away = { sinceMs: away?.sinceMs ?? nowMs, waitMs, untilMs: nowMs + waitMs, probe: undefined };
    bell.ringIn(waitMs + 1);
  }
  function missAnswer(description: string): void {
    inRow += 1;
    if (inRow < unknownInRow) {
      log.warn({ description }, 'no answer from Telegram');
      return;
    }
    log.warn({ description }, 'Telegram is away: one message at a time until it answers');
    timesAway += 1;
    wait(1000);
    bell.ring();
  }
  function findAnswer(): void {
    inRow = 0;
    if (!away) return;
    log.warn({ seconds: Math.round((performance.now() - away.sinceMs) / 1000) }, 'Telegram is back');
    away = undefined;
    bell.ring();
  }
  return {
    room() {
      if (!away) return Number.POSITIVE_INFINITY;
      return away.probe || performance.now() < away.untilMs ? 0 : 1;
    },
    begin() {
      const begunIn = timesAway;
      const attempt: Attempt = {
        hear(outcome) {
          if (outcome.kind !== 'unknown') findAnswer();
          // What had begun before Telegram was known to be away tells nothing new.
          else if (begunIn !== timesAway) return;
          else if (away) wait(Math.min(away.waitMs * 2, longestWaitMs));
          else missAnswer(outcome.description);
        },
        end() {
          if (away?.probe === attempt) away.probe = undefined;
        },
      };
      if (away) away.probe = attempt;
      return attempt;
    },
  };
}
