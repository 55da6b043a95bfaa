import { atLocal, day as dayMs, localDay } from '../time.js';

/**
 * Calendar days as numbers, as they stand in button data: days since 1970-01-01, whatever the time zone. Months count
 * from the year 0.
 */
export type Day = number;

const first = dayNumber(1900, 1, 1);
const last = dayNumber(2999, 12, 31);

export function dayNumber(year: number, month: number, dayOfMonth: number): Day {
  // Date.UTC takes the years 0 to 99 for those of the 20th century.
  return new Date(0).setUTCFullYear(year, month - 1, dayOfMonth) / dayMs;
}

/** Undefined for 31/2 and other days that do not exist, or lie in centuries that nobody means. */
export function findDay(year: number, month: number, dayOfMonth: number): Day | undefined {
  const day = dayNumber(year, month, dayOfMonth);
  const date = new Date(day * dayMs);
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth;
  return exists && isDay(day) ? day : undefined;
}

/** Button data may be forged. */
export const isDay = (day: number): boolean => day >= first && day <= last;

export const dateOf = (day: Day) => {
  const date = new Date(day * dayMs);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, dayOfMonth: date.getUTCDate() };
};

/** The local day of an instant. */
export const dayOf = (at: Date, timeZone: string): Day =>
  Date.parse(`${localDay(at, timeZone)}T00:00Z`) / dayMs;

/** When a day begins in a time zone. */
export function beginningOf(day: Day, timeZone: string): Date {
  const { year, month, dayOfMonth } = dateOf(day);
  return atLocal(year, month, dayOfMonth, '00:00', timeZone);
}

/** Monday is 0; the first of January 1970 was a Thursday. */
export const weekdayOf = (day: Day): number => (((day + 3) % 7) + 7) % 7;
export const mondayOf = (day: Day): Day => day - weekdayOf(day);

export const monthOf = (day: Day): number => {
  const { year, month } = dateOf(day);
  return year * 12 + month - 1;
};
export const firstOfMonth = (month: number): Day => dayNumber(Math.floor(month / 12), (month % 12) + 1, 1);

/** '2019-11-25' */
export const formatDay = (day: Day): string => new Date(day * dayMs).toISOString().slice(0, 10);

const two = (n: number) => String(n).padStart(2, '0');

/** '11/2019' */
export const formatMonth = (month: number): string => `${two((month % 12) + 1)}/${Math.floor(month / 12)}`;

/** '25/11', with the year where it is another than that of `beside`. */
export function formatShort(day: Day, beside: Day): string {
  const { year, month, dayOfMonth } = dateOf(day);
  return `${two(dayOfMonth)}/${two(month)}${year === dateOf(beside).year ? '' : `/${year}`}`;
}
