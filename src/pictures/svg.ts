import { esc } from '../html.js';
import { lineHeight } from './letters.js';

export const width = 1080;
export const margin = 44;
/** On white, and white on `strong`: more than 7 to 1. */
export const ink = '#10233c';
export const soft = '#42536b';
export const strong = '#08468b';

interface Style {
  size: number;
  fill?: string;
  bold?: boolean;
  anchor?: 'start' | 'middle';
}

/** Lines of text; `y` is where the first one's letters stand. */
export function text(
  lines: readonly string[],
  x: number,
  y: number,
  { size, fill = ink, bold = false, anchor = 'start' }: Style,
): string {
  const weight = bold ? 600 : 400;
  return lines
    .map(
      (line, index) =>
        `<text x="${round(x)}" y="${round(y + index * size * lineHeight)}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}">${clean(line)}</text>`,
    )
    .join('');
}

/** Lines of text around the middle of a box. */
export function centred(lines: readonly string[], x: number, middle: number, style: Style): string {
  const { size } = style;
  // Capitals are seven tenths of the size high.
  const first = middle - ((lines.length - 1) * size * lineHeight) / 2 + size * 0.35;
  return text(lines, x, first, { ...style, anchor: 'middle' });
}

export function picture(height: number, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${Math.ceil(height)}" font-family="Be Vietnam Pro"><rect width="100%" height="100%" fill="#ffffff"/>${content}</svg>`;
}

export const round = (pixels: number): number => Math.round(pixels * 10) / 10;

/** XML takes no control characters, not even written as references. */
const clean = (line: string): string => esc(line.normalize('NFC').replace(/[\0-\x1f\x7f\ufffe\uffff]/g, ' '));
