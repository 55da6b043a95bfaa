import type { RegionPack } from '../region.js';
import { day, hour, nextSlot } from '../time.js';
import { backoffMs } from './backoff.js';
import type { Asked } from './headers.js';

// What is found in a tenth of the usual time between two items is found early enough.
const shareOfGap = 10;
const minute = 60_000;
const longestOwnMs = 2 * hour;
// A week of items tells how often a source publishes.
const week = 7 * day;
// Caches and feeds are often told so by mistake, or for no reason at all; news must not be hidden by it.
const longestHintMs = 3 * hour;
const longestRetryAfterMs = day;
const everyDay = [1, 2, 3, 4, 5, 6, 7];

/** What the publisher says about when to come back, in the feed and in the answer's headers. */
export interface Wishes extends Asked {
  ttlSeconds?: number | null | undefined;
}

export interface Pace {
  every_minutes: number;
  /** Items first seen in the last seven days; undefined in a source's first week, which brings its backlog. */
  weeklyItems: number | undefined;
}

type Region = Pick<RegionPack, 'digest_times' | 'time_zone'>;

/**
 * When a source that was read is read again: less often the less it publishes, from `every_minutes` up to two hours,
 * but in the hour before the region's digests; and never before the publisher wishes, up to three hours for what is
 * said about keeping and a day for Retry-After. `random` is in [0, 1).
 */
export function nextReadAt(now: Date, pace: Pace, wishes: Wishes, region: Region, random: number): Date {
  const { every_minutes, weeklyItems } = pace;
  const gapMs = weeklyItems === undefined ? 0 : week / Math.max(weeklyItems, 1);
  const own = Math.max(every_minutes * minute, Math.min(gapMs / shareOfGap, longestOwnMs));
  const due = freshForDigests(now, own, every_minutes, region, random);
  return new Date(now.getTime() + Math.max(due, wishedMs(wishes)));
}

/**
 * When a source that failed `failures` times in a row is tried again: after backoffMs, but in the hour before the
 * region's digests, unless the publisher asked us to stay away.
 */
export function nextTryAt(
  now: Date,
  { every_minutes, failures }: { every_minutes: number; failures: number },
  retryAfterSeconds: number | undefined,
  region: Region,
  random: number,
): Date {
  const backoff = backoffMs(every_minutes, failures, random, retryAfterSeconds);
  const due = retryAfterSeconds ? backoff : freshForDigests(now, backoff, every_minutes, region, random);
  return new Date(now.getTime() + due);
}

/**
 * `delayMs`, or as much less as it takes to be read every `everyMinutes` in the hour before the region's digests. Chats
 * with hours of their own read what is there by then.
 */
function freshForDigests(
  now: Date,
  delayMs: number,
  everyMinutes: number,
  { digest_times, time_zone }: Region,
  random: number,
): number {
  const everyMs = everyMinutes * minute;
  const slot = nextSlot({ times: Object.values(digest_times), weekdays: everyDay }, time_zone, now);
  // Not all sources in the same minute.
  const opensMs = slot.getTime() - hour + random * Math.min(everyMs, hour / 2) - now.getTime();
  return Math.min(delayMs, Math.max(opensMs, everyMs));
}

function wishedMs({ ttlSeconds, maxAgeSeconds, retryAfterSeconds }: Wishes): number {
  const hintMs = Math.max(ttlSeconds ?? 0, maxAgeSeconds ?? 0) * 1000;
  return Math.max(
    Math.min(hintMs, longestHintMs),
    Math.min((retryAfterSeconds ?? 0) * 1000, longestRetryAfterMs),
  );
}
