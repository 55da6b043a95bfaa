import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findDistricts } from '../../src/gazetteer/find.js';
import { createGazetteer } from '../../src/gazetteer/gazetteer.js';
import { loadRegion } from '../../src/region.js';
import { root } from '../../src/root.js';

const gazetteer = createGazetteer(loadRegion(join(root, 'regions/hoa-binh')));
const find = (typed: string) =>
  findDistricts(gazetteer, typed).map(({ place, district_ids }) => `${place}: ${district_ids.join(' ')}`);

test.each([
  ['Đà Bắc', ['Đà Bắc: da-bac']],
  ['da bac', ['Đà Bắc: da-bac']],
  ['ĐÀ BẮC', ['Đà Bắc: da-bac']],
  ['huyện Lạc Thuỷ', ['Lạc Thủy: lac-thuy']],
  ['tin ve da bac', ['Đà Bắc: da-bac']],
  ['tphb', ['TP Hòa Bình: tp-hoa-binh']],
  ['tp hoa binh', ['TP Hòa Bình: tp-hoa-binh']],
  ['xã Vũ Bình', ['xã Vũ Bình: lac-son']],
  ['mường bi', ['xã Mường Bi: tan-lac']],
  ['ban lac', ['bản Lác: mai-chau']],
  ['dốc cun', ['dốc Cun: cao-phong tp-hoa-binh']],
  ['bo', ['thị trấn Bo: kim-boi']],
  ['ca tinh', ['Tỉnh Hòa Bình: hoa-binh']],
  ['phu tho', ['tỉnh Phú Thọ: hoa-binh']],
  ['tỉnh Phú Thọ', ['tỉnh Phú Thọ: hoa-binh']],
  ['Đà Bắc, Hòa Bình', ['Đà Bắc: da-bac']],
  ['huyện Mai Châu, tỉnh Phú Thọ', ['Mai Châu: mai-chau']],
])('“%s” is one place', (typed, expected) => {
  expect(find(typed)).toEqual(expected);
});

test('the province comes before its town of the same name', () => {
  expect(find('hòa bình')).toEqual(['Tỉnh Hòa Bình: hoa-binh', 'TP Hòa Bình: tp-hoa-binh']);
});

test('a name of several districts gives them all, and a second name chooses', () => {
  expect(find('cao son')).toEqual(['xã Cao Sơn: da-bac', 'xã Cao Sơn: luong-son']);
  expect(find('xa cao son, luong son')).toEqual(['xã Cao Sơn: luong-son']);
});

test('accents tell names apart, their absence leaves them open', () => {
  expect(find('An Nghĩa')).toEqual(['xã An Nghĩa: lac-thuy']);
  expect(find('an nghia').sort()).toEqual(['xã An Nghĩa: lac-thuy', 'xã Ân Nghĩa: lac-son']);
});

test('two places are two answers', () => {
  expect(find('cao phong, da bac')).toEqual(['Cao Phong: cao-phong', 'Đà Bắc: da-bac']);
});

test.each(['', '   ', 'xin chào', 'cảm ơn bạn', 'bo me toi an com chua', 'Nghệ An', '😀', 'huyện'])(
  '“%s” is no place of ours',
  (typed) => {
    expect(find(typed)).toEqual([]);
  },
);

test('nothing that is typed breaks it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (typed) => {
      expect(Array.isArray(findDistricts(gazetteer, typed))).toBe(true);
    }),
  );
});
