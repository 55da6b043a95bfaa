import type { Gazetteer, Name } from './gazetteer.js';
import { type Found, findLongest } from './trie.js';
import type { Unit } from './units.js';
import { isIn, isJoined, type Text, type Word, wordSet } from './words.js';

/** The pack's names that begin at a word, the longest there is. */
export function namesAt(gazetteer: Gazetteer, text: Text, start: number): Found<Name> | undefined {
  const { words } = text;
  const first = words[start];
  if (!first || !begins(gazetteer, text, first)) return undefined;
  const keyAt = (field: 'key' | 'fold') => (position: number) =>
    position === start || /^\s*[-–]?\s*$/.test(words[position]?.gap ?? ',')
      ? words[position]?.[field]
      : undefined;
  const isWritten = (name: Name) =>
    name.capitals.every((capital, index) => !capital || words[start + index]!.capital);
  return (
    findLongest(gazetteer.names, start, keyAt('key'), isWritten) ??
    (text.unaccented ? findLongest(gazetteer.folded, start, keyAt('fold'), isWritten) : undefined)
  );
}

/** A district's name with a wrong accent: 'Đà Bẳc'. Its unit word has to stand before it. */
export function misspeltAt({ folded }: Gazetteer, text: Text, start: number): Found<Name> | undefined {
  const { words } = text;
  const keyAt = (position: number) =>
    words[position]?.capital && (position === start || isJoined(words[position]))
      ? words[position]!.fold
      : undefined;
  return findLongest(folded, start, keyAt, ({ kind }) => kind === 'district');
}

/** Spares the search at the many words that begin no name. */
function begins({ names, folded }: Gazetteer, { unaccented }: Text, { key, fold }: Word): boolean {
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
  const isModifier = (word: Word | undefined) =>
    isJoined(word) && (text.shouted || !word!.capital) && isIn(modifiers, text, word);
  let position = start;
  while (position < start + 4 && isModifier(words[position])) position++;
  return words[position]?.capital ? position : start;
}

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
