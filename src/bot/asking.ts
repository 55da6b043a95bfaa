import { clean, foldKey } from '../gazetteer/normalise.js';
import { listDistricts } from '../store/region.js';
import type { BotContext } from './context.js';
import { findPlaces } from './places.js';

// What a question begins and ends with, without accents; what it is about begins and ends with none of these.
const before = new Set([
  ...['co', 'tin', 'tuc', 'gi', 'moi', 'nhat', 've', 'o', 'cua', 'trong', 'xem', 'doc', 'tim'],
  ...['any', 'is', 'there', 'the', 'latest', 'news', 'about', 'of', 'from', 'in'],
]);
const behind = new Set([
  ...['co', 'tin', 'tuc', 'gi', 'moi', 'nao', 'khong', 'ko', 'o', 'dau', 'the', 'sao', 'vay', 'news'],
]);

/**
 * The words that a question is about: 'có tin gì về lũ quét không' → 'lũ', 'quét'. `fold`: a word in lower case
 * without its accents.
 */
export function askedAbout<Word>(words: readonly Word[], fold: (word: Word) => string): Word[] {
  const from = words.findIndex((word) => !before.has(fold(word)));
  const to = words.findLastIndex((word) => !behind.has(fold(word))) + 1;
  return from < 0 ? [] : words.slice(from, to);
}

/** The words of a text that it is about, and those that only ask, without accents. */
export function readQuestion(typed: string): { about: string[]; asking: string[] } {
  const words = clean(typed).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const fold = (word: string) => foldKey(word.toLowerCase());
  const about = askedAbout(words, fold);
  return { about, asking: words.filter((word) => !about.includes(word)).map(fold) };
}

/** The districts of every place that a typed question names: 'có gì mới ở Đà Bắc' → da-bac. */
export async function findDistrictsAsked({ deps }: BotContext, typed: string): Promise<string[]> {
  const { about } = readQuestion(typed);
  if (!about.length) return [];
  const places = findPlaces(deps, await listDistricts(deps.db), about.join(' '));
  return [...new Set(places.flatMap(({ district_ids }) => district_ids))];
}

/** Whether such words ask for news: 'tin', 'có gì', 'gì mới'. */
export const asksForNews = (folded: readonly string[]): boolean =>
  folded.includes('tin') ||
  folded.includes('news') ||
  (folded.includes('gi') && (folded.includes('co') || folded.includes('moi')));
