import { expect, test } from 'vitest';
import { indexTexts, keyOf, readWords, sectionKey } from '../../src/digest/words.js';

const text = 'Mưa lớn gây lũ quét ở Đà Bắc. Hoà giải viên, cán bộ xã Covid-19 đến ủy ban.';
const holds = (word: string, inText = text) => indexTexts([[1, inText]])(word).length === 1;

test('a word is found as a whole word, never as a part of one', () => {
  expect(holds('lũ')).toBe(true);
  expect(holds('quét')).toBe(true);
  expect(holds('qué')).toBe(false);
  expect(holds('mưa lớn gây')).toBe(true);
  expect(holds('assad', 'The ambassador came')).toBe(false);
});

test('a word typed with accents is found only as it is written, one without them with any', () => {
  expect(holds('lu quet')).toBe(true);
  expect(holds('LU')).toBe(true);
  expect(holds('lụ')).toBe(false);
  expect(holds('da bac')).toBe(true);
  expect(holds('Đà Bắc')).toBe(true);
  expect(holds('đá bạc')).toBe(false);
});

test('letter case, composition and the place of the tone make no difference', () => {
  expect(holds('ĐÀ BẮC'.normalize('NFD'))).toBe(true);
  expect(holds('hòa giải')).toBe(true);
  expect(holds('lũ', 'Cơn lũ'.normalize('NFD'))).toBe(true);
  expect(keyOf('Hoà Giải')).toBe(keyOf('hòa  giải'));
  expect(keyOf('lũ')).not.toBe(keyOf('lu'));
});

test('a phrase does not go over the end of a sentence or a comma', () => {
  expect(holds('Đà Bắc hoà giải')).toBe(false);
  expect(holds('viên cán bộ')).toBe(false);
  expect(holds('covid 19')).toBe(true);
  expect(holds('covid-19')).toBe(true);
});

test('what is typed is read as words of 2 to 40 characters, divided by commas and lines', () => {
  expect(readWords('  Lũ quét , hạn   hán\ncháy rừng')).toEqual(['Lũ quét', 'hạn hán', 'cháy rừng']);
  expect(readWords('lũ, LŨ')).toHaveLength(1);
  expect(readWords('a')).toEqual([]);
  expect(readWords('x'.repeat(40))).toHaveLength(1);
  expect(readWords('x'.repeat(41))).toEqual([]);
  expect(readWords('!!! ... 🎉🎉')).toEqual([]);
  expect(readWords('🎉'.repeat(2000))).toEqual([]);
  expect(readWords('\u202Elũ\u200F quét'.normalize('NFD'))).toEqual(['lũ quét']);
});

test('one section is known by two newspapers’ spellings of its name', () => {
  expect(sectionKey('Thời sự')).toBe(sectionKey('THỜI  SỰ'));
  expect(sectionKey('Thể thao')).not.toBe(sectionKey('Thời sự'));
});

test('of very many texts a word costs what its rarest part is found in', () => {
  const many = indexTexts(Array.from({ length: 3000 }, (_, n) => [n, `Tin số ${n} về mùa màng`] as const));
  expect(many('tin số 17')).toEqual([17]);
  expect(many('mùa')).toHaveLength(3000);
  expect(many('không có')).toEqual([]);
});
