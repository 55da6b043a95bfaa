import { expect, test } from 'vitest';
import { instant } from '../../src/commands/instant.js';

test.each([
  ['2026-11-24T06:30', '2026-11-23T23:30:00Z'],
  ['2026-11-24T06:30:00', '2026-11-23T23:30:00Z'],
  ['2026-11-24T06:30:00+07:00', '2026-11-23T23:30:00Z'],
  ['2026-11-24T06:30:00Z', '2026-11-24T06:30:00Z'],
])('%s is read in the region’s time zone unless it names its own', (text, utc) => {
  expect(instant(text, 'Asia/Ho_Chi_Minh')).toEqual(new Date(utc));
});

test.each(['2026-11-24', 'tomorrow', '06:30', '2026-11-24T99:99', ''])('“%s” is no time', (text) => {
  expect(() => instant(text, 'Asia/Ho_Chi_Minh')).toThrow('--at');
});
