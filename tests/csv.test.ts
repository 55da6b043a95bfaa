import { expect, test } from 'vitest';
import { writeCsv } from '../src/csv.js';

test('a table is opened by a spreadsheet with its accents, and cells keep their commas, quotes and lines', () => {
  expect(
    writeCsv([
      ['Huyện', 'Tin'],
      ['Đà Bắc, Mai Châu', 'Mở "chợ"\nphiên'],
      ['x', 3],
    ]),
  ).toBe('\ufeffHuyện,Tin\r\n"Đà Bắc, Mai Châu","Mở ""chợ""\nphiên"\r\nx,3\r\n');
});

test('no cell is run as a formula, and numbers stay numbers', () => {
  const cells = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '  =cmd', 'a=b'];
  expect(writeCsv([[...cells, -5]])).toBe("\ufeff'=1+1,'+1,'-1,'@SUM(A1),'\t=1,'  =cmd,a=b,-5\r\n");
});
