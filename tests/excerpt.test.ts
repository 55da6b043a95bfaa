import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerpt } from '../src/excerpt.js';

test.each([
  ['a short text stays', 'Bà con làm đất sớm.', 100, 'Bà con làm đất sớm.'],
  [
    'whole sentences',
    'Bà con làm đất sớm. Giống đã đủ. Rét đến muộn hơn mọi năm.',
    40,
    'Bà con làm đất sớm. Giống đã đủ.',
  ],
  [
    'no end of sentence in an abbreviation',
    'Công trình ở TP. Hòa Bình đã xong phần móng',
    30,
    'Công trình ở TP. Hòa Bình đã…',
  ],
  [
    'no end of sentence in a number',
    'Toàn huyện có 4.475 đảng viên ở các chi bộ',
    30,
    'Toàn huyện có 4.475 đảng viên…',
  ],
  ['one long word is cut between characters', '👨‍👩‍👧‍👦'.repeat(5), 20, `${'👨‍👩‍👧‍👦'}…`],
  ['one that is cut within a character too', '👨‍👩‍👧‍👦'.repeat(5), 30, `${'👨‍👩‍👧‍👦'.repeat(2)}…`],
])('%s', (_, text, limit, expected) => {
  expect(excerpt(text, limit)).toBe(expected);
});

test('never longer than asked for, never half a character', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.integer({ min: 1, max: 150 }),
      (text, limit) => {
        const cut = excerpt(text.toWellFormed(), limit);
        expect(cut.length).toBeLessThanOrEqual(limit);
        expect(cut.isWellFormed()).toBe(true);
      },
    ),
  );
});
