import { expect, test } from 'vitest';
import { decodeBody } from '../../src/ingest/charset.js';

const title = 'Huyện Đà Bắc';
const declares = (charset: string) => `<?xml version="1.0" encoding="${charset}"?><t>`;

test('valid UTF-8 is UTF-8 whatever is declared', () => {
  expect(decodeBody(Buffer.from(declares('utf-16') + title), 'text/xml; charset=iso-8859-1')).toContain(
    title,
  );
});

test('a byte order mark decides, and does not stay in the text', () => {
  expect(decodeBody(Buffer.from(`\ufeff${title}`), undefined)).toBe(title);
  expect(decodeBody(Buffer.from(`\ufeff${title}`, 'utf16le'), undefined)).toBe(title);
});

test('UTF-16 without a mark is seen by its first tag', () => {
  expect(decodeBody(Buffer.from(`<t>${title}`, 'utf16le'), undefined)).toBe(`<t>${title}`);
});

// "Huyện" in windows-1258: ê and the dot below are two bytes.
const windows1258 = Buffer.concat([Buffer.from('Huy'), Buffer.from([0xea, 0xf2]), Buffer.from('n')]);

test.each([
  'text/html; charset=windows-1258',
  undefined,
  'text/html; charset=utf-8',
  'text/html; charset=klingon',
  'text/html; charset=unicode',
  'text/html; charset=windows-1250',
  'text/html; charset=iso-8859-15',
  'text/html; charset=macintosh',
  // What the server says of every file, whatever is in it.
  'text/html; charset=iso-8859-1',
])('windows-1258 is read and composed, declared as %s', (contentType) => {
  expect(decodeBody(windows1258, contentType)).toBe('Huyện');
});

test('one broken byte in UTF-8 costs one character, not the page', () => {
  const body = Buffer.concat([Buffer.from(title), Buffer.from([0xff]), Buffer.from(title)]);
  expect(decodeBody(body, undefined)).toBe(`${title}\ufffd${title}`);
});

test('UTF-8 with a broken byte stays UTF-8, also where something else is declared', () => {
  const body = Buffer.concat([Buffer.from(`${title} ${title}`), Buffer.from([0xe1, 0xbb])]);
  expect(decodeBody(body, 'text/xml; charset=iso-8859-1')).toBe(`${title} ${title}\ufffd`);
});

test('Western text is read as it declares itself', () => {
  expect(
    decodeBody(Buffer.from('Café à Đà'.replace('Đ', 'D'), 'latin1'), 'text/html; charset=iso-8859-1'),
  ).toBe('Café à Dà');
});

test('UTF-16 is seen by its second byte, whatever its first letter', () => {
  for (const text of [`\n<t>${title}`, `{"title":"${title}"}`])
    expect(decodeBody(Buffer.from(text, 'utf16le'), undefined)).toBe(text);
});

test('a million marks on one letter cost no more than their reading', () => {
  const body = Buffer.from(`a${'\u0301\u0323'.repeat(500_000)}`, 'utf16le');
  expect(decodeBody(Buffer.concat([Buffer.from([0xff, 0xfe]), body]), undefined).length).toBeLessThan(5);
});

test('UTF-8 that was kept as Western text and written as UTF-8 again is put right, and quoted pieces of it stay', () => {
  const text = '<title>Huyện Đà Bắc: “Bà con ở xóm Sưng” được mùa ngô…</title>';
  const western = new TextDecoder('windows-1252').decode(Buffer.from(text));
  expect(decodeBody(Buffer.from(western), 'text/html; charset=utf-8')).toBe(text);
  const quoting = `Trang web hiện chữ “Báº¯c” thay cho “Bắc”: lỗi thường gặp của những bộ gõ đã cũ.`;
  expect(decodeBody(Buffer.from(quoting), undefined)).toBe(quoting);
});
