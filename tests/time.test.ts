import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atLocal, formatDay, latestSlot, localDay, nextSlot } from '../src/time.js';

const vietnam = 'Asia/Ho_Chi_Minh';
const berlin = 'Europe/Berlin';
const everyDay = [1, 2, 3, 4, 5, 6, 7];

describe('the next slot', () => {
  test.each([
    [
      'today, if its hour is still to come',
      ['06:30'],
      everyDay,
      '2026-11-23T06:29:59+07:00',
      '2026-11-23T06:30:00+07:00',
    ],
    ['strictly after now', ['06:30'], everyDay, '2026-11-23T06:30:00+07:00', '2026-11-24T06:30:00+07:00'],
    [
      'the earlier of two hours',
      ['17:30', '06:30'],
      everyDay,
      '2026-11-23T12:00:00+07:00',
      '2026-11-23T17:30:00+07:00',
    ],
    [
      'on Monday, for officials on a Friday evening',
      ['06:45'],
      [1, 2, 3, 4, 5],
      '2026-11-27T18:00:00+07:00',
      '2026-11-30T06:45:00+07:00',
    ],
    [
      'a week later, for a weekly digest just served',
      ['07:00'],
      [6],
      '2026-11-28T07:00:00+07:00',
      '2026-12-05T07:00:00+07:00',
    ],
  ])('is %s', (_, times, weekdays, now, slot) => {
    expect(nextSlot({ times, weekdays }, vietnam, new Date(now))).toEqual(new Date(slot));
  });

  test('keeps its wall-clock hour when the clocks change', () => {
    const daily = { times: ['06:30'], weekdays: everyDay };
    expect(nextSlot(daily, berlin, new Date('2026-03-28T12:00:00Z'))).toEqual(
      new Date('2026-03-29T04:30:00Z'),
    );
    expect(nextSlot(daily, berlin, new Date('2026-10-24T12:00:00Z'))).toEqual(
      new Date('2026-10-25T05:30:00Z'),
    );
  });

  test('lies after the newest one, with none between', () => {
    const schedule = fc.record({
      times: fc.uniqueArray(fc.constantFrom('06:00', '06:30', '12:00', '17:30', '21:00'), { minLength: 1 }),
      weekdays: fc.uniqueArray(fc.constantFrom(...everyDay), { minLength: 1 }),
    });
    fc.assert(
      fc.property(
        schedule,
        fc.date({ min: new Date('2025-01-01'), max: new Date('2028-01-01'), noInvalidDate: true }),
        fc.constantFrom(vietnam, berlin),
        (own, now, zone) => {
          const last = latestSlot(own, zone, now);
          const next = nextSlot(own, zone, now);
          expect(last <= now && now < next).toBe(true);
          expect(nextSlot(own, zone, last)).toEqual(next);
        },
      ),
      { numRuns: 300 },
    );
  });
});

test('an hour that a change of the clocks skips or doubles is still one instant', () => {
  expect(atLocal(2026, 3, 29, '02:30', berlin)).toEqual(new Date('2026-03-29T01:30:00Z'));
  expect(atLocal(2026, 10, 25, '02:30', berlin)).toEqual(new Date('2026-10-25T00:30:00Z'));
});

test('dates read as people here write them', () => {
  const at = new Date('2019-11-24T23:30:00Z');
  expect(formatDay(at, vietnam, 'vi')).toBe('Thứ Hai, 25/11/2019');
  expect(formatDay(at, vietnam, 'en')).toBe('Monday, 25/11/2019');
  expect(localDay(at, vietnam)).toBe('2019-11-25');
});
