import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitSentences } from '../src/sentences.js';

test.each([
  ['numbers', ['Toàn huyện có 4.475 đảng viên.', 'Chợ họp ngày 9.9.2019.', '12 hộ được hỗ trợ.']],
  ['towns and titles', ['UBND TP. Hòa Bình họp.', 'PGS.TS. Bùi Văn Thử và ThS. Hà Thị Thử cùng dự.']],
  ['initials', ['Đối tượng Đ.V.Q. (34 tuổi) ra đầu thú.', 'Anh Bùi Văn A. là công nhân.', 'Chị B., vợ anh.']],
  ['and so on', ['Bà con trồng cam, bưởi, v.v. Năm nay được mùa.', 'Giá ổn định.']],
  [
    'names of offices and decrees',
    ['Đội I.6 ra quân.', 'Học Nghị quyết T.Ư và NQT.Ư4.', 'Họp ngày 13/6/2018.'],
  ],
  ['addresses', ['Xem tại www.bao.example/tin-tuc.', 'Website: bao.example đăng tin.']],
  ['titles', ['PGS.TS. Bùi Văn Thử và ThS.BS. Hà Thử đến.', 'NSƯT. Đinh Thử hát, KTS. Lò Thử vẽ.', 'Hết.']],
  ['lists', ['1. Huyện An Lạc họp.', '2. Huyện Cao Xá khởi công chợ.']],
  ['series', ['Bài 28: Bước chuyển mới.', 'Kỳ 1. Từ vùng đất khó']],
  ['the end mark of agencies', ['Mưa ở xã Thu, xã Đông./.', '(TTXVN)']],
  ['speech', ['Ông nói: “Mừng lắm. Nay có cầu!”', 'Bà con vui.', 'Xã (mới lập. Chưa có trụ sở) họp.']],
  ['dots', ['Đường, điện, trường... đều đã có.', 'Rồi sao...', 'Xong chưa?', 'Xong!']],
])('%s: sentences end where they end', (_, sentences) => {
  expect(splitSentences(sentences.join(' '))).toEqual(sentences);
});

test('a parenthesis that nobody closes does not swallow the rest', () => {
  const text = `Xã (mới lập. ${'Bà con làm đường. '.repeat(100)}`;
  expect(splitSentences(text).length).toBeGreaterThan(30);
});

test('nothing is lost, whatever the text', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom('.', ' ', 'A', 'b', '(', ')', '“', '”', '1', '/', '?'),
        maxLength: 60,
      }),
      (text) => {
        expect(splitSentences(text).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      },
    ),
  );
});
