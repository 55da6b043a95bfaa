// How far each letter of Be Vietnam Pro SemiBold moves the pen, in thousandths of the size; an accent changes nothing.
const advances: [number, string][] = [
  [230, " '’"],
  [285, 'lIij·'],
  [332, '.:,'],
  [420, '"“f1r'],
  [449, 't”()'],
  [528, 'Jzs/'],
  [607, 'ukvnxy7h-'],
  [640, 'ecELF+'],
  [667, 'aogS8P2bdpqZ'],
  [703, 'T350đ69–RBYK'],
  [745, '4HVUDN'],
  [790, 'XAC&ĐG'],
  [865, '…QO%'],
  [895, 'Mwm'],
  [1039, 'W'],
];
const widths = new Map(advances.flatMap(([width, letters]) => [...letters].map((letter) => [letter, width])));
const widest = 1039;

/** How wide a line is in pixels; letters that are not in the table count as the widest. */
export function widthOf(line: string, size: number): number {
  const letters = line.normalize('NFD').replace(/\p{Mn}/gu, '');
  let thousandths = 0;
  for (const letter of letters) thousandths += widths.get(letter) ?? widest;
  return (thousandths * size) / 1000;
}

export interface Box {
  width: number;
  height: number;
}

export const lineHeight = 1.22;

/** The text in lines that fit the box at this size, or nothing. */
function wrap(text: string, size: number, { width, height }: Box): string[] | undefined {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (lines.length && widthOf(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const fits = lines.every((line) => widthOf(line, size) <= width);
  return fits && lines.length * size * lineHeight <= height ? lines : undefined;
}

/** The largest of the sizes (from large to small) in which the text fits the box; what fits in none is shortened. */
export function fitText(text: string, box: Box, sizes: readonly number[]): { size: number; lines: string[] } {
  for (const size of sizes) {
    const lines = wrap(text, size, box);
    if (lines) return { size, lines };
  }
  const size = sizes.at(-1)!;
  const letters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  while (letters.length > 1) {
    letters.pop();
    const lines = wrap(`${letters.join('').trimEnd()}…`, size, box);
    if (lines) return { size, lines };
  }
  return { size, lines: ['…'] };
}
