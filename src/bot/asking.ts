// What a question begins and ends with, without accents; what it is about begins and ends with none of these.
const before = new Set([
  ...['co', 'tin', 'tuc', 'gi', 'moi', 'nhat', 've', 'o', 'cua', 'trong', 'xem', 'doc', 'tim'],
  ...['any', 'is', 'there', 'the', 'latest', 'news', 'about', 'of', 'from', 'in'],
]);
const behind = new Set([
  'co',
  'tin',
  'tuc',
  'gi',
  'moi',
  'nao',
  'khong',
  'ko',
  'o',
  'dau',
  'the',
  'sao',
  'vay',
  'news',
]);

/**
 * The words that a question is about: 'có tin gì về lũ quét không' → 'lũ', 'quét'. `fold`: a word in lower case
 * without its accents.
 */
export function askedAbout<Word>(words: readonly Word[], fold: (word: Word) => string): Word[] {
  const from = words.findIndex((word) => !before.has(fold(word)));
  const to = words.findLastIndex((word) => !behind.has(fold(word))) + 1;
  return from < 0 ? [] : words.slice(from, to);
}

/** Whether such words ask for news: 'tin', 'có gì', 'gì mới'. */
export const asksForNews = (folded: readonly string[]): boolean =>
  folded.includes('tin') ||
  folded.includes('news') ||
  (folded.includes('gi') && (folded.includes('co') || folded.includes('moi')));
