import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readArticles } from '../../bench/classify/articles.js';
import { loadRegion } from '../../src/region.js';
import { root } from '../../src/root.js';

const pack = loadRegion(join(root, 'regions/hoa-binh'));
const folder = mkdtempSync(join(tmpdir(), 'loa-articles-'));
const file = join(folder, 'articles.jsonl');
afterAll(() => rmSync(folder, { recursive: true }));

const read = (...lines: string[]) => {
  writeFileSync(file, lines.join('\n'));
  return readArticles(file, pack);
};

test('an editor’s articles are read as editors write them: numbers for ids, no lead, a byte order mark', () => {
  const articles = read(
    '\ufeff{"id": 1, "title": "Đà Bắc mở chợ", "published": "2024-02-20", "districts": ["da-bac"]}\r',
    '\r',
    '{"id": "b", "title": "Toàn tỉnh trồng cây", "summary": "Sáng nay.", "province_wide": true}',
  );
  expect(articles).toMatchObject([
    { id: '1', summary: '', districts: ['da-bac'] },
    { id: 'b', districts: [], province_wide: true },
  ]);
});

test('every line that is wrong is named, with what to write', () => {
  const wrong = () =>
    read(
      '{"id": 1, "title": "Đà Bắc mở chợ", "districts": ["da-bac"]}',
      '{"id": 2, ',
      '{"title": "Đà Bắc mở chợ"}',
      '{"id": 4, "title": "Đà Bắc mở chợ", "published": "20/02/2024"}',
      '{"id": 5, "title": "Đà Bắc mở chợ", "districts": ["da-bak"]}',
      '{"id": 6, "title": "Toàn tỉnh trồng cây", "districts": ["hoa-binh"]}',
    );
  expect(wrong).toThrow(
    [
      `${file}:2: is not JSON`,
      `${file}:3: id: is missing, or no text or number`,
      `${file}:4: published: is no date such as 2024-02-20`,
      `${file}:5: districts: 'da-bak' is no district of this region`,
      `${file}:6: districts: write "province_wide": true for the whole region`,
    ].join('\n'),
  );
});

test('a file that is not there, or is empty, is said to be', () => {
  expect(() => readArticles(join(folder, 'none'), pack)).toThrow(/none: cannot be read \(ENOENT\)/);
  expect(() => read('')).toThrow(/has no articles/);
});
