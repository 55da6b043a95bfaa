import QRCode from 'qrcode';
import type { Drawing } from './drawing.js';
import { fitText, lineHeight, widthOf } from './letters.js';
import { centred, margin, picture, round, soft, width } from './svg.js';

const side = 720;
// Scanners need four modules of white around the code.
const quiet = 4;

/** A card to print or show: what it is about, the QR code, and under it the link for those who type. */
export function drawShareCard({ title, lines, link }: Drawing & { kind: 'share' }): string {
  const room = width - 2 * margin;
  const middle = width / 2;
  let y = 56;
  const parts: string[] = [];
  const put = (line: string, size: number[], height: number, bold: boolean, fill?: string) => {
    const fitted = fitText(line, { width: room, height }, size);
    const tall = fitted.lines.length * fitted.size * lineHeight;
    parts.push(
      centred(fitted.lines, middle, y + tall / 2, { size: fitted.size, bold, ...(fill && { fill }) }),
    );
    y += tall + 10;
  };
  put(title, [88, 80, 72, 64, 56, 48], 220, true);
  for (const line of lines) put(line, [42, 38, 34], 110, false, soft);
  parts.push(code(link, (width - side) / 2, y + 14));
  y += side + 28;
  // Shown whole, for it is typed by those who cannot scan: in two lines where it is long.
  const [bot = '', start = ''] = link.replace(/^https:\/\//, '').split(/(?=\?)/);
  const oneLine = widthOf(bot + start, 34) <= room;
  for (const line of oneLine ? [bot + start] : [bot, start]) put(line, [42, 38, 34, 30, 26, 22], 60, true);
  return picture(y + 44, parts.join(''));
}

/** The QR code as one path of squares. */
function code(link: string, x: number, y: number): string {
  const { modules } = QRCode.create(link, { errorCorrectionLevel: 'M' });
  const unit = side / (modules.size + 2 * quiet);
  let path = '';
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column)) path += `M${column + quiet} ${row + quiet}h1v1h-1z`;
  return `<g transform="translate(${round(x)} ${round(y)}) scale(${unit})"><path d="${path}" fill="#000000" shape-rendering="crispEdges"/></g>`;
}
