import { clean, foldKey } from '../gazetteer/normalise.js';
import { askedAbout } from './asking.js';
import { type Day, dateOf, findDay, firstOfMonth, mondayOf, monthOf, weekdayOf } from './days.js';

/** What somebody means who types a date. */
export type Meant =
  | { kind: 'day' | 'week'; day: Day }
  | { kind: 'month'; month: number }
  | { kind: 'impossible' };

// What is longer is no date.
const longest = 40;
const english = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];
const daysAgo: Record<string, number> = {
  'hom nay': 0,
  'bua nay': 0,
  'sang nay': 0,
  'trua nay': 0,
  'chieu nay': 0,
  'toi nay': 0,
  today: 0,
  'hom qua': 1,
  'bua qua': 1,
  'sang qua': 1,
  'trua qua': 1,
  'chieu qua': 1,
  'toi qua': 1,
  'dem qua': 1,
  yesterday: 1,
  'hom kia': 2,
  'bua kia': 2,
  'day before yesterday': 2,
  'ngay mai': -1,
  tomorrow: -1,
};
const weeksAgo: Record<string, number> = {
  'tuan nay': 0,
  'this week': 0,
  'tuan truoc': 1,
  'tuan qua': 1,
  'tuan roi': 1,
  'tuan vua qua': 1,
  'last week': 1,
};
const monthsAgo: Record<string, number> = {
  'thang nay': 0,
  'this month': 0,
  'thang truoc': 1,
  'thang qua': 1,
  'thang vua qua': 1,
  'last month': 1,
};
const weekdays = [
  /^(?:thu hai|thu 2|t2|monday)$/,
  /^(?:thu ba|thu 3|t3|tuesday)$/,
  /^(?:thu tu|thu 4|t4|wednesday)$/,
  /^(?:thu nam|thu 5|t5|thursday)$/,
  /^(?:thu sau|thu 6|t6|friday)$/,
  /^(?:thu bay|thu 7|t7|saturday)$/,
  /^(?:chu nhat|cn|sunday)$/,
];

/**
 * A day, week or month as people write it, with or without accents: '25/11', '25-11-2019', 'ngày 25 tháng 11',
 * 'hôm qua', 'thứ hai', 'tuần trước', 'yesterday'. Without a year it is the last one that is not to come. Undefined
 * for what is no date.
 */
export function findMeant(typed: string, today: Day): Meant | undefined {
  if (typed.length > longest) return undefined;
  const text = foldKey(clean(typed).toLowerCase())
    .replace(/[\s,]+/g, ' ')
    .replace(/^[\s.?]+|[\s.?]+$/g, '');
  const asked = askedAbout(text.split(' '), (word) => word)
    .join(' ')
    .replace(/^ngay (?=\D)(?!mai$)/, '');
  return byWords(asked, today) ?? byNumbers(asked, today);
}

function byWords(text: string, today: Day): Meant | undefined {
  const ago = Object.hasOwn(daysAgo, text)
    ? daysAgo[text]!
    : /^(\d{1,3}) (?:ngay truoc|days? ago)$/.exec(text)?.[1];
  if (ago !== undefined) return { kind: 'day', day: today - Number(ago) };
  if (Object.hasOwn(weeksAgo, text)) return { kind: 'week', day: mondayOf(today) - 7 * weeksAgo[text]! };
  if (Object.hasOwn(monthsAgo, text)) return { kind: 'month', month: monthOf(today) - monthsAgo[text]! };
  const named = text.replace(/^last | (?:vua )?(?:qua|roi)$| tuan (?:nay|truoc)$/, '');
  const weekday = weekdays.findIndex((pattern) => pattern.test(named));
  if (weekday < 0) return undefined;
  if (text.endsWith('tuan truoc')) return { kind: 'day', day: mondayOf(today) - 7 + weekday };
  const back = (weekdayOf(today) - weekday + 7) % 7;
  // “Last Monday”, said on a Monday, is not today.
  return { kind: 'day', day: today - (back === 0 && named !== text ? 7 : back) };
}

function byNumbers(text: string, today: Day): Meant | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (iso) return onDay(Number(iso[3]), Number(iso[2]), iso[1], today);
  const month =
    /^thang (\d{1,2})(?: ?(?:nam|\/|-)? ?(\d{4}))?$/.exec(text) ?? /^(\d{1,2}) ?[/-] ?(\d{4})$/.exec(text);
  if (month) return inMonth(Number(month[1]), month[2], today);
  const numbers =
    /^(?:ngay )?(\d{1,2}) ?([/.-]) ?(\d{1,2})(?: ?\2 ?(\d{4}|\d{2}))?$/.exec(text)?.toSpliced(2, 1) ??
    /^(?:ngay |mung |mong )*(\d{1,2}) ?thang (\d{1,2})(?: ?(?:nam)? ?(\d{4}))?$/.exec(text);
  if (numbers) return onDay(Number(numbers[1]), Number(numbers[2]), numbers[3], today);
  const words =
    /^(?<day>\d{1,2}) (?<name>[a-z]{3,9})(?: (?<year>\d{4}))?$/.exec(text)?.groups ??
    /^(?<name>[a-z]{3,9}) (?<day>\d{1,2})(?: (?<year>\d{4}))?$/.exec(text)?.groups;
  const named = english.findIndex((name) => [name, name.slice(0, 3)].includes(words?.name ?? '')) + 1;
  if (words && named) return onDay(Number(words.day), named, words.year, today);
  const lone = /^ngay (\d{1,2})$/.exec(text);
  if (!lone) return undefined;
  // Of this month, or of the last one that has such a day behind it.
  for (const back of [0, 1, 2]) {
    const { year, month } = dateOf(firstOfMonth(monthOf(today) - back));
    const day = findDay(year, month, Number(lone[1]));
    if (day !== undefined && day <= today) return { kind: 'day', day };
  }
  return { kind: 'impossible' };
}

function onDay(dayOfMonth: number, month: number, year: string | undefined, today: Day): Meant {
  const years =
    year === undefined
      ? // The 29th of February comes every fourth year, at times every eighth.
        Array.from({ length: 9 }, (_, back) => dateOf(today).year - back)
      : [year.length === 2 ? 2000 + Number(year) : Number(year)];
  const days = years.flatMap((candidate) => findDay(candidate, month, dayOfMonth) ?? []);
  const day = year === undefined ? days.find((candidate) => candidate <= today) : days[0];
  return day === undefined ? { kind: 'impossible' } : { kind: 'day', day };
}

function inMonth(month: number, year: string | undefined, today: Day): Meant {
  if (month < 1 || month > 12) return { kind: 'impossible' };
  const now = monthOf(today);
  const given = Number(year ?? dateOf(today).year) * 12 + month - 1;
  const meant = year === undefined && given > now ? given - 12 : given;
  return findDay(dateOf(firstOfMonth(meant)).year, month, 1) === undefined
    ? { kind: 'impossible' }
    : { kind: 'month', month: meant };
}
