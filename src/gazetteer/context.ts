import { isIn, isJoined, type Text, type Word, wordSet } from './words.js';

/** Why a place may be named without the news being about it. */
export type Context = 'residence' | 'neighbour';

const residence = 'trú ngụ quê hktt đktt đkhk residing'.split(' ');
const border = 'giáp ranh'.split(' ');
const contextOf = new Map<string, Context>([
  ...residence.map((key): [string, Context] => [key, 'residence']),
  ...border.map((key): [string, Context] => [key, 'neighbour']),
]);
// Of the bare letters only those that are no other word's.
const contextOfFolds = new Map<string, Context>([
  ['tru', 'residence'],
  ['giap', 'neighbour'],
]);

// 'trú tại thôn A, xã B, huyện C' is six to ten words long.
const reach = 12;

const prepositions = wordSet('ở tại về từ đến lên xuống in at from to near');
// In capitals 'XUỐNG ĐỒNG RUỘNG' and 'TOÀN DÂN ĐOÀN KẾT' name no commune.
const shoutedPrepositions = wordSet('ở tại in at');
// The last syllables of who lives there and of what is called by its place: 'nông dân', 'phụ nữ', 'ngã ba', 'chợ'.
const residents = new Set(
  'dân nữ trẻ niên con người đất vùng chợ ba tư dốc đèo cầu ga bến kcn ccn thcs thpt phận'.split(' '),
);

/** True behind a word that says where or whose: 'ở Kim Bôi', 'in Kim Boi', 'nông dân Xăm Khòe', 'ngã ba Tòng Đậu'. */
export function isLocated(text: Text, start: number): boolean {
  const previous = text.words[start - 1];
  if (!previous || !isJoined(text.words[start])) return false;
  if (text.shouted) return isIn(shoutedPrepositions, text, previous);
  return isIn(prepositions, text, previous) || residents.has(previous.key);
}

/** Looks back from a name, inside its sentence, for words such as 'trú tại' and 'phía Bắc giáp'. */
export function contextAt({ words, unaccented }: Text, start: number): Context | undefined {
  for (let position = start - 1; position >= Math.max(0, start - reach); position--) {
    if (/[.;!?)]/.test(words[position + 1]!.gap)) return undefined;
    const word = words[position]!;
    if (isAfterPerson(words, position)) return 'residence';
    if (word.capital && !word.allCapitals) continue;
    const context = contextOf.get(word.key) ?? (unaccented ? contextOfFolds.get(word.fold) : undefined);
    // 'quê hương' praises a place, it does not say where a suspect lives.
    if (context && !(word.key === 'quê' && words[position + 1]?.key === 'hương')) return context;
  }
  return undefined;
}

/** True at 'ở' in '(19 tuổi, ở huyện Như Xuân)', 'SN 1989, ở xã Bao La' and 'anh Q.V.H. (ở xã Bao La)'. */
function isAfterPerson(words: readonly Word[], position: number): boolean {
  const { fold, gap } = words[position]!;
  if (fold !== 'o' && fold !== 'nguoi') return false;
  if (gap.endsWith('(')) return words[position - 1]?.key.length === 1;
  if (!gap.startsWith(',')) return false;
  const [third, second, first] = [3, 2, 1].map((back) => words[position - back]?.fold);
  return first === 'tuoi' || second === 'sn' || (third === 'sinh' && second === 'nam');
}
