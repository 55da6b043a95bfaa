import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayNumber, formatDay, formatMonth } from '../../src/bot/days.js';
import { findMeant } from '../../src/bot/typed-day.js';

// A Monday.
const today = dayNumber(2026, 11, 23);

function meant(typed: string, on = today): string | undefined {
  const found = findMeant(typed, on);
  if (!found || found.kind === 'impossible') return found?.kind;
  return found.kind === 'month' ? formatMonth(found.month) : `${found.kind} ${formatDay(found.day)}`;
}

for (const [typed, day] of Object.entries({
  '22/11': '2026-11-22',
  '22-11': '2026-11-22',
  '22.11': '2026-11-22',
  '22 / 11': '2026-11-22',
  '5/3': '2026-03-05',
  '25/11': '2025-11-25',
  '25/11/2019': '2019-11-25',
  '25-11-19': '2019-11-25',
  '2019-11-25': '2019-11-25',
  '20191125': '2019-11-25',
  'ngày 25 tháng 11': '2025-11-25',
  'ngay 25 thang 11 nam 2019': '2019-11-25',
  'Tin ngày 25/11/2019?': '2019-11-25',
  'hôm nay có tin gì?': '2026-11-23',
  'Hôm qua có gì mới không': '2026-11-22',
  'có tin gì hôm nay không?': '2026-11-23',
  'tin tức sáng nay': '2026-11-23',
  'tối qua': '2026-11-22',
  'ngày mai': '2026-11-24',
  tomorrow: '2026-11-24',
  'xem tin hôm qua': '2026-11-22',
  'mùng 5 tháng 3': '2026-03-05',
  'ngày 24': '2026-10-24',
  'ngày 31': '2026-10-31',
  '29/2': '2024-02-29',
  'hôm nay': '2026-11-23',
  'HÔM QUA': '2026-11-22',
  'hom qua': '2026-11-22',
  'ngày hôm qua': '2026-11-22',
  'hôm kia': '2026-11-21',
  '3 ngày trước': '2026-11-20',
  'thứ hai': '2026-11-23',
  'thứ Ba': '2026-11-17',
  'thu bay': '2026-11-21',
  'chủ nhật': '2026-11-22',
  'thứ hai tuần trước': '2026-11-16',
  'chủ nhật tuần trước': '2026-11-22',
  'thứ hai vừa qua': '2026-11-16',
  today: '2026-11-23',
  Yesterday: '2026-11-22',
  'The day before yesterday': '2026-11-21',
  'last Monday': '2026-11-16',
  Friday: '2026-11-20',
  '25 November 2019': '2019-11-25',
  'Nov 2': '2026-11-02',
}))
  test(`“${typed}” is ${day}`, () => {
    expect(meant(typed)).toBe(`day ${day}`);
    expect(meant(typed.normalize('NFD'))).toBe(`day ${day}`);
  });

for (const [typed, what] of Object.entries({
  'tuần trước': 'week 2026-11-16',
  'tuan nay': 'week 2026-11-23',
  'last week': 'week 2026-11-16',
  'tháng trước': '10/2026',
  'tháng 12': '12/2025',
  'tháng 2 năm 2020': '02/2020',
  '11/2019': '11/2019',
  '31/2': 'impossible',
  '30/02/2020': 'impossible',
  '29/2/2023': 'impossible',
  '0/0': 'impossible',
  '99/99': 'impossible',
  'tháng 13': 'impossible',
  '1/1/0001': 'impossible',
}))
  test(`“${typed}” is ${what}`, () => expect(meant(typed)).toBe(what));

test('what is no date is left to others', () => {
  for (const typed of [
    '',
    'Đà Bắc',
    'lũ',
    'mai',
    'tin mới',
    'có tin gì không',
    '112',
    '25',
    'thu',
    'xã 12',
    '🎉'.repeat(2048),
    '25/11 lũ quét',
    '1.000.000',
  ])
    expect(findMeant(typed, today), typed).toBeUndefined();
});

test('any text is answered, and a day without a year is never one to come', () => {
  const piece = fc.oneof(
    fc.constantFrom('ngày ', 'tháng ', ' năm ', 'hôm qua', 'thứ ', '/', '-', '.', ' ', '\u202e', '<b>', '٣'),
    fc.integer({ min: 0, max: 9999 }).map(String),
    fc.string({ unit: 'grapheme', maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 7 }), fc.integer({ min: 0, max: 40_000 }), (pieces, on) => {
      findMeant(pieces.join(''), on);
    }),
    { numRuns: 2000 },
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 28 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 15_000, max: 40_000 }),
      (dayOfMonth, month, on) => {
        const found = findMeant(`${dayOfMonth}/${month}`, on);
        expect(found?.kind).toBe('day');
        const { day } = found as { day: number };
        expect(day).toBeLessThanOrEqual(on);
        expect(day).toBeGreaterThan(on - 367);
      },
    ),
  );
});
