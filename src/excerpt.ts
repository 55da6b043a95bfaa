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
  return `${space > limit / 2 ? clean.slice(0, space) : clean.slice(0, graphemeStart(clean, limit - 1))}…`;
}

// The longest character: a family, every one of another colour, is half of it.
const longestGrapheme = 100;

/** Where the character begins that holds the unit at `offset`. */
function graphemeStart(text: string, offset: number): number {
  return segmenter.segment(text.slice(0, offset + longestGrapheme)).containing(offset)?.index ?? offset;
}
