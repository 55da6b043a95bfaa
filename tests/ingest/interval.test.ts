import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextReadAt, nextTryAt } from '../../src/ingest/interval.js';
import { pack } from '../support/news.js';

// 10:00 local time, far from the digests at 06:30 and 06:45.
const morning = new Date('2026-10-05T03:00:00Z');
const minutesUntil = (from: Date, at: Date) => (at.getTime() - from.getTime()) / 60_000;
const next = (from: Date, weeklyItems: number | undefined, wishes = {}, every_minutes = 15) =>
  minutesUntil(from, nextReadAt(from, { every_minutes, weeklyItems }, wishes, pack, 0.5));

test.each([
  ['in its first week', undefined, 15],
  ['with a hundred items a day', 700, 15],
  ['with five items a day', 35, 28.8],
  ['with a few items a week', 3, 120],
  ['with nothing for a week', 0, 120],
])('a source %s is asked again after its own interval, or up to two hours', (_, weekly, minutes) => {
  expect(next(morning, weekly)).toBeCloseTo(minutes, 1);
});

test('nothing is asked more often than its own interval says', () => {
  expect(next(morning, 700, {}, 240)).toBe(240);
});

test.each([
  ['nothing', {}, 15],
  ['ten minutes', { ttlSeconds: 600 }, 15],
  ['an hour, in the feed', { ttlSeconds: 3600 }, 60],
  ['an hour, in Cache-Control', { maxAgeSeconds: 3600 }, 60],
  ['a week, in the feed', { ttlSeconds: 604_800 }, 180],
  ['a year, in Cache-Control', { maxAgeSeconds: 31_536_000 }, 180],
  ['ten hours, in Retry-After', { retryAfterSeconds: 36_000 }, 600],
  ['a week, in Retry-After', { retryAfterSeconds: 604_800 }, 1440],
])('a publisher that wishes %s is asked no earlier, within bounds', (_, wishes, minutes) => {
  expect(next(morning, undefined, wishes)).toBe(minutes);
});

test('a slow source is read as often as any in the hour before the digests', () => {
  // 05:00 local: the hour before 06:30 begins at 05:30, and not all come in its first minute.
  const early = new Date('2026-10-04T22:00:00Z');
  expect(next(early, 0)).toBe(37.5);
  for (const minutes of [30, 60, 90]) {
    const at = new Date(early.getTime() + minutes * 60_000);
    expect(next(at, 0), `${minutes}`).toBeLessThanOrEqual(22.5);
  }
  // 06:50: the next digest is tomorrow's.
  expect(next(new Date('2026-10-04T23:50:00Z'), 0)).toBe(120);
});

test('a failing source is tried once more before the digests, unless it asked to be left alone', () => {
  const night = new Date('2026-10-04T21:00:00Z');
  const tryAt = (retryAfterSeconds?: number) =>
    minutesUntil(night, nextTryAt(night, { every_minutes: 15, failures: 9 }, retryAfterSeconds, pack, 0.5));
  expect(tryAt()).toBe(97.5);
  expect(tryAt(36_000)).toBe(600);
});

test('whatever the hour and the wishes, it is in the future and within bounds', () => {
  const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true });
  const seconds = fc.option(fc.nat(10_000_000), { nil: undefined });
  fc.assert(
    fc.property(
      instant,
      fc.integer({ min: 1, max: 1440 }),
      fc.option(fc.nat(5000), { nil: undefined }),
      fc.record({ ttlSeconds: seconds, maxAgeSeconds: seconds, retryAfterSeconds: seconds }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (now, every_minutes, weeklyItems, wishes, random) => {
        const at = nextReadAt(now, { every_minutes, weeklyItems }, wishes, pack, random);
        const minutes = minutesUntil(now, at);
        expect(minutes).toBeGreaterThanOrEqual(every_minutes - 0.001);
        expect(minutes).toBeLessThanOrEqual(1440.001);
      },
    ),
  );
});
