import { atLocal, day } from '../time.js';
import { readRelative } from './relative-dates.js';

/** Which number of 3/4/2026 is the day. */
export type DateOrder = 'day_first' | 'month_first';

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const zoneHours: Record<string, number> = {
  ict: 7,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
};

const isoDate = /\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/;
const numericDate = /(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)/;
const wordedDate = /(?<!\d)(\d{1,2})[\s-]+([a-z]{3})[a-z]*\.?[\s,-]+(\d{4}|\d{2})(?!\d)/i;
const wordedMonthFirst = /\b([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b/i;
// As WordPress names them; the longer name before the one it begins with.
const vietnameseMonths: Record<string, number> = {
  một: 1,
  hai: 2,
  ba: 3,
  tư: 4,
  năm: 5,
  sáu: 6,
  bảy: 7,
  tám: 8,
  chín: 9,
  'mười một': 11,
  'mười hai': 12,
  mười: 10,
};
const vietnameseMonth = `(?:tháng|thg\\.?|th)\\s*(\\d{1,2}|${Object.keys(vietnameseMonths).join('|')})`;
const vietnameseDate = new RegExp(`(?<!\\d)(\\d{1,2})\\s+${vietnameseMonth}(?:\\s+năm|,)?\\s+(\\d{4})`, 'i');
const vietnameseMonthFirst = new RegExp(`${vietnameseMonth}\\s+(\\d{1,2}),?\\s+(\\d{4})`, 'i');
// ISO 8601 without its marks: 20261005T071000Z, 20261005.
const compactDate =
  /^((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:T?([01]\d|2[0-3])([0-5]\d)([0-5]\d)?)?(?!\d)/;
// Seconds or milliseconds since 1970, from 2001 on; .NET wraps them: /Date(1759654800000)/.
const sinceEpoch = /^(?:\/Date\()?(\d{10})(?:(\d{3})|\.\d+)?(?:[+-]\d{4})?(?:\)\/)?$/;
// As the date command writes it, the year last: Thu May 28 17:00:00 ICT 2026.
const yearLast = /\b([a-z]{3}\s+\d{1,2})\s+(\d{1,2}:\d{2}(?::\d{2})?(?:\s+[a-z]{3})?)\s+(\d{4})\b/i;
const clock =
  /(?<!\d)(\d{1,2})\s*(?::|h|giờ)\s*(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:\s*(AM|PM|SA|CH|sáng|chiều|tối)(?!\p{L}))?/iu;
const offset =
  /(?:(?:GMT|UTC|UT)\s*)?([+-])\s*(\d{2}):?(\d{2})(?!\d)|(?:(?:GMT|UTC|UT)\s*)?([+-])\s*(\d{1,2})(?!\d)/i;

/**
 * Reads the dates of one feed together, because only together do they tell whether 10/2/2026 is in February.
 * Dates without a zone are in `timeZone`; what cannot be read is undefined.
 */
export function readDates(
  texts: readonly (string | undefined)[],
  timeZone: string,
  now: Date,
): (Date | undefined)[] {
  const order = deduceOrder(texts, timeZone, now);
  return texts.map((text) =>
    text ? (readDate(text, timeZone, order) ?? readRelative(text, timeZone, now)) : undefined,
  );
}

function deduceOrder(texts: readonly (string | undefined)[], timeZone: string, now: Date): DateOrder {
  let dayFirst = 0;
  let monthFirst = 0;
  const numeric: string[] = [];
  for (const text of texts) {
    const found = text && !isoDate.test(text) ? numericDate.exec(text) : null;
    if (!found) continue;
    numeric.push(text!);
    if (Number(found[1]) > 12) dayFirst++;
    else if (Number(found[2]) > 12) monthFirst++;
  }
  if (!numeric.length) return 'day_first';
  if (dayFirst !== monthFirst) return dayFirst > monthFirst ? 'day_first' : 'month_first';
  // No number above twelve: news is not from the future, and who writes AM and PM writes the month first.
  // Clocks and zones may be wrong by hours.
  const tomorrow = new Date(now.getTime() + day);
  const inFuture = (order: DateOrder) =>
    numeric.filter((text) => (readDate(text, timeZone, order) ?? now) > tomorrow).length;
  const excess = inFuture('day_first') - inFuture('month_first');
  if (excess !== 0) return excess > 0 ? 'month_first' : 'day_first';
  return numeric.some((text) => /\d\s*[AP]M\b/i.test(text)) ? 'month_first' : 'day_first';
}

/** One date as publishers write it; undefined when it is none. */
export function readDate(text: string, timeZone: string, order: DateOrder = 'day_first'): Date | undefined {
  const given = text.slice(0, 200).normalize('NFC').trim();
  const epoch = sinceEpoch.exec(given);
  if (epoch) return new Date(Number(epoch[1]) * 1000 + Number(epoch[2] ?? 0));
  const plain = given.replace(yearLast, '$1 $3 $2').replace(compactDate, separated);
  const date = findDate(plain, order);
  if (!date) return undefined;
  const time = clock.exec(date.rest);
  const { hours, minutes, seconds } = readClock(time);
  if (hours > 24 || (hours === 24 && minutes + seconds > 0) || minutes > 59 || seconds > 60 || !exists(date))
    return undefined;
  // A zone stands after the time, or, with no time, nowhere.
  const zone = time ? readZone(date.rest.slice(time.index + time[0].length)) : undefined;
  if (zone !== undefined)
    return new Date(Date.UTC(date.year, date.month - 1, date.day, hours, minutes - zone, seconds));
  const local = atLocal(date.year, date.month, date.day, `${hours}:${minutes}`, timeZone);
  return new Date(local.getTime() + seconds * 1000);
}

function separated(_: string, year: string, month: string, date: string, ...time: unknown[]): string {
  const [hours, minutes, seconds = '00'] = time as (string | undefined)[];
  return `${year}-${month}-${date}${hours ? ` ${hours}:${minutes}:${seconds}` : ''}`;
}

interface FoundDate {
  year: number;
  month: number;
  day: number;
  /** The text around the date, where the time and the zone are looked for. */
  rest: string;
}

function findDate(text: string, order: DateOrder): FoundDate | undefined {
  const found = (match: RegExpExecArray, year: string, month: number, day: string): FoundDate => ({
    year: year.length === 2 ? 2000 + Number(year) : Number(year),
    month,
    day: Number(day),
    rest: `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length).replace(/^T(?=\d)/, '')}`,
  });
  const monthNumber = (name: string) => months.indexOf(name.toLowerCase()) + 1;
  let match = isoDate.exec(text);
  if (match) return found(match, match[1]!, Number(match[2]), match[3]!);
  match = vietnameseDate.exec(text);
  if (match) return found(match, match[3]!, vietnameseNumber(match[2]!), match[1]!);
  match = vietnameseMonthFirst.exec(text);
  if (match) return found(match, match[3]!, vietnameseNumber(match[1]!), match[2]!);
  match = numericDate.exec(text);
  if (match) {
    // A number above twelve overrules what the rest of the feed says.
    const monthFirst = Number(match[2]) > 12 || (order === 'month_first' && Number(match[1]) <= 12);
    const [month, day] = monthFirst ? [match[1]!, match[2]!] : [match[2]!, match[1]!];
    return found(match, match[3]!, Number(month), day);
  }
  match = wordedDate.exec(text);
  if (match && monthNumber(match[2]!)) return found(match, match[3]!, monthNumber(match[2]!), match[1]!);
  match = wordedMonthFirst.exec(text);
  if (match && monthNumber(match[1]!)) return found(match, match[3]!, monthNumber(match[1]!), match[2]!);
  return undefined;
}

const vietnameseNumber = (month: string) => vietnameseMonths[month.toLowerCase()] ?? Number(month);

function readClock(match: RegExpExecArray | null): { hours: number; minutes: number; seconds: number } {
  if (!match) return { hours: 0, minutes: 0, seconds: 0 };
  let hours = Number(match[1]);
  // Vietnamese Windows writes SA (sáng) for AM and CH (chiều) for PM.
  const half = match[4]?.toLowerCase() ?? '';
  if (['pm', 'ch', 'chiều', 'tối'].includes(half) && hours < 12) hours += 12;
  if (['am', 'sa'].includes(half) && hours === 12) hours = 0;
  return { hours, minutes: Number(match[2]), seconds: Number(match[3] ?? 0) };
}

/** Minutes east of Greenwich, or undefined when the text names no zone. */
function readZone(text: string): number | undefined {
  const match = offset.exec(text);
  if (match) {
    const minutes = match[1] ? Number(match[2]) * 60 + Number(match[3]) : Number(match[5]) * 60;
    return (match[1] ?? match[4]) === '-' ? -minutes : minutes;
  }
  const name = /\b(Z|GMT|UTC|UT|[A-Z]{3})\b/i.exec(text)?.[1]?.toLowerCase();
  if (!name) return undefined;
  if (['z', 'gmt', 'utc', 'ut'].includes(name)) return 0;
  const hours = zoneHours[name];
  return hours === undefined ? undefined : hours * 60;
}

function exists({ year, month, day }: FoundDate): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
