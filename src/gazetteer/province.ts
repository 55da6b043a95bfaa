import { isFullName } from './people.js';
import { capitalRun } from './phrase.js';
import { isIn, isJoined, type Text, type WordSet, wordSet } from './words.js';

const province = wordSet('tỉnh');
const offices = wordSet('ủy đoàn đội');
// 'tỉnh' in these is no province, or not this one: 'tỉnh lộ', 'đường tỉnh 435', 'các tỉnh', 'liên tỉnh'.
const notBefore = wordSet('lộ táo thành bạn khác lẻ giấc ngộ');
const notAfter = wordSet('các nhiều những ngoại liên số hai ba bốn năm sáu mỗi từng một thức');
const all = wordSet('các');
const district = wordSet('huyện');
const town = wordSet('thành thị');
// One of these is in every such phrase; spares a closer look at the other words.
const telling = /^(?:tinh|provinc|so$|huyen)/;

/**
 * The words by which a text speaks of the whole province without naming it: 'toàn tỉnh', 'địa bàn tỉnh',
 * 'UBND tỉnh', 'các huyện, thành phố', 'Sở Y tế'; undefined if it does not.
 */
export function findProvince(text: Text): string | undefined {
  const { words, source } = text;
  for (let position = 0; position < words.length; position++) {
    if (!telling.test(words[position]!.fold)) continue;
    const found = provinceAt(text, position);
    if (found) return source.slice(words[found.from]!.start, words[found.to]!.end);
  }
  return undefined;
}

/** The first and the last word of such a phrase, recognised at its most telling word. */
function provinceAt(text: Text, position: number): { from: number; to: number } | undefined {
  const { words } = text;
  const { key, capital } = words[position]!;
  const is = (set: WordSet, at: number) => isIn(set, text, words[at]);
  if (is(province, position) || (text.unaccented && /^provinc(?:e|ial)$/.test(key))) {
    if (is(notBefore, position + 1) || is(notAfter, position - 1) || isNamed(text, position))
      return undefined;
    return { from: position > 0 && isJoined(words[position]) ? position - 1 : position, to: position };
  }
  // Only provinces have such offices.
  if (key === 'sở' && capital && words[position + 1]?.capital)
    return { from: position, to: Math.min(position + 2, words.length - 1) };
  const isTowns = is(town, position + 1) && words[position + 1]!.gap.startsWith(',');
  if (is(all, position - 1) && is(district, position) && isTowns)
    return { from: position - 1, to: Math.min(position + 2, words.length - 1) };
  return undefined;
}

/** True if the province at a word has a name or a road's number: 'tỉnh Sơn La', 'Tỉnh ủy Sơn La', 'đường tỉnh 435'. */
function isNamed(text: Text, position: number): boolean {
  const { words } = text;
  if (words[position]!.key === 'province') return words[position - 1]?.capital === true;
  const from = position + (isIn(offices, text, words[position + 1]) ? 2 : 1);
  if (!isJoined(words[from]) || words[position]!.allCapitals) return false;
  const run = capitalRun(words, from);
  return /^\d/.test(words[from]!.key) || (run.length > 1 && !run[1]!.allCapitals && !isFullName(text, run));
}

const country = ['việt nam', 'liên hợp quốc', 'bộ ngoại giao', 'quốc tế', 'thế giới', 'united nations'];

/** True if a text speaks of the country or the world: news that names no place of ours and is not meant for it. */
export function speaksOfCountry(text: Text): boolean {
  const joined = ` ${text.words.map(({ key }) => key).join(' ')} `;
  return country.some((phrase) => joined.includes(` ${phrase} `));
}
