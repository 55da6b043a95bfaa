import type { Drawing, Tile } from './drawing.js';
import { fitText } from './letters.js';
import { centred, ink, margin, picture, round, soft, strong, text, width } from './svg.js';

const gap = 10;
const widestTile = 230;
const sizes = [42, 39, 36, 34, 32, 30, 28, 26, 24, 22, 20, 18, 16];

/** From few to many: a ramp of blues that colour-blind readers tell apart, each with letters that stand out on it. */
const ramp = [
  { fill: '#f1f3f6', ink },
  { fill: '#d6e6f4', ink },
  { fill: '#abcfe6', ink },
  { fill: '#7db8da', ink },
  { fill: '#2171b5', ink: '#ffffff' },
  { fill: strong, ink: '#ffffff' },
];
const plainTile = { fill: '#e9f0f8', ink };
const chosenTile = { fill: strong, ink: '#ffffff' };

/** The map as SVG: one square a district with its name, and its number or, where it is chosen, a tick. */
export function drawMap({ locale, title, subtitle, foot, tiles }: Drawing & { kind: 'map' }): string {
  const columns = 1 + Math.max(...tiles.map(({ column }) => column));
  const rows = 1 + Math.max(...tiles.map(({ row }) => row));
  const room = width - 2 * margin;
  const side = Math.min(widestTile, (room - (columns - 1) * gap) / columns);
  const left = margin + (room - columns * side - (columns - 1) * gap) / 2;
  const heading = fitText(title, { width: room, height: 150 }, [58, 52, 46, 40]);
  const below = fitText(subtitle, { width: room, height: 100 }, [36, 32]);
  const headingEnd = 36 + heading.lines.length * heading.size * 1.22;
  const top = headingEnd + below.lines.length * below.size * 1.22 + 44;
  const bottom = top + rows * (side + gap);
  const note = fitText(foot, { width: room, height: 90 }, [30, 28]);
  const size = commonSize(tiles, side);
  const most = Math.max(1, ...tiles.map(({ count = 0 }) => count));
  const number = new Intl.NumberFormat(locale);
  const squares = tiles.map((tile) =>
    drawTile(tile, { x: left + tile.column * (side + gap), y: top + tile.row * (side + gap) }, side, {
      size,
      colours: coloursOf(tile, most),
      label: tile.count === undefined ? undefined : number.format(tile.count),
    }),
  );
  return picture(
    bottom + note.lines.length * note.size * 1.22 + 48,
    text(heading.lines, margin, 36 + heading.size, { size: heading.size, bold: true }) +
      text(below.lines, margin, headingEnd + below.size, { size: below.size, fill: soft }) +
      squares.join('') +
      text(note.lines, margin, bottom + 24 + note.size, { size: note.size, fill: soft }),
  );
}

interface Look {
  size: number;
  colours: { fill: string; ink: string };
  label: string | undefined;
}

function drawTile(
  tile: Tile,
  { x, y }: { x: number; y: number },
  side: number,
  { size, colours, label }: Look,
): string {
  const { fill, ink: letters } = colours;
  const name = fitText(
    tile.name,
    nameBox(tile, side),
    sizes.filter((one) => one <= size),
  );
  const middle = x + side / 2;
  // The lower part is the number's, the upper corner the tick's.
  const nameMiddle = y + side * (label === undefined ? 0.5 : 0.33) + (tile.chosen ? side * 0.13 : 0);
  const figure =
    label && fitText(label, { width: side * 0.88, height: side * 0.36 }, [52, 46, 40, 34, 30, 26, 22, 18]);
  return [
    `<rect x="${round(x)}" y="${round(y)}" width="${round(side)}" height="${round(side)}" rx="${round(side * 0.09)}" fill="${fill}" stroke="#6b7f99" stroke-width="2"/>`,
    centred(name.lines, middle, nameMiddle, { size: name.size, fill: letters, bold: true }),
    figure
      ? centred(figure.lines, middle, y + side * 0.79, { size: figure.size, fill: letters, bold: true })
      : '',
    tile.chosen ? tick(x + side * 0.8, y + side * 0.2, side * 0.13) : '',
  ].join('');
}

/** Where a tile's name may stand. */
function nameBox({ count, chosen }: Tile, side: number) {
  const height = count === undefined ? side * (chosen ? 0.66 : 0.9) : side * 0.54;
  return { width: side * 0.88, height };
}

/** The size in which nearly all names fit; the few that are longer are written smaller, each as it needs. */
function commonSize(tiles: readonly Tile[], side: number): number {
  const fitting = tiles
    .map((tile) => fitText(tile.name, nameBox({ ...tile, chosen: true }, side), sizes).size)
    .sort((a, b) => a - b);
  return fitting[Math.floor(fitting.length / 4)]!;
}

function coloursOf({ count, chosen }: Tile, most: number): { fill: string; ink: string } {
  if (count === undefined) return chosen ? chosenTile : plainTile;
  // By the root: one place with very many would leave all others alike.
  return ramp[Math.ceil(5 * Math.sqrt(count / most))]!;
}

/** A tick in a white circle: the font has none. */
function tick(x: number, y: number, r: number): string {
  const points = [
    [-0.5, 0.05],
    [-0.12, 0.42],
    [0.52, -0.38],
  ].map(([dx, dy]) => `${round(x + dx! * r)},${round(y + dy! * r)}`);
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(r)}" fill="#ffffff"/><polyline points="${points.join(' ')}" fill="none" stroke="${strong}" stroke-width="${round(r * 0.3)}" stroke-linecap="round" stroke-linejoin="round"/>`;
}
