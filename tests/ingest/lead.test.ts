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

test.each([
  ['Chợ <script>alert(1)</script>phiên', 'Chợ phiên'],
  ['<b onmouseover="x()">Chợ</b> <a href="javascript:x()">phiên</a>', 'Chợ phiên'],
  ['<img src=x onerror=alert(1)>Chợ phiên', 'Chợ phiên'],
  ['\u202eChợ\u202c \u2066phiên\u2069\u200f', 'Chợ phiên'],
  [`Chợ\u200b${'\u200d'.repeat(1000)}\ufeff\u2063 phiên\u{e0041}`, 'Chợ phiên'],
  ['Chợ\u0000 phi\u0008ên\u009d', 'Chợ phiên'],
  ['Chợ\u2028phiên\r\n\t', 'Chợ phiên'],
  ['\u{1d402}\u{1d421}ợ 𝓅𝒽𝒾ên ＣＨỢ', 'Chợ phiên CHỢ'],
  ['&#147;Chợ phiên&#148; &#150; mở', '“Chợ phiên” – mở'],
  ['\u0093Chợ phiên\u0094', '“Chợ phiên”'],
  ['Ɖà Bắc và Ðà Bắc', 'Đà Bắc và Đà Bắc'],
  ['Gia đình 👨\u200d👩\u200d👧 và ❤\ufe0f', 'Gia đình 👨\u200d👩\u200d👧 và ❤\ufe0f'],
  ['Huye\u0323\u0302n Đa\u0300 Bắc', 'Huyện Đà Bắc'],
  [`a${'\u0336'.repeat(900)}b`, 'a\u0336\u0336\u0336b'],
])('a hostile or odd headline is tamed (%#)', (title, shown) => {
  expect(titleText(title)).toBe(shown);
});
