import type { AlikeArticle } from '../store/alike.js';
import { day, localDay } from '../time.js';
import { areApart, disagree, isWithin } from './figures.js';
import { type Details, type Fingerprint, fingerprint } from './fingerprint.js';

interface Read extends AlikeArticle {
  print: Fingerprint;
}

const windowDays = 3;
// What more articles share is a form of words, not an event.
const mostAlike = 12;
// A lead of fewer syllables says too little to be recognised.
const shortLead = 12;

/**
 * Which of the `fresh` articles tell a story that an earlier article told: their ids with the story's. `known` are
 * the articles they may be like and all others of their stories. Precision before recall: what reads alike but for a
 * name, a number or a word is taken for another event, and what newspapers write every day for another day's.
 */
export function findStories(
  fresh: readonly (AlikeArticle & { print?: Fingerprint })[],
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
  for (const article of known) keep({ ...article, print: fingerprint(article) });
  for (const told of fresh) {
    const article = { ...told, print: told.print ?? fingerprint(told) };
    const candidates = new Set<Read>();
    for (const band of article.print.bands) for (const other of byBand.get(band) ?? []) candidates.add(other);
    const story_id = chooseStory(article, candidates, byStory, timeZone);
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
  timeZone: string,
): number | undefined {
  const similar = [...candidates].filter((other) => isNear(article, other) && tellTheSame(article, other));
  if (!similar.length) return undefined;
  const date = localDay(article.published_at, timeZone);
  const isSameDay = (other: Read) => localDay(other.published_at, timeZone) === date;
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
    alike.some((other) => other.newspaper === article.newspaper && !isSameDay(other));
  const [best] = alike
    .filter((other) => !isSeries || isSameDay(other))
    .filter(
      (other) => other.newspaper !== article.newspaper || (isSameDay(other) && isReprint(article, other)),
    )
    .sort((one, other) => likeness(article.print, other.print) - likeness(article.print, one.print));
  return best?.story_id;
}

const isNear = (one: AlikeArticle, other: AlikeArticle) =>
  Math.abs(one.published_at.getTime() - other.published_at.getTime()) <= windowDays * day;

/** The share of syllable pairs that two articles have in common (Jaccard). */
function likeness(one: Fingerprint, other: Fingerprint): number {
  const shared = countCommon(one.pairs, other.pairs);
  return shared / (one.pairs.length + other.pairs.length - shared || 1);
}

/** Of two ascending arrays. */
function countCommon(one: Int32Array, other: Int32Array): number {
  let common = 0;
  for (let i = 0, j = 0; i < one.length && j < other.length; ) {
    const a = one[i]!;
    const b = other[j]!;
    if (a === b) common++;
    if (a <= b) i++;
    if (b <= a) j++;
  }
  return common;
}

function countShared<T>(one: ReadonlySet<T>, other: ReadonlySet<T>): number {
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  let shared = 0;
  for (const value of small) if (large.has(value)) shared++;
  return shared;
}

/** How much of the shorter of two is in the longer, in [0, 1]. */
const ofShorter = (common: number, one: number, other: number) => common / (Math.min(one, other) || 1);

/** True if two are alike and neither says what cannot be said of the other's event. */
function tellTheSame(one: Read, other: Read): boolean {
  if (lieApart(one, other)) return false;
  if (Math.min(one.print.leadLength, other.print.leadLength) < shortLead)
    return haveOneTitle(one.print.details, other.print.details) && !contradict(one, other);
  const alike = likeness(one.print, other.print);
  const [lead, their] = [one.print.leadPairs, other.print.leadPairs];
  const copied = ofShorter(countCommon(lead, their), lead.length, their.length);
  // Most candidates are found out here, before anything else is read of them.
  if (copied < 0.9 && alike < 0.25) return false;
  return !contradict(one, other) && areAlike(one.print.details, other.print.details, copied, alike);
}

function areAlike(one: Details, other: Details, copied: number, alike: number): boolean {
  const shared = countShared(one.values, other.values);
  const [title, their] = [one.title.set, other.title.set];
  const isTitled = ofShorter(countShared(title, their), title.size, their.size) >= 0.4;
  const places = countShared(one.places, other.places);
  // Taken over, or cut: whatever else it may be called, if it says more than "read today in our newspaper".
  if (copied >= 0.9 && !areApart(one.lead.set, other.lead.set)) return isTitled || places > 0 || shared > 0;
  // The same in other words.
  if (alike < 0.35) return alike >= 0.25 && shared > 2 && places > (isTitled ? 0 : 2);
  const isSure = alike >= 0.5 ? isTitled || shared > 0 : shared > 2 || (isTitled && shared > 0);
  return isSure && !isFilledIn(one, other);
}

const haveOneTitle = ({ title }: Details, other: Details) =>
  title.keys.length >= 8 && title.keys.join(' ') === other.title.keys.join(' ');

/** Both say the same but for a word or three in one place: a form that is filled in for each event. */
function isFilledIn(one: Details, other: Details): boolean {
  const slots = slotsOf(one, other);
  return slots.size > 0 && countShared(slots, slotsOf(other, one)) > 0;
}

// A longer one was written for the occasion.
const longestFilling = 3;

/** Where words stand that the other does not have: the words before and after them. */
function slotsOf(one: Details, other: Details): Set<string> {
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

/** Each is about a district that the other is not about. */
const lieApart = ({ districts }: Read, other: Read) =>
  districts.some((id) => !other.districts.includes(id)) &&
  other.districts.some((id) => !districts.includes(id));

/** Each names a place, a person or a number that the other does not: another event. */
function contradict(one: Read, other: Read): boolean {
  const [says, said] = [one.print.details, other.print.details];
  return (
    lieApart(one, other) ||
    disagree(says.figures, said.figures) ||
    (!isWithin(says.titleValues, said.values) && !isWithin(said.titleValues, says.values)) ||
    bothName(says, said, 'titleNames') ||
    bothName(says, said, 'places') ||
    // Of one ceremony newspapers name different guests.
    (bothName(says, said, 'people') && countShared(says.values, said.values) < 3)
  );
}

/** Each has a name that stands nowhere in the other. */
function bothName(one: Details, other: Details, kind: 'titleNames' | 'places' | 'people'): boolean {
  const lacks = (names: ReadonlySet<string>, { text }: Details) =>
    [...names].some((name) => !text.includes(name));
  return lacks(one[kind], other) && lacks(other[kind], one);
}

// What comes every day or week under nearly the same words.
const regular =
  /hôm nay|ngày mai|đêm nay|thời tiết|(?:^|\P{L})giá (?:vàng|xăng|dầu|heo|lợn|cà phê|tiêu|lúa|gạo|thép|điện)|tỷ giá|xổ số|lịch |tin (?:vắn|nhanh|buồn|sáng|trưa|chiều|tối)|bản tin|điểm (?:báo|tin)|cáo phó|chia buồn|cảm ơn|tử vi|tuần qua|nhắn tin|rao vặt|weather|forecast|gold price|today/u;

/** By its title, or because it names no number and no place: then only the day says what it is about. */
const isRegular = ({ title, print: { details } }: Read) =>
  regular.test(title.toLowerCase()) || (details.values.size === 0 && details.places.size === 0);

/** A newspaper's own second edition of an article of the day, not the next of a series. */
function isReprint({ print: one }: Read, { print: other }: Read): boolean {
  const [title, before] = [one.details.title.set, other.details.title.set];
  return likeness(one, other) >= 0.8 && isWithin(title, before) && isWithin(before, title);
}
