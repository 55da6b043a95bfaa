import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeChoice, encodeChoice, findOpen } from '../../src/bot/choice.js';
import type { District } from '../../src/store/region.js';

const district = (number: number, more: Partial<District> = {}): District => ({
  id: `d-${number}`,
  number,
  position: number,
  name: { vi: `Huyện ${number}` },
  whole_region: number === 0,
  successor_id: null,
  ended_at: null,
  ...more,
});
const ended_at = new Date('2025-07-01T00:00:00Z');

test('any choice of a country-sized pack fits a button and comes back as it was', () => {
  const districts = Array.from({ length: 300 }, (_, number) => district(number));
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(299)), (numbers) => {
      const ids = numbers.toSorted((a, b) => a - b).map((number) => `d-${number}`);
      const bits = encodeChoice(districts, ids);
      expect(`v1:c:0630:12:${bits}`.length).toBeLessThanOrEqual(64);
      expect(decodeChoice(districts, bits)).toEqual(ids);
    }),
  );
});

test('a district that was merged since the button was made stands for its successor', () => {
  const before = [district(0), district(1), district(2), district(3)];
  const bits = encodeChoice(before, ['d-1', 'd-3']);
  const after = [
    district(0),
    district(1, { ended_at, successor_id: 'd-2' }),
    district(2),
    district(3, { ended_at }),
  ];
  expect(decodeChoice(after, bits)).toEqual(['d-2']);
});

test('successors that name each other in a circle lead nowhere', () => {
  const circle = [
    district(1, { ended_at, successor_id: 'd-2' }),
    district(2, { ended_at, successor_id: 'd-1' }),
  ];
  expect(findOpen(circle, 'd-1')).toBeUndefined();
});
