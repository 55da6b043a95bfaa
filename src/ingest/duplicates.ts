import type { AlikeArticle } from '../store/alike.js';
import { day, localDay } from '../time.js';
import { areApart, disagree, isWithin } from './figures.js';
import { type Fingerprint, fingerprint } from './fingerprint.js';

interface Read extends AlikeArticle {
  print: Fingerprint;
  /** The calendar day in the region's time zone. */
  date: string;
}

const windowDays = 3;
// What more articles share is a form of words, not an event.
const mostAlike = 12;
// A lead of fewer syllables says too little to be recognised.
const shortLead = 12;

/** The bands by which articles that may tell the same story are found. */
export function bandsOf(article: { title: string; summary: string }): number[] {
  return fingerprint(article).bands;
}

/**
 * Which of the `fresh` articles tell a story that an earlier article told: their ids with the story's. `known` are
 * the articles they may be like and all others of their stories. Precision before recall: what reads alike but for a
 * name, a number or a word is taken for another event, and what newspapers write every day for another day's.
 */
export function findStories(
  fresh: readonly AlikeArticle[],
  known: readonly AlikeArticle[],
  timeZone: string,
): Map<number, number> {
  const byBand = new Map<number, Read[]>();
  const byStory = new Map<number, Read[]>();
  const found = new Map<number, number>();
  const keep = (article: Read) => {
    for (const band of article.print.bands) push(byBand, band, article);
    push(byStory, article.story_id, article);
  };
  const read = (article: AlikeArticle): Read => ({
    ...article,
    print: fingerprint(article),
    date: localDay(article.published_at, timeZone),
  });
  for (const article of known) keep(read(article));
  for (const told of fresh) {
    const article = read(told);
    const candidates = new Set<Read>();
    for (const band of article.print.bands) for (const other of byBand.get(band) ?? []) candidates.add(other);
    const story_id = chooseStory(article, candidates, byStory);
    if (story_id !== undefined) found.set(article.id, story_id);
    keep({ ...article, story_id: story_id ?? article.id });
  }
  return found;
}

/** Keeps the last ones of each key. */
function push(map: Map<number, Read[]>, key: number, article: Read): void {
  const articles = map.get(key) ?? [];
  map.set(key, articles);
  articles.push(article);
  if (articles.length > mostAlike) articles.shift();
}

function chooseStory(
  article: Read,
  candidates: ReadonlySet<Read>,
  byStory: ReadonlyMap<number, readonly Read[]>,
): number | undefined {
  const similar = [...candidates].filter(
    (other) => isNear(article, other) && !contradict(article, other) && areAlike(article.print, other.print),
  );
  if (!similar.length) return undefined;
  const stories = new Set(similar.map(({ story_id }) => story_id));
  for (const story_id of stories)
    if (byStory.get(story_id)!.some((member) => !isNear(article, member) || contradict(article, member)))
      stories.delete(story_id);
  const alike = similar.filter(({ story_id }) => stories.has(story_id));
  // Two of one newspaper that are alike and yet no story: it writes so regularly, and only the day tells them apart.
  const isSeries =
    isRegular(article) ||
    alike.some((one) =>
      alike.some((other) => one.newspaper === other.newspaper && one.story_id !== other.story_id),
    ) ||
    alike.some((other) => other.newspaper === article.newspaper && other.date !== article.date);
  const [best] = alike
    .filter((other) => !isSeries || other.date === article.date)
    .filter((other) => other.newspaper !== article.newspaper || isReprint(article, other))
    .sort((one, other) => likeness(article.print, other.print) - likeness(article.print, one.print));
  return best?.story_id;
}

const isNear = (one: AlikeArticle, other: AlikeArticle) =>
  Math.abs(one.published_at.getTime() - other.published_at.getTime()) <= windowDays * day;

/** The share of syllable pairs that two articles have in common (Jaccard). */
function likeness(one: Fingerprint, other: Fingerprint): number {
  const shared = countShared(one.pairs, other.pairs);
  return shared / (one.pairs.size + other.pairs.size - shared || 1);
}

function countShared<T>(one: ReadonlySet<T>, other: ReadonlySet<T>): number {
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  let shared = 0;
  for (const value of small) if (large.has(value)) shared++;
  return shared;
}

/** How much of the shorter of two is in the longer, in [0, 1]. */
const contained = <T>(one: ReadonlySet<T>, other: ReadonlySet<T>) =>
  countShared(one, other) / (Math.min(one.size, other.size) || 1);

function areAlike(one: Fingerprint, other: Fingerprint): boolean {
  if (Math.min(one.lead.keys.length, other.lead.keys.length) < shortLead)
    return one.title.keys.length >= 8 && one.title.keys.join(' ') === other.title.keys.join(' ');
  const shared = countShared(one.values, other.values);
  const isTitled = contained(one.title.set, other.title.set) >= 0.4;
  const places = countShared(one.places, other.places);
  const copied = contained(one.leadPairs, other.leadPairs);
  // Taken over, or cut: whatever else it may be called, if it says more than "read today in our newspaper".
  if (copied >= 0.9 && !areApart(one.lead.set, other.lead.set)) return isTitled || places > 0 || shared > 0;
  const alike = likeness(one, other);
  // The same in other words.
  if (alike < 0.35) return alike >= 0.25 && shared > 2 && places > (isTitled ? 0 : 2);
  const isSure = alike >= 0.5 ? isTitled || shared > 0 : shared > 2 || (isTitled && shared > 0);
  return isSure && !isFilledIn(one, other);
}

/** Both say the same but for a word or three in one place: a form that is filled in for each event. */
function isFilledIn(one: Fingerprint, other: Fingerprint): boolean {
  const slots = slotsOf(one, other);
  return slots.size > 0 && countShared(slots, slotsOf(other, one)) > 0;
}

// A longer one was written for the occasion.
const longestFilling = 3;

/** Where words stand that the other does not have: the words before and after them. */
function slotsOf(one: Fingerprint, other: Fingerprint): Set<string> {
  const slots = new Set<string>();
  for (const { keys } of [one.title, one.lead]) {
    let from = 0;
    for (const [index, key] of [...keys, ''].entries()) {
      if (key !== '' && !other.title.set.has(key) && !other.lead.set.has(key)) continue;
      if (index > from && index - from <= longestFilling) slots.add(`${keys[from - 1] ?? ''} ${key}`);
      from = index + 1;
    }
  }
  return slots;
}

/** Each names a place, a person or a number that the other does not: another event. */
function contradict(one: Read, other: Read): boolean {
  return (
    (one.districts.length > 0 &&
      other.districts.length > 0 &&
      areApart(new Set(one.districts), new Set(other.districts))) ||
    disagree(one.print.figures, other.print.figures) ||
    (!isWithin(one.print.titleValues, other.print.values) &&
      !isWithin(other.print.titleValues, one.print.values)) ||
    bothName(one.print, other.print, 'titleNames') ||
    bothName(one.print, other.print, 'places') ||
    // Of one ceremony newspapers name different guests.
    (bothName(one.print, other.print, 'people') && countShared(one.print.values, other.print.values) < 3)
  );
}

/** Each has a name that stands nowhere in the other. */
function bothName(one: Fingerprint, other: Fingerprint, kind: 'titleNames' | 'places' | 'people'): boolean {
  const lacks = (names: ReadonlySet<string>, { text }: Fingerprint) =>
    [...names].some((name) => !text.includes(name));
  return lacks(one[kind], other) && lacks(other[kind], one);
}

// What comes every day or week under nearly the same words.
const regular =
  /hôm nay|ngày mai|đêm nay|thời tiết|(?:^|\P{L})giá (?:vàng|xăng|dầu|heo|lợn|cà phê|tiêu|lúa|gạo|thép|điện)|tỷ giá|xổ số|lịch |tin (?:vắn|nhanh|buồn|sáng|trưa|chiều|tối)|bản tin|điểm (?:báo|tin)|cáo phó|chia buồn|cảm ơn|tử vi|tuần qua|nhắn tin|rao vặt|weather|forecast|gold price|today/u;

/** By its title, or because it names no number and no place: then only the day says what it is about. */
const isRegular = ({ title, print }: Read) =>
  regular.test(title.toLowerCase()) || (print.values.size === 0 && print.places.size === 0);

/** A newspaper's own second edition of an article, not the next of a series. */
function isReprint({ print: one, ...article }: Read, { print: other, ...before }: Read): boolean {
  return (
    article.date === before.date &&
    likeness(one, other) >= 0.8 &&
    isWithin(one.title.set, other.title.set) &&
    isWithin(other.title.set, one.title.set)
  );
}
