import { sentenceEnds } from './sentences.js';

// Beyond the limit, to see whether a sentence ends at it.
const longestMark = 20;
const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * At most `limit` UTF-16 units of a text: whole sentences where the first one fits, else whole words and an
 * ellipsis, never half a character.
 */
export function excerpt(text: string, limit: number): string {
  const clean = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  if (clean.length <= limit) return clean;
  if (limit < 1) return '';
  const end = sentenceEnds(clean.slice(0, limit + longestMark)).findLast((offset) => offset <= limit);
  if (end) return clean.slice(0, end);
  const space = clean.slice(0, limit).lastIndexOf(' ');
  return `${space > limit / 2 ? clean.slice(0, space) : wholeGraphemes(clean.slice(0, limit - 1))}…`;
}

/** Without the last character, which may be cut in half. */
function wholeGraphemes(text: string): string {
  return text.slice(0, segmenter.segment(text).containing(text.length - 1)?.index ?? 0);
}
