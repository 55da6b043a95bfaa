import type { Message } from './telegram/telegram.js';

/** A message as its reader sees it, with numbered buttons; numbers go on through all rows. */
export function drawMessage(message: Message, to: string, time: string): string {
  const quoted = quotedLines(message);
  const lines = message.text
    .split('\n')
    .map((line, index) => (quoted.has(index) ? `   ▏ ${line}` : `   ${line}`));
  let number = 0;
  const buttons = message.buttons.map((row) =>
    row.map((button) => `[${++number}: ${button.text}]`).join(' '),
  );
  const file = message.document ? [`   (tệp ${message.document.file_name})`] : [];
  return [
    `── ${to} · ${time} ${'─'.repeat(Math.max(0, 60 - to.length))}`,
    ...lines,
    ...file,
    ...buttons.map((row) => `   ${row}`),
  ]
    .join('\n')
    .trimEnd();
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
