import { expect, test } from 'vitest';
import { readDate, readDates } from '../../src/ingest/dates.js';

const zone = 'Asia/Ho_Chi_Minh';
const now = new Date('2026-10-05T00:00:00Z');

test.each([
  ['Mon, 25 Nov 2019 08:00:00 +0700', '2019-11-25T01:00:00Z'],
  ['Mon, 05 Oct 26 14:10:00 +0700', '2026-10-05T07:10:00Z'],
  ['Mon, 05 Oct 2026 11:07:00 +07', '2026-10-05T04:07:00Z'],
  ['Mon, 07 Sep 2026 19:41:53 GMT+7', '2026-09-07T12:41:53Z'],
  ['Wed, 16 Jul 2025 09:30:00  gMt + 7 ', '2025-07-16T02:30:00Z'],
  ['25/11/2019 3:05:00 CH', '2019-11-25T08:05:00Z'],
  ['25/11/2019 12:05:00 SA', '2019-11-24T17:05:00Z'],
  ['25-11-2019 08:00 GMT+7', '2019-11-25T01:00:00Z'],
  ['Thứ 5, 28/05/2026 17:00:00 GMT+7', '2026-05-28T10:00:00Z'],
  ['Thứ Hai, 25/11/2019 | 08:00', '2019-11-25T01:00:00Z'],
  ['08:00 | 25/11/2019', '2019-11-25T01:00:00Z'],
  ['Cập nhật lúc 8h30 ngày 25/11/2019', '2019-11-25T01:30:00Z'],
  ['Chủ nhật, ngày 24/11/2019', '2019-11-23T17:00:00Z'],
  ['Ngày 25 tháng 11 năm 2019, 8 giờ 05', '2019-11-25T01:05:00Z'],
  ['28 Thg 5, 2026 17:00', '2026-05-28T10:00:00Z'],
  ['Thu, 28 Th05 2026 17:00:00 +0700', '2026-05-28T10:00:00Z'],
  ['Thu May 28 17:00:00 ICT 2026', '2026-05-28T10:00:00Z'],
  ['2026-10-05T07:10:00Z', '2026-10-05T07:10:00Z'],
  ['2026-10-05T07:10:00.123+07:00', '2026-10-05T00:10:00Z'],
  ['2026-10-05 07:10:30', '2026-10-05T00:10:30Z'],
  ['2026-10-05', '2026-10-04T17:00:00Z'],
  ['Nov 25, 2019 08:00', '2019-11-25T01:00:00Z'],
  ['Mon, 25 Nov 2019 08:00:00 EST', '2019-11-25T13:00:00Z'],
  ['Mon, 25 Nov 2019 08:00:00 -0330', '2019-11-25T11:30:00Z'],
  ['Mon, 25 Nov 2019 24:00:00 +0700', '2019-11-25T17:00:00Z'],
  ['20191125T080000+0700', '2019-11-25T01:00:00Z'],
  ['20191125T010000Z', '2019-11-25T01:00:00Z'],
  ['20191125080000', '2019-11-25T01:00:00Z'],
  ['2019.11.25 08:00', '2019-11-25T01:00:00Z'],
  ['20191125', '2019-11-24T17:00:00Z'],
  ['1574643600', '2019-11-25T01:00:00Z'],
  ['1574643600000', '2019-11-25T01:00:00Z'],
  ['1574643600.5', '2019-11-25T01:00:00Z'],
  ['/Date(1574643600000+0700)/', '2019-11-25T01:00:00Z'],
  ['Thứ Hai, 25 Tháng Mười Một 2019 08:00', '2019-11-25T01:00:00Z'],
  ['5 Tháng mười, 2026 08:00', '2026-10-05T01:00:00Z'],
  ['Tháng 10 5, 2026 08:00', '2026-10-05T01:00:00Z'],
  ['Tháng Tư 5, 2026', '2026-04-04T17:00:00Z'],
])('%s is %s', (text, utc) => {
  expect(readDate(text, zone)?.toISOString()).toBe(new Date(utc).toISOString());
});

test.each(['', 'hôm qua', '31/02/2019 08:00', '25/13/2019', '25/11/2019 25:00', '99999999'])(
  '%j is no date',
  (text) => {
    expect(readDate(text, zone)).toBeUndefined();
  },
);

test.each([
  ['12 giờ trước', '2026-10-04T12:00:00Z'],
  ['khoảng 1 giờ 30 phút trước', '2026-10-04T22:30:00Z'],
  ['Cách đây 2 ngày', '2026-10-03T00:00:00Z'],
  ['một tuần trước', '2026-09-28T00:00:00Z'],
  ['2 hours ago', '2026-10-04T22:00:00Z'],
  ['an hour ago', '2026-10-04T23:00:00Z'],
  ['vừa xong', '2026-10-05T00:00:00Z'],
  ['Hôm nay, 05:15', '2026-10-04T22:15:00Z'],
  ['Hôm qua lúc 14h30', '2026-10-04T07:30:00Z'],
  ['hôm qua', '2026-10-03T17:00:00Z'],
  ['Yesterday', '2026-10-03T17:00:00Z'],
])('%s is %s, counted from when it was read', (text, utc) => {
  expect(readDates([text], zone, now)).toEqual([new Date(utc)]);
});

test.each(['trước', '3 bài trước', 'hai giờ', '2 hours', 'Trước 30 ngày phải nộp'])(
  '%j does not say how long ago',
  (text) => {
    expect(readDates([text], zone, now)).toEqual([undefined]);
  },
);

test('a date with a month in words says nothing of the order of those in numbers', () => {
  const read = readDates(['08:15 05/10/2026', 'October 3, 2026 8:00 AM'], zone, now);
  expect(read[0]).toEqual(new Date('2026-10-05T01:15:00Z'));
});

test('one number above twelve tells the order of the whole feed', () => {
  const read = readDates(['10/2/2026 9:25:00 AM', '9/24/2026 9:41:00 PM', undefined], zone, now);
  expect(read.map((date) => date?.toISOString())).toEqual([
    '2026-10-02T02:25:00.000Z',
    '2026-09-24T14:41:00.000Z',
    undefined,
  ]);
  expect(readDates(['10/2/2026 09:25', '24/9/2026 21:41'], zone, now)[0]).toEqual(
    new Date('2026-02-10T02:25:00Z'),
  );
});

test('without such a number news is not from the future, AM and PM write the month first, others the day', () => {
  expect(readDates(['10/11/2026 05:00', '10/2/2026 05:00'], zone, new Date('2026-10-15'))[0]).toEqual(
    new Date('2026-10-10T22:00:00Z'),
  );
  expect(readDates(['10/2/2026 9:25:00 AM'], zone, now)[0]?.toISOString()).toBe('2026-10-02T02:25:00.000Z');
  expect(readDates(['1/2/2026 09:25'], zone, now)[0]?.toISOString()).toBe('2026-02-01T02:25:00.000Z');
});
