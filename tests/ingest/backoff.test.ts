import { expect, test } from 'vitest';
import { backoffMs } from '../../src/ingest/backoff.js';

const minutes = (ms: number) => ms / 60_000;

test('a failing source waits twice as long each time, three hours at most', () => {
  expect([1, 2, 3, 4, 5, 99].map((failures) => minutes(backoffMs(15, failures, 0.5)))).toEqual([
    15, 30, 60, 120, 180, 180,
  ]);
  expect(minutes(backoffMs(24 * 60, 3, 0.5))).toBe(24 * 60);
});

test('chance spreads it by a quarter each way', () => {
  expect(minutes(backoffMs(60, 1, 0))).toBe(45);
  expect(minutes(backoffMs(60, 1, 0.999_999))).toBeCloseTo(75, 3);
});

test('it is never shorter than the publisher asked for, up to a day', () => {
  expect(minutes(backoffMs(15, 1, 0.5, 7200))).toBe(120);
  expect(minutes(backoffMs(15, 1, 0.5, 10))).toBe(15);
  expect(minutes(backoffMs(15, 1, 0.5, 999_999_999))).toBe(24 * 60);
});
