import type { Text } from './words.js';

// 'tỉnh' in these is no province, or not this one: 'tỉnh lộ', 'đường tỉnh 435', 'các tỉnh', 'liên tỉnh'.
const notBefore = new Set('lộ táo thành bạn khác lẻ giấc ngộ'.split(' '));
const notAfter = new Set('các nhiều những ngoại liên số hai ba bốn năm sáu mỗi từng một thức'.split(' '));

/**
 * True if a text speaks of the whole province without naming it: 'toàn tỉnh', 'trên địa bàn tỉnh', 'UBND tỉnh',
 * 'các huyện, thành phố', 'Sở Y tế'.
 */
export function speaksOfProvince(text: Text): boolean {
  const { words } = text;
  const keys = text.unaccented ? words.map(({ fold }) => fold) : words.map(({ key }) => key);
  return keys.some((key, position) => {
    const next = keys[position + 1];
    const previous = keys[position - 1];
    if (key === 'tỉnh' || (text.unaccented && (key === 'tinh' || key === 'province' || key === 'provincial')))
      return !notBefore.has(next ?? '') && !/^\d/.test(next ?? '') && !notAfter.has(previous ?? '');
    // 'Sở Y tế': only provinces have such offices.
    if (key === 'sở') return words[position]!.capital && words[position + 1]?.capital === true;
    return (
      key === 'huyện' && previous === 'các' && /^(thành|thị)$/.test(next ?? '') && isAfterComma(position)
    );
  });

  function isAfterComma(position: number): boolean {
    return words[position + 1]!.gap.startsWith(',');
  }
}

const country = ['việt nam', 'liên hợp quốc', 'bộ ngoại giao', 'quốc tế', 'thế giới', 'united nations'];

/** True if a text speaks of the country or the world: news that names no place of ours and is not meant for it. */
export function speaksOfCountry(text: Text): boolean {
  const joined = ` ${text.words.map(({ key }) => key).join(' ')} `;
  return country.some((phrase) => joined.includes(` ${phrase} `));
}
