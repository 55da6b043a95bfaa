import { isJoined, readKeys, readText, startsSentence, type Text } from '../gazetteer/words.js';
import { type Figures, readFigures, valuesOf } from './figures.js';

/** What an article says, in the form in which two are compared. */
export interface Fingerprint {
  bands: number[];
  /** Pairs of neighbouring syllables of the lead, as hashes, ascending. */
  leadPairs: Int32Array;
  /** Those of title and lead. */
  pairs: Int32Array;
  /** In syllables. */
  leadLength: number;
  /** Read when first asked for: most articles are like no other. */
  readonly details: Details;
}

export interface Details {
  title: Words;
  lead: Words;
  figures: Figures;
  /** All values of the figures, and those of the title's. */
  values: ReadonlySet<string>;
  titleValues: ReadonlySet<string>;
  /** The names in the title, as they stand in `text`. */
  titleNames: ReadonlySet<string>;
  /** The names behind words such as 'xã', anywhere. */
  places: ReadonlySet<string>;
  /** The names behind words such as 'bà'. */
  people: ReadonlySet<string>;
  /** All syllables, each between spaces. */
  text: string;
}

interface Words {
  keys: readonly string[];
  set: ReadonlySet<string>;
}

// Some feeds give the whole text. What an event is, is said at its beginning.
const mostWords = 80;
const mostLetters = 1000;
// What stands before the name of a place, and of a person.
const units = new Set(
  'xã phường thôn xóm bản làng huyện quận tỉnh thị trấn thành phố tp tổ khu đường sông hồ cầu trường chợ commune district'.split(
    ' ',
  ),
);
const people = new Set(['ông', 'bà', 'anh', 'chị', 'em', 'cháu']);

/** Reads an article for comparison; accents count, capitals only for names. */
export function fingerprint({ title, summary }: { title: string; summary: string }): Fingerprint {
  const lead = readKeys(summary.slice(0, mostLetters), mostWords);
  const leadPairs = pairsOf(lead);
  const pairs = [...leadPairs, ...pairsOf(readKeys(title, mostWords))];
  let details: Details | undefined;
  return {
    bands: bandsOf(pairs),
    leadPairs: ascending(leadPairs),
    pairs: ascending(pairs),
    leadLength: lead.length,
    get details() {
      details ??= readDetails(title, summary);
      return details;
    },
  };
}

function readDetails(title: string, summary: string): Details {
  const texts = [readText(title), readText(summary.slice(0, mostLetters))] as const;
  const [titleWords, leadWords] = [wordsOf(texts[0]), wordsOf(texts[1])];
  const [titleText, leadText] = texts.map(({ source }) => source.toLowerCase());
  const figures = readFigures(`${titleText} . ${leadText}`);
  const namesBehind = (words: ReadonlySet<string>) =>
    new Set(texts.flatMap((text) => [...namesOf(text, (before) => words.has(before))]));
  return {
    title: titleWords,
    lead: leadWords,
    figures,
    values: valuesOf(figures),
    titleValues: valuesOf(readFigures(titleText!)),
    titleNames: namesOf(texts[0], () => true),
    places: namesBehind(units),
    people: namesBehind(people),
    text: ` ${titleWords.keys.join(' ')} | ${leadWords.keys.join(' ')} `,
  };
}

function wordsOf({ words }: Text): Words {
  const keys = words.slice(0, mostWords).map(({ key }) => key);
  return { keys, set: new Set(keys) };
}

/** Each once; a small array costs less to keep and to compare than a set. */
function ascending(values: readonly number[]): Int32Array {
  const sorted = Int32Array.from(values).sort();
  let length = 0;
  for (const value of sorted) if (length === 0 || value !== sorted[length - 1]) sorted[length++] = value;
  return sorted.subarray(0, length);
}

function pairsOf(keys: readonly string[]): number[] {
  const hashes = keys.map(hashOf);
  return hashes.slice(1).map((hash, index) => Math.imul(hashes[index]!, 31) ^ hash);
}

/**
 * Names are written with capitals: at the beginning of a sentence only where another capital follows, and in a shouted
 * text nowhere. `counts` is asked of the word before each.
 */
function namesOf(text: Text, counts: (before: string) => boolean): Set<string> {
  const { words } = text;
  const names = new Set<string>();
  if (words.filter(({ capital }) => capital).length > words.length * 0.6) return names;
  let counted = false;
  let name = '';
  for (const [index, word] of words.entries()) {
    const goesOn = isJoined(words[index + 1]) && words[index + 1]!.capital;
    const mayBegin =
      !startsSentence(words, index) || (goesOn && !units.has(word.key) && !people.has(word.key));
    const isName = word.capital && !word.allCapitals && mayBegin;
    const follows = isName && name !== '' && isJoined(word);
    if (!follows) {
      if (name && counted) names.add(`${name} `);
      name = '';
      counted = counts(words[index - 1]?.key ?? '');
    }
    if (isName) name += ` ${word.key}`;
  }
  if (name && counted) names.add(`${name} `);
  return names;
}

const hashes = new Map<string, number>();

function hashOf(key: string): number {
  const known = hashes.get(key);
  if (known !== undefined) return known;
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  // Some thousand syllables make up nearly every text.
  if (hashes.size >= 20_000) hashes.clear();
  if (key.length <= 12) hashes.set(key, mix(hash));
  return mix(hash);
}

function mix(value: number): number {
  const once = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}

// Two texts share a band with the probability 1 - (1 - s²)^16, where s is the share of pairs they have in common:
// eight of ten at s = 0.3, one in 150 at 0.02, which is what two unrelated texts have.
const bandCount = 16;
const rows = 2;
const seeds = Array.from({ length: bandCount * rows }, (_, index) => mix(index + 1));

/** MinHash with locality-sensitive hashing (Broder 1997; Indyk and Motwani 1998): texts alike share a band. */
function bandsOf(pairs: readonly number[]): number[] {
  if (!pairs.length) return [];
  const least = new Int32Array(seeds.length).fill(0x7fffffff);
  for (const pair of pairs)
    for (let index = 0; index < seeds.length; index++) {
      const product = Math.imul(pair ^ seeds[index]!, 0x9e3779b1);
      const value = product ^ (product >>> 15);
      if (value < least[index]!) least[index] = value;
    }
  return Array.from({ length: bandCount }, (_, band) =>
    mix(Math.imul(least[rows * band]!, 31) ^ least[rows * band + 1]! ^ Math.imul(band + 1, 0x9e3779b1)),
  );
}
