import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanLead, plainText, titleText } from '../../src/ingest/lead.js';

test.each([
  '(HBĐT) - ',
  '(HBĐT)- ',
  '(HBĐT)-',
  '(HBĐT) – ',
  '(HBĐT) -',
  '(HBDDT) -',
  '(HBO) – ',
  '( TTXVN ) — ',
  'TTO - ',
  'BVR&MT – ',
  'VOV.VN - ',
])('the prefix %j goes, the lead stays', (prefix) => {
  expect(cleanLead(`${prefix}Sáng 25/11, huyện Đà Bắc họp.`)).toBe('Sáng 25/11, huyện Đà Bắc họp.');
});

test.each([
  'Sáng 25/11 - ngày đầu tuần, huyện Đà Bắc họp.',
  '(Cao Phong) - Người trồng cam vào vụ.',
  'UBND tỉnh vừa họp.',
  'TP Hòa Bình - điểm đến mới.',
  'QL6 - con đường đã cũ.',
  'Huyện ủy (HU) - cơ quan lãnh đạo.',
])('%j stays as it is', (lead) => {
  expect(cleanLead(lead)).toBe(lead);
});

test('markup goes, also escaped twice, and words stay apart', () => {
  expect(
    plainText(
      '<img src="a.jpg"/> <p>S&amp;aacute;ng 25/11,</p><p>huy&#7879;n &amp;ETH;&amp;agrave; Bắc</p><script>x()</script>',
    ),
  ).toBe('Sáng 25/11, huyện Đà Bắc');
  expect(plainText('a</br>b<b>c</b>&nbsp;d\u200b')).toBe('a bc d');
  expect(plainText('Giá lạc < 15.000 đồng/kg & rẻ')).toBe('Giá lạc < 15.000 đồng/kg & rẻ');
});

test('a tag in a headline is markup when it is closed, and a word when it is not', () => {
  expect(titleText('Trao quà tại <b>xã Lạc Thủy</b>')).toBe('Trao quà tại xã Lạc Thủy');
  expect(titleText('<b>&"')).toBe('<b>&"');
});

test('whatever comes in, what comes out is well formed, on one line and not endless', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      for (const clean of [titleText(text), cleanLead(text)]) {
        expect(clean.isWellFormed()).toBe(true);
        expect(clean).not.toMatch(/[\u0000-\u001f]/);
        expect(clean.length).toBeLessThanOrEqual(4000);
      }
    }),
  );
  expect(titleText(`${'x'.repeat(498)}😀😀`).isWellFormed()).toBe(true);
  expect(plainText(`a${'<b>'.repeat(60_000)}`)).toBe('a');
});
