/** What a text counts and dates: the values by what they count, '20 hộ' → {hộ: {20}}, '12/10/2026' → {'/': {12/10}}. */
export type Figures = ReadonlyMap<string, ReadonlySet<string>>;

const figure = /(\p{L}+)?\s*(?<![\p{L}\d])(\d+(?:[.,/]\d+)*)\s*(%|\p{L}+)?/gu;
// What these stand before is a number in a row, not an amount of what follows.
const ordinals = new Set('ngày tháng năm quý thứ số kỳ bài tập phần lần khóa đợt lộ km'.split(' '));

const words = new Map(
  'một hai ba bốn năm sáu bảy tám chín mười'.split(' ').map((word, index) => [word, String(index + 1)]),
);
// Only before what is counted in news: 'ba' is a father too, and 'năm' a year.
const spelled =
  /(?<!\p{L})(một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) (người|hộ|nhà|ngôi|xã|thôn|xóm|cháu|em|nạn|xe|vụ|đối|tuyến|cây)(?!\p{L})/gu;

// 'Bài cuối', 'Kỳ II', 'lần thứ IX'.
const part = /(?<!\p{L})(bài|kỳ|phần|tập|thứ|khóa|đợt|quý) (cuối|[ivx]{1,5})(?!\p{L})/gu;
// '2-1', not the years of a term of office.
const score = /(?<![\d/.,-])(\d{1,2})-(\d{1,2})(?![\d/.,-])/g;

/** Reads the figures of a text in lower case. */
export function readFigures(text: string): Figures {
  const figures = new Map<string, Set<string>>();
  const note = (unit: string, value: string) =>
    figures.set(unit, (figures.get(unit) ?? new Set()).add(value));
  for (const [, before, number, after] of text.matchAll(figure)) {
    const date = /^(\d{1,2})\/(\d{1,2})(?:\/\d{2,4})?$/.exec(number!);
    if (date) note('/', `${Number(date[1])}/${Number(date[2])}`);
    else note(before && ordinals.has(before) ? before : (after ?? ''), plainNumber(number!));
  }
  for (const [, what, which] of text.matchAll(part))
    note(what!, which === 'cuối' ? which : romanNumber(which!));
  for (const [both] of text.matchAll(score)) note('-', both);
  for (const [, word, unit] of text.matchAll(spelled)) note(unit!, words.get(word!)!);
  return figures;
}

const roman: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10 };

/** 'ix' → '9' */
function romanNumber(letters: string): string {
  const values = [...letters].map((letter) => roman[letter]!);
  return String(values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0));
}

/** '1.200' and '1200', '07' and '7', '1,5' and '1.5' are the same. */
function plainNumber(number: string): string {
  if (/^\d{1,3}(?:[.,]\d{3})+$/.test(number)) return number.replace(/[.,]/g, '');
  return number.replace(/^0+(?=\d)/, '').replace(',', '.');
}

/** Both count the same thing, and each says a value that the other does not. */
export function disagree(one: Figures, other: Figures): boolean {
  for (const [unit, values] of one) if (areApart(values, other.get(unit) ?? new Set())) return true;
  return false;
}

/** All values, whatever they count; years are in every second text and tell nothing. */
export function valuesOf(figures: Figures): Set<string> {
  return new Set(
    [...figures.values()].flatMap((values) => [...values]).filter((n) => !/^(?:19|20)\d\d$/.test(n)),
  );
}

/** Neither holds all of the other. */
export function areApart<T>(one: ReadonlySet<T>, other: ReadonlySet<T>): boolean {
  return !isWithin(one, other) && !isWithin(other, one);
}

export function isWithin<T>(part: ReadonlySet<T>, whole: ReadonlySet<T>): boolean {
  for (const value of part) if (!whole.has(value)) return false;
  return true;
}
