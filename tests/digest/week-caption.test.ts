import { expect, test } from 'vitest';
import { weekCaption } from '../../src/digest/week-caption.js';
import { textOf } from '../../src/html.js';
import type { Names, Week } from '../../src/store/schema.js';

function weekOf(names: readonly string[], count: (n: number) => number, changes: Partial<Week> = {}) {
  const districts = new Map<string, Names>([
    ['tinh', { vi: 'Tỉnh Thử', en: 'Thu Province' }],
    ...names.map((name, n) => [`xa-${n}`, { vi: name }] as const),
  ]);
  const counts = { tinh: 2, ...Object.fromEntries(names.map((_, n) => [`xa-${n}`, count(n)])) };
  const week = { from: '18/11/2026', to: '24/11/2026', total: 60, total_before: 52, counts, picture: '' };
  return { week: { ...week, ...changes }, districts };
}
const caption = (
  { week, districts }: ReturnType<typeof weekOf>,
  { locale = 'vi', followed = [] as string[], stories = [] as string[] } = {},
) => textOf(weekCaption(week, { locale, districts, followed }, stories));
const eleven = Array.from({ length: 11 }, (_, n) => `Nơi ${'ABCDEFGHIJK'[n]}`);

test('whoever cannot see the map reads the number of every place', () => {
  const week = weekOf(eleven, (n) => [17, 9, 7, 5, 4, 3, 3, 2, 1, 0, 0][n]!);
  expect(
    caption(week, { followed: ['tinh', 'xa-1'], stories: ['Tin một', 'Tin hai'] }),
  ).toMatchInlineSnapshot(`
    "Tuần qua: Tỉnh Thử
    18/11 đến 24/11/2026 · 60 tin, tăng 8 so với tuần trước

    Nhiều tin nhất: Nơi A 17, Nơi B 9, Nơi C 7.
    Tiếp theo: Nơi D 5, Nơi E 4, Nơi F 3, Nơi G 3, Nơi H 2, Nơi I 1.
    Không có tin: Nơi J, Nơi K.
    Tin chung toàn tỉnh: 2.

    Khu vực của bạn: Nơi B 9.

    1. Tin một
    2. Tin hai"
  `);
  expect(caption(week, { locale: 'en' })).toContain(
    'Most stories: Nơi A 17, Nơi B 9, Nơi C 7.\nThen: Nơi D 5,',
  );
});

test('of very many places those with the most are named and the rest counted, and there is room for stories', () => {
  const many = Array.from({ length: 148 }, (_, n) => `Xã Rất Dài Tên ${n}`);
  const stories = ['Một', 'Hai', 'Ba'];
  const text = caption(
    weekOf(many, (n) => Math.max(0, 100 - n)),
    { followed: many.map((_, n) => `xa-${n}`), stories },
  );
  expect(text).toContain('Nhiều tin nhất: Xã Rất Dài Tên 0 100, Xã Rất Dài Tên 1 99,');
  expect(text).toMatch(/Tiếp theo: .* và 91 nơi khác\./);
  expect(text).toMatch(/Không có tin: .* và 42 nơi khác\./);
  expect(text).toContain('3. Ba');
  expect(text.length).toBeLessThanOrEqual(1024);
});

test.each([1, 3, 11, 20, 21, 148])(
  'names and titles of any length leave a caption of %i places that Telegram takes',
  (places) => {
    for (const length of [1, 30, 100, 300]) {
      const names = Array.from({ length: places }, (_, n) => `${'ư'.repeat(length)} ${n}`);
      const followed = names.map((_, n) => `xa-${n}`);
      const stories = Array.from({ length: 3 }, () => 'đ'.repeat(110));
      const text = caption(
        weekOf(names, (n) => n % 5),
        { followed, stories },
      );
      expect(text).toContain('Tuần qua: Tỉnh Thử');
      expect(text.length).toBeLessThanOrEqual(1024);
    }
  },
);

test('a week without any story has nothing to name', () => {
  expect(caption(weekOf(eleven, () => 0, { total: 0, total_before: 0, counts: { 'xa-0': 0 } }))).toBe(
    'Tuần qua: Tỉnh Thử\n18/11 đến 24/11/2026 · 0 tin',
  );
});
