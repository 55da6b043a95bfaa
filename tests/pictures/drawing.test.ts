import { expect, it } from 'vitest';
import { mapFoot } from '../../src/digest/week.js';
import { draw } from '../../src/pictures/draw.js';
import { type Drawing, keyOf } from '../../src/pictures/drawing.js';
import { fitText, widthOf } from '../../src/pictures/letters.js';
import { placeTiles } from '../../src/pictures/place-tiles.js';
import { drawShareCard } from '../../src/pictures/share-card.js';
import { drawMap } from '../../src/pictures/tile-map.js';

const map = (tiles: (Drawing & { kind: 'map' })['tiles']): Drawing & { kind: 'map' } => ({
  kind: 'map',
  locale: 'vi',
  title: 'Tỉnh Thử',
  subtitle: '',
  foot: 'Nguồn: Báo Thử.',
  tiles,
});

it('squares stand where the pack has them, from the first column and row that are used', () => {
  const { asInPack, tiles } = placeTiles([{ tile: [3, 2] }, { tile: [5, 1] }]);
  expect(asInPack).toBe(true);
  expect(tiles.map(({ column, row }) => [column, row])).toEqual([
    [0, 1],
    [2, 0],
  ]);
});

it.each([
  ['one has no place', [{ tile: [0, 0] as [number, number] }, {}]],
  ['two have the same', [{ tile: [0, 0] as [number, number] }, { tile: [0, 0] as [number, number] }]],
])('where %s they stand in order', (_, districts) => {
  const { asInPack, tiles } = placeTiles(districts);
  expect([asInPack, ...tiles.map(({ column, row }) => `${column},${row}`)]).toEqual([false, '0,0', '1,0']);
});

it('148 communes are drawn within what Telegram takes', async () => {
  const { tiles } = placeTiles(
    Array.from({ length: 148 }, (_, n) => ({ name: `Xã Mường Thử ${n}`, count: n * 9, tile: undefined })),
  );
  const png = await draw(map(tiles));
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  expect(width).toBe(1080);
  expect(height / width).toBeLessThan(2);
});

it('markup, control characters and half letters in a name are only letters', async () => {
  const svg = drawMap(map([{ name: '<b>&"\u0007\ud83d', column: 0, row: 0, count: 1234 }]));
  expect(svg).toContain('&lt;b&gt;&amp;&quot;');
  expect(svg).toContain('1.234');
  expect((await draw(map([{ name: '<b>&"\u0007\ud83d', column: 0, row: 0 }]))).length).toBeGreaterThan(1000);
});

it('what is chosen has a tick, not only a colour', () => {
  const ticks = (chosen: boolean) =>
    drawMap(map([{ name: 'An Lạc', column: 0, row: 0, chosen }])).split('<polyline').length - 1;
  expect([ticks(true), ticks(false)]).toEqual([1, 0]);
});

it('a long name is wrapped and, where nothing helps, shortened', () => {
  const box = { width: 120, height: 90 };
  const { lines, size } = fitText('Thị trấn Hàng Trạm Thượng', box, [30, 20]);
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) expect(widthOf(line, size)).toBeLessThanOrEqual(120);
  expect(fitText('Ngoằnngoèongoằnngoèo', box, [30, 20]).lines.join('')).toMatch(/…$/);
});

it('accents make a letter no wider, composed or not', () => {
  expect(widthOf('Đà Bắc', 20)).toBe(widthOf('Đà Bắc'.normalize('NFD'), 20));
});

it('a share card shows its whole link, however long', () => {
  const link = `https://t.me/${'x'.repeat(28)}_bot?start=d_${'y'.repeat(32)}`;
  const svg = drawShareCard({ kind: 'share', title: 'An Lạc', lines: [], link });
  expect(svg.replace(/<[^>]*>/g, '')).toContain(`t.me/${'x'.repeat(28)}_bot?start=d_${'y'.repeat(32)}`);
});

it('of a map with very many newspapers the date stays', () => {
  const newspapers = Array.from({ length: 20 }, (_, n) => `Báo Tên Dài ${n}`).join(', ');
  const foot = mapFoot(newspapers, '25/11/2026', false, 'vi');
  const svg = drawMap({ ...map([{ name: 'An Lạc', column: 0, row: 0 }]), foot });
  expect(svg).toContain('Lập ngày 25/11/2026');
});

it('equal drawings have equal keys, others have not', () => {
  const one = map([{ name: 'An Lạc', column: 0, row: 0 }]);
  expect(keyOf(one)).toBe(keyOf(structuredClone(one)));
  expect(keyOf({ ...one, locale: 'en' })).not.toBe(keyOf(one));
});
