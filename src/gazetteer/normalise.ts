const etherDs: Record<string, string> = { Ð: 'Đ', ð: 'đ', Ɖ: 'Đ', ɖ: 'đ' };

// All but Vietnamese as most newspapers send it: composed, and with nothing that the steps below would change.
const unclean = /[^ -~\n\u00A1-\u00AC\u00AE-ÏÑ-ïñ-ÿĂăĐđĨĩŨũƠơƯưẠ-ỹ\u2010-\u2027\u2030-\u205E€]/;

const isUnclean = Uint8Array.from({ length: 0x10000 }, (_, unit) =>
  unclean.test(String.fromCharCode(unit)) ? 1 : 0,
);

function needsCleaning(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (isUnclean[text.charCodeAt(index)]) return true;
  return false;
}

/** Composed letters, one kind of Đ and of space, nothing invisible, a dot for an emoji; letter case and line breaks stay. */
export function clean(text: string): string {
  const spaced = text.includes('  ') ? text.replace(/ {2,}/g, ' ') : text;
  if (!needsCleaning(spaced)) return spaced;
  return spaced
    .toWellFormed()
    .replace(/[\u00AD\u200B-\u200F\u2060\uFEFF]/g, '')
    .normalize('NFC')
    .replace(/[ÐðƉɖ]/g, (letter) => etherDs[letter]!)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/(?![\p{L}\p{M}\p{N}])[\u{10000}-\u{10FFFF}]/gu, '•');
}

// In an open syllable both hoà and hòa are written; the tone goes to the first vowel, but behind q to the y.
const oldStyle: Record<string, string> = {
  oà: 'òa',
  oá: 'óa',
  oả: 'ỏa',
  oã: 'õa',
  oạ: 'ọa',
  oè: 'òe',
  oé: 'óe',
  oẻ: 'ỏe',
  oẽ: 'õe',
  oẹ: 'ọe',
  uỳ: 'ùy',
  uý: 'úy',
  uỷ: 'ủy',
  uỹ: 'ũy',
  uỵ: 'ụy',
};
const newStyle = Object.fromEntries(Object.entries(oldStyle).map(([from, to]) => [to, from]));

/** What two spellings of one cleaned word have in common: lower case, tone placed in the new style. */
export function wordKey(word: string): string {
  const lower = word.toLowerCase();
  const end = lower.slice(-2);
  const placed = lower.startsWith('q') ? newStyle[end] : oldStyle[end];
  return placed ? lower.slice(0, -2) + placed : lower;
}

/** A word's letters without any accent: 'đà' → 'da'. */
export function foldKey(key: string): string {
  return key.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd');
}
