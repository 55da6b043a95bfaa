import { clean, foldKey, wordKey } from './normalise.js';

interface Spelling {
  key: string;
  fold: string;
  /** Begins with a capital letter. */
  capital: boolean;
  /** All letters are capitals, and there are several: an abbreviation, or a shouted word. */
  allCapitals: boolean;
  /** Some letter bears an accent, or is a đ. */
  accented: boolean;
}

export interface Word extends Omit<Spelling, 'accented'> {
  /** Where it stands in the text, in UTF-16 units. */
  start: number;
  end: number;
  /** What stands between the word before and this one. */
  gap: string;
  /** The gap is nothing but space. */
  joined: boolean;
}

/** A cleaned text cut into words (in Vietnamese: syllables). */
export interface Text {
  source: string;
  words: readonly Word[];
  /** English, or Vietnamese typed without accents: names match by their bare letters too. */
  unaccented: boolean;
  /** Mostly capitals, so that they tell nothing about a single word. */
  shouted: boolean;
}

// A Vietnamese text has accents on more than half of its words; English one with a few accented names stays below.
const accentedShare = 0.2;
const shoutedShare = 0.6;

export function readText(source: string): Text {
  const cleaned = clean(source);
  const words: Word[] = [];
  let accented = 0;
  let shouted = 0;
  let last = 0;
  for (let start = nextLetter(cleaned, 0); start < cleaned.length; start = nextLetter(cleaned, last)) {
    const end = wordEnd(cleaned, start);
    const spelling = spellingAt(cleaned, start, end);
    const { key, fold, capital, allCapitals } = spelling;
    if (spelling.accented) accented++;
    if (allCapitals) shouted++;
    const isSpace = start === last + 1 && cleaned.charCodeAt(last) === 32;
    const gap = isSpace ? ' ' : cleaned.slice(last, start);
    words.push({ key, fold, capital, allCapitals, start, end, gap, joined: isSpace || /^\s+$/.test(gap) });
    last = end;
  }
  return {
    source: cleaned,
    words,
    unaccented: accented < words.length * accentedShare,
    shouted: words.length > 3 && shouted > words.length * shoutedShare,
  };
}

/** The keys of the first words of a text, at most `most`. */
export function readKeys(source: string, most: number): string[] {
  const cleaned = clean(source);
  const keys: string[] = [];
  let start = nextLetter(cleaned, 0);
  while (start < cleaned.length && keys.length < most) {
    const end = wordEnd(cleaned, start);
    keys.push(spellingAt(cleaned, start, end).key);
    start = nextLetter(cleaned, end);
  }
  return keys;
}

// For each UTF-16 unit whether it belongs to a word; a table, because every character of every article is looked up.
const letters = new Uint8Array(0x10000);
for (let unit = 0; unit < letters.length; unit++)
  if (/[\p{L}\p{M}\p{N}]/u.test(String.fromCharCode(unit))) letters[unit] = 1;
// Of the pairs that make up the planes beyond the first only letters are left in a cleaned text.
letters.fill(1, 0xd800, 0xe000);

function nextLetter(text: string, from: number): number {
  let position = from;
  while (position < text.length && !letters[text.charCodeAt(position)]) position++;
  return position;
}

function wordEnd(text: string, from: number): number {
  let position = from;
  while (position < text.length && letters[text.charCodeAt(position)]) position++;
  return position;
}

// Some thousand syllables make up nearly every text. Each has one slot, which it may lose to another.
const slots = 2 ** 15;
const longestRemembered = 12;
const remembered: ({ word: string; spelling: Spelling } | undefined)[] = new Array(slots).fill(undefined);

/** The spelling of the word from `start` to `end`. A known word is found without cutting it out of the text. */
function spellingAt(text: string, start: number, end: number): Spelling {
  let hash = 0;
  for (let position = start; position < end; position++)
    hash = (Math.imul(hash, 31) + text.charCodeAt(position)) | 0;
  const slot = (hash ^ (hash >>> 15)) & (slots - 1);
  const known = remembered[slot];
  if (known && standsAt(known.word, text, start, end)) return known.spelling;
  const word = text.slice(start, end);
  const spelling = spell(word);
  // V8 keeps the whole text alive for a longer slice of it.
  if (word.length <= longestRemembered) remembered[slot] = { word, spelling };
  return spelling;
}

function standsAt(word: string, text: string, start: number, end: number): boolean {
  if (word.length !== end - start) return false;
  for (let index = 0; index < word.length; index++)
    if (word.charCodeAt(index) !== text.charCodeAt(start + index)) return false;
  return true;
}

function spell(word: string): Spelling {
  const key = wordKey(word);
  const fold = foldKey(key);
  return {
    key,
    fold,
    capital: /^\p{Lu}/u.test(word),
    allCapitals: /^\p{Lu}[\p{Lu}\p{N}]+$/u.test(word),
    accented: key !== fold,
  };
}

/** True if the word follows the one before after nothing but space. */
export function isJoined(word: Word | undefined): boolean {
  return word?.joined === true;
}

/** True if a sentence begins at this word. */
export function startsSentence(words: readonly Word[], index: number): boolean {
  return index === 0 || /[.!?:;\n…“"]/.test(words[index]!.gap);
}

/** Words of the language, as they are spelt and by their bare letters. */
export interface WordSet {
  keys: ReadonlySet<string>;
  folds: ReadonlySet<string>;
}

/** The words of a text such as 'ông bà anh'. */
export function wordSet(written: string): WordSet {
  const keys = written.split(' ').map(wordKey);
  return { keys: new Set(keys), folds: new Set(keys.map(foldKey)) };
}

/** True if a word of the text is in the set; in a text without accents bare letters are enough. */
export function isIn({ keys, folds }: WordSet, text: Text, word: Word | undefined): boolean {
  return word !== undefined && (keys.has(word.key) || (text.unaccented && folds.has(word.fold)));
}
