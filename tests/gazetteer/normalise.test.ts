import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clean, foldKey, wordKey } from '../../src/gazetteer/normalise.js';

const key = (text: string) => clean(text).split(' ').map(wordKey).join(' ');

test.each([
  ['Thuỷ', 'Thủy'],
  ['Khoẻ', 'Khỏe'],
  ['Hoà', 'Hòa'],
  ['Qúy', 'Quý'],
  ['Lương'.normalize('NFD'), 'Lương'],
  ['Ðà', 'Đà'],
  ['Ɖà', 'Đà'],
  ['Tân\u00A0Lạc', 'Tân Lạc'],
  ['Tân Lạc\u200B', 'Tân Lạc'],
  ['HOÀ', 'hòa'],
])('%s is read as %s', (written, meant) => {
  expect(key(written)).toBe(key(meant));
});

test.each([
  ['Da', 'Đà'],
  ['toàn', 'tòan'],
  ['quý', 'qui'],
])('%s is not %s', (one, other) => {
  expect(key(one)).not.toBe(key(other));
});

test('folding leaves bare letters', () => {
  expect(foldKey(key('Đường Thuỷ'))).toBe('duong thuy');
});

test('cleaning twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(clean(clean(text))).toBe(clean(text));
    }),
  );
});
