import { clean, foldKey, wordKey } from './normalise.js';

interface Spelling {
  key: string;
  fold: string;
  /** Begins with a capital letter. */
  capital: boolean;
  /** All letters are capitals, and there are several: an abbreviation, or a shouted word. */
  allCapitals: boolean;
}

export interface Word extends Spelling {
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
    const { key, fold, capital, allCapitals } = spellingOf(cleaned.slice(start, end));
    if (key !== fold) accented++;
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

// Some thousand syllables make up nearly every text; names and numbers come on top.
const rememberedWords = 20_000;
const longestRemembered = 12;
const spellings = new Map<string, Spelling>();

function spellingOf(word: string): Spelling {
  const known = spellings.get(word);
  if (known) return known;
  const key = wordKey(word);
  const spelling = {
    key,
    fold: foldKey(key),
    capital: /^\p{Lu}/u.test(word),
    allCapitals: /^\p{Lu}[\p{Lu}\p{N}]+$/u.test(word),
  };
  if (spellings.size >= rememberedWords) spellings.clear();
  // V8 keeps the whole text alive for a longer slice of it.
  if (word.length <= longestRemembered) spellings.set(word, spelling);
  return spelling;
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
