import { clean, foldKey, wordKey } from '../gazetteer/normalise.js';

const shortest = 2;
const longest = 40;

// A phrase does not go over a full stop or a comma; hyphens and slashes stand inside one.
const tokens = /[\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}\s\p{Cf}\-–_/'’&]+/gu;
const isWord = /^[\p{L}\p{M}\p{N}]/u;
const stop = '';

/** A text as its words, lower case and with the tone where today's spelling puts it; '' where a phrase ends. */
function wordsOf(text: string): string[] {
  const found = clean(text).match(tokens) ?? [];
  return found.map((token) => (isWord.test(token) ? wordKey(token) : stop));
}

function phraseOf(word: string): string[] {
  const words = wordsOf(word);
  while (words[0] === stop) words.shift();
  while (words.at(-1) === stop) words.pop();
  return words;
}

/** What two spellings of one word or phrase have in common. */
export const keyOf = (word: string): string => phraseOf(word).join(' ');

/**
 * The words and phrases in what a person typed, divided by commas and lines, each as it was typed but for spaces; those
 * too short, too long or without a letter are left out.
 */
export function readWords(typed: string): string[] {
  const words = clean(typed)
    .replace(/\p{Cf}|\p{Cc}(?<!\n)/gu, '')
    .split(/[,;\n]/)
    .map((word) => word.trim())
    .filter(
      (word) => phraseOf(word).length > 0 && [...word].length >= shortest && [...word].length <= longest,
    );
  return [...new Map(words.map((word) => [keyOf(word), word])).values()];
}

interface Read {
  id: number;
  words: string[];
  folded: string[];
}

/**
 * Texts that can be asked which of them a word or phrase is in: whole words only. What was typed with an accent is found
 * as it is written; what was typed without is found with any. Asking costs what its rarest word is found in.
 */
export function indexTexts(texts: Iterable<readonly [number, string]>): (word: string) => number[] {
  const holders = new Map<string, Read[]>();
  for (const [id, text] of texts) {
    const words = wordsOf(text);
    const read = { id, words, folded: words.map(foldKey) };
    for (const word of new Set(read.folded)) {
      const reads = holders.get(word) ?? [];
      holders.set(word, reads);
      reads.push(read);
    }
  }
  return (word) => {
    const phrase = phraseOf(word);
    const folded = phrase.map(foldKey);
    const plain = phrase.every((part, index) => part === folded[index]);
    const [rarest = []] = folded
      .map((part) => holders.get(part) ?? [])
      .toSorted((one, other) => one.length - other.length);
    return rarest
      .filter((read) => (plain ? contains(read.folded, folded) : contains(read.words, phrase)))
      .map(({ id }) => id);
  };
}

function contains(words: readonly string[], phrase: readonly string[]): boolean {
  const last = words.length - phrase.length;
  for (let from = 0; from <= last; from++)
    if (phrase.every((part, index) => part === words[from + index])) return true;
  return false;
}

/** What two newspapers' names of one section have in common. */
export const sectionKey = (section: string): string =>
  wordsOf(section).map(foldKey).filter(Boolean).join(' ');
