import { foldKey, wordKey } from './normalise.js';
import { addTo, createTrie, type Found, findLongest, type Trie } from './trie.js';
import { isJoined, type Text, type Word } from './words.js';

/** How high a place stands: every level lies inside the next. */
export type Level = 'village' | 'commune' | 'district' | 'region';

export const levels: readonly Level[] = ['village', 'commune', 'district', 'region'];

export interface Unit {
  level: Level;
  /** The full form of the word, 'thành phố' for 'TP'. */
  type: string;
  /** In words, as written. */
  length: number;
}

interface UnitWord {
  level: Level;
  type: string;
  /** An abbreviation of one letter, a unit only with its dot: 'H. Đà Bắc'. */
  dotted: boolean;
}

const prefixes: Record<Level, string[]> = {
  village: [
    'xóm',
    'thôn',
    'bản',
    'ấp',
    'làng',
    'buôn',
    'tổ',
    'khu',
    'tiểu khu',
    'khu phố',
    'khu dân cư',
    'tổ dân phố',
  ],
  commune: ['xã', 'phường', 'thị trấn', 'đặc khu', 'tt=thị trấn', 'p.=phường'],
  district: [
    'huyện',
    'quận',
    'thị xã',
    'thành phố',
    'tp=thành phố',
    'tx=thị xã',
    'h.=huyện',
    'q.=quận',
    'huyện ủy=huyện',
    'huyện đoàn=huyện',
    'huyện đội=huyện',
    'thành ủy=thành phố',
    'thị ủy=thị xã',
    'cah=huyện',
  ],
  region: ['tỉnh', 'tỉnh ủy=tỉnh', 'tỉnh đoàn=tỉnh'],
};
const suffixes: Record<Level, string[]> = {
  village: ['hamlet', 'village'],
  commune: ['commune=xã', 'ward=phường', 'township=thị trấn', 'town=thị trấn'],
  district: ['district=huyện', 'county=huyện', 'city=thành phố'],
  region: ['province=tỉnh'],
};

const before = createTrie<UnitWord>();
const beforeFolded = createTrie<UnitWord>();
const after = createTrie<UnitWord>();
for (const level of levels) {
  for (const entry of prefixes[level]) {
    const [written = '', type = written] = entry.split('=');
    const keys = written.replace('.', '').split(' ').map(wordKey);
    const word = { level, type, dotted: written.endsWith('.') };
    addTo(before, keys, word);
    // Without accents English words look like some of a village's: 'to', 'ban'.
    if (level !== 'village' || written === 'xóm' || written === 'thôn')
      addTo(beforeFolded, keys.map(foldKey), word);
  }
  for (const entry of suffixes[level]) {
    const [written = '', type = written] = entry.split('=');
    addTo(after, [written], { level, type, dotted: false });
  }
}

/** The unit word that begins at `from`: 'xã', 'thị trấn', 'TP', 'H.'. */
export function unitAt(text: Text, from: number): Unit | undefined {
  const { words } = text;
  const first = words[from];
  if (
    !first ||
    !(before.children.has(first.key) || (text.unaccented && beforeFolded.children.has(first.fold)))
  )
    return undefined;
  const found =
    longestUnit(before, words, from, 'key') ??
    (text.unaccented ? longestUnit(beforeFolded, words, from, 'fold') : undefined);
  return found && { level: found.values[0]!.level, type: found.values[0]!.type, length: found.length };
}

function longestUnit(
  units: Trie<UnitWord>,
  words: readonly Word[],
  from: number,
  field: 'key' | 'fold',
): Found<UnitWord> | undefined {
  return findLongest(
    units,
    from,
    (position) => (position === from || isJoined(words[position]) ? words[position]?.[field] : undefined),
    ({ dotted }, length) => !dotted || isAbbreviation(words, from, length),
  );
}

/** True for a unit's one letter and its dot, 'H. Đà Bắc', unless it is one of somebody's initials: 'chị Q.T.H.'. */
function isAbbreviation(words: readonly Word[], from: number, length: number): boolean {
  const next = words[from + length];
  const isOneOfInitials = words[from]!.gap === '.' || /^\p{L}$/u.test(next?.key ?? '');
  return words[from]!.capital && Boolean(next?.gap.startsWith('.')) && !isOneOfInitials;
}

/** The English unit word that follows a name: 'Cao Phong district'. */
export function unitAfter(words: readonly Word[], position: number): Unit | undefined {
  const word = words[position];
  if (!word || !isJoined(word)) return undefined;
  const unit = after.children.get(word.key)?.values[0];
  return unit && { level: unit.level, type: unit.type, length: 1 };
}

/** The level a pack's `type` stands for; undefined for landmarks and other kinds of place. */
export function levelOf(type: string): Level | undefined {
  const keys = type.split(' ').map(wordKey);
  const found = findLongest(before, 0, (position) => keys[position]);
  return found?.length === keys.length ? found.values[0]!.level : after.children.get(type)?.values[0]?.level;
}

const rank = (level: Level) => levels.indexOf(level);

export function isAbove(level: Level, other: Level): boolean {
  return rank(level) > rank(other);
}
