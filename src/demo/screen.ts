import type { Message } from './telegram/telegram.js';

const margin = '   ';
const quoteMargin = '   ▏ ';

/** A message as its reader sees it, at most `width` columns wide; its buttons are numbered through all rows. */
export function drawMessage(message: Message, to: string, time: string, width = 90): string {
  const quoted = quotedLines(message);
  const lines = message.text.split('\n').flatMap((line, index) => {
    const before = quoted.has(index) ? quoteMargin : margin;
    return wrap(line, width - before.length).map((piece) => before + piece);
  });
  let number = 0;
  const rows = message.buttons.map((row) => row.map((button) => `[${++number}: ${button.text}]`).join(' '));
  if (message.photo) lines.unshift(`${margin}(ảnh)`);
  if (message.document) lines.push(`${margin}(${message.document.file_name})`);
  const title = `── ${to} · ${time} `;
  return [title.padEnd(width, '─'), ...lines, ...rows.map((row) => margin + row)].join('\n').trimEnd();
}

/** Lines of at most `width` characters, broken between words; a longer word stands alone. */
function wrap(line: string, width: number): string[] {
  const pieces = [''];
  for (const word of line.split(' ')) {
    const last = pieces.at(-1)!;
    if (last && last.length + 1 + word.length > width) pieces.push(word);
    else pieces[pieces.length - 1] = last ? `${last} ${word}` : word;
  }
  return pieces;
}

/** The lines that a client shows inside a quote. */
function quotedLines(message: Message): Set<number> {
  const lines = new Set<number>();
  for (const { type, offset, length } of message.entities) {
    if (type !== 'blockquote' && type !== 'expandable_blockquote') continue;
    const first = message.text.slice(0, offset).split('\n').length - 1;
    const count = message.text.slice(offset, offset + length).split('\n').length;
    for (let line = first; line < first + count; line++) lines.add(line);
  }
  return lines;
}
