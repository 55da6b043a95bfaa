// What Vietnamese newspapers shorten with a full stop: towns and districts, titles and degrees, "and so on".
const abbreviations = new Set(
  'tp tx tt q p h tr st ths th.s ts pgs gs bs ds ls ks kts cn cki ckii nsưt nsnd đ/c v.v t.ư nxb mr mrs ms dr no vs'.split(
    ' ',
  ),
);
// Numbers and letters that begin a list, and the parts of a series: "1.", "a.", "IV.", "Kỳ 1.", "Bài 2.".
const label =
  /^(?:(?:bài|kỳ|phần|chương|mục|điều|khoản|tập|chapter|part)\s+)?(?:\p{N}{1,3}|[ivxlc]{1,5}|\p{L})\.$/iu;
// "./." is how agencies end a text.
const ending = /(?:\.\/\.|[.!?…]+)["”’»)\]]*(?=\s|$)/gu;
// A mark that was opened further back was never closed.
const longestSentence = 1000;
const beginning = /^\s+["“‘«([*–-]*\s?[\p{Lu}\p{N}]/u;

/**
 * Where the sentences of a text end, as offsets behind their last mark; the last is the text's own end. There is no
 * end after an abbreviation, an initial or a list's label, none before a small letter, none inside parentheses or
 * quotation marks. When in doubt two sentences stay together.
 */
export function sentenceEnds(text: string): number[] {
  const ends: number[] = [];
  let start = 0;
  for (const match of text.matchAll(ending)) {
    const end = match.index + match[0].length;
    const sentence = text.slice(Math.max(start, end - longestSentence), end).trim();
    if (!beginning.test(text.slice(end, end + 8))) continue;
    if (match[0].startsWith('.') && match[0].length === 1 && !isFullStop(sentence)) continue;
    if (isOpen(sentence)) continue;
    ends.push(end);
    start = end;
  }
  if (text.slice(start).trim()) ends.push(text.trimEnd().length);
  return ends;
}

/** A text's sentences, in order. */
export function splitSentences(text: string): string[] {
  let start = 0;
  return sentenceEnds(text).map((end) => {
    const sentence = text.slice(start, end).trim();
    start = end;
    return sentence;
  });
}

/** Whether the dot at the end of `sentence` ends it. */
function isFullStop(sentence: string): boolean {
  if (label.test(sentence)) return false;
  const word = /[\p{L}\p{M}\p{N}./&]*(?=\.$)/u.exec(sentence.slice(-20))?.[0] ?? '';
  // "A.", "Đ.V.Q.": initials. Two sentences that meet there are taken for one.
  if (/^(?:\p{Lu}\.)*\p{Lu}$/u.test(word)) return false;
  const known = (part: string) => abbreviations.has(part.toLowerCase());
  // Titles stand together: "PGS.TS.", "ThS.BS.".
  return !known(word) && !word.split('.').every(known);
}

const pairs = [
  ['(', ')'],
  ['“', '”'],
  ['«', '»'],
] as const;

/** Whether something opened in it is still to be closed. */
function isOpen(sentence: string): boolean {
  const count = (mark: string) => sentence.split(mark).length - 1;
  return pairs.some(([open, close]) => count(open) > count(close)) || count('"') % 2 === 1;
}
