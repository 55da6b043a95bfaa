import type { Gazetteer, Name } from './gazetteer.js';
import { type Found, findLongest, type Trie } from './trie.js';
import type { Unit } from './units.js';
import { isIn, isJoined, type Text, type Word, wordSet } from './words.js';

/** The pack's names that begin at a word, the longest there is. */
export function namesAt(gazetteer: Gazetteer, text: Text, start: number): Found<Name> | undefined {
  const { words } = text;
  const first = words[start];
  if (!first || !begins(gazetteer, text, first)) return undefined;
  return (
    longestName(gazetteer.names, words, start, 'key') ??
    (text.unaccented ? longestName(gazetteer.folded, words, start, 'fold') : undefined)
  );
}

function longestName(
  names: Trie<Name>,
  words: readonly Word[],
  start: number,
  field: 'key' | 'fold',
): Found<Name> | undefined {
  return findLongest(
    names,
    start,
    (position) => (position === start || isHyphened(words[position]) ? words[position]?.[field] : undefined),
    ({ capitals }) => capitals.every((capital, index) => !capital || words[start + index]!.capital),
  );
}

/** True if at most a hyphen stands before a word: 'Hòa Bình', 'Hòa-Bình'. */
const isHyphened = (word: Word | undefined) =>
  word !== undefined && (word.joined || /^\s*[-–]?\s*$/.test(word.gap));

/** A district's name with a wrong accent: 'Đà Bẳc'. Its unit word has to stand before it. */
export function misspeltAt({ folded }: Gazetteer, text: Text, start: number): Found<Name> | undefined {
  const { words } = text;
  return findLongest(
    folded,
    start,
    (position) =>
      words[position]?.capital && (position === start || isJoined(words[position]))
        ? words[position]!.fold
        : undefined,
    ({ kind }) => kind === 'district',
  );
}

/** Spares the search at the many words that begin no name. */
function begins(
  { names, folded, uncapitalised }: Gazetteer,
  { unaccented }: Text,
  { key, fold, capital }: Word,
): boolean {
  if (!capital && !uncapitalised.has(fold)) return false;
  return names.children.has(key) || (unaccented && folded.children.has(fold));
}

/** True if a name goes with a unit word. A province's may stand behind 'TP' as well: 'TP Hải Phòng'. */
export function fits(name: Name, unit: Unit): boolean {
  if (name.level === unit.level) return true;
  return name.kind === 'outside' && !name.level && (unit.level === 'region' || unit.level === 'district');
}

const modifiers = wordSet('vùng cao miền núi sâu xa lòng hồ nghèo mới trung du anh hùng biên giới');

/** Skips what may stand between a unit word and its name: 'huyện vùng cao Đà Bắc'. */
export function afterModifiers(text: Text, start: number): number {
  const { words } = text;
  let position = start;
  while (position < start + 4 && isModifier(text, words[position])) position++;
  return words[position]?.capital ? position : start;
}

const isModifier = (text: Text, word: Word | undefined) =>
  isJoined(word) && (text.shouted || !word!.capital) && isIn(modifiers, text, word);

const plurals = wordSet('các những nhiều mấy số hai ba bốn năm sáu bảy tám chín mười communes districts');

/** True if several places are to follow: 'các xã', '3 huyện'. */
export function isPlural(text: Text, start: number): boolean {
  const previous = text.words[start - 1];
  return (
    previous !== undefined &&
    isJoined(text.words[start]) &&
    (isIn(plurals, text, previous) || /^\d+$/.test(previous.key))
  );
}

/** The capitalised words from a position: a name the pack may not know. A place's has at most four. */
export function capitalRun(words: readonly Word[], start: number): Word[] {
  let end = start;
  while (end < start + 4 && words[end]?.capital && (end === start || isJoined(words[end]))) end++;
  return words.slice(start, end);
}
