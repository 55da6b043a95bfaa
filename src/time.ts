/** When a chat is served: local wall-clock times and ISO weekdays (Monday is 1). */
export interface Schedule {
  times: readonly string[];
  weekdays: readonly number[];
}

const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

interface LocalParts {
  year: number;
  month: number;
  day: number;
  minutes: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();
// Formatting is slow, and the same few minutes are asked for again and again.
const lately = new Map<string, LocalParts>();
const mostLately = 500;

function localParts(at: Date, timeZone: string): LocalParts {
  const key = `${timeZone} ${Math.floor(at.getTime() / minute)}`;
  let parts = lately.get(key);
  if (!parts) {
    if (lately.size >= mostLately) lately.clear();
    parts = formatParts(at, timeZone);
    lately.set(key, parts);
  }
  return parts;
}

function formatParts(at: Date, timeZone: string): LocalParts {
  let format = formatters.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    formatters.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return {
    year: part.year!,
    month: part.month!,
    day: part.day!,
    minutes: part.hour! * 60 + part.minute!,
  };
}

/**
 * The instant at which a wall clock in `timeZone` shows this date and time. A time that a change of the clock
 * skips is read with the offset before the change; one that happens twice is the first.
 */
export function atLocal(
  year: number,
  month: number,
  dayOfMonth: number,
  time: string,
  timeZone: string,
): Date {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const wall = Date.UTC(year, month - 1, dayOfMonth, hours, minutes);
  const offsetAt = (instant: number) => {
    const local = localParts(new Date(instant), timeZone);
    return (
      Date.UTC(local.year, local.month - 1, local.day, 0, local.minutes) -
      Math.floor(instant / minute) * minute
    );
  };
  const before = offsetAt(wall - day);
  const after = offsetAt(wall + day);
  for (const offset of [before, after])
    if (offsetAt(wall - offset) === offset) return new Date(wall - offset);
  return new Date(wall - before);
}

/** Every slot in the `days` local days around `at`, oldest first. */
function slotsAround(
  schedule: Schedule,
  timeZone: string,
  at: Date,
  firstDay: number,
  lastDay: number,
): Date[] {
  const today = localParts(at, timeZone);
  const slots: Date[] = [];
  for (let offset = firstDay; offset <= lastDay; offset++) {
    const date = new Date(Date.UTC(today.year, today.month - 1, today.day + offset));
    if (!schedule.weekdays.includes(date.getUTCDay() || 7)) continue;
    for (const time of schedule.times)
      slots.push(atLocal(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), time, timeZone));
  }
  return slots.sort((a, b) => a.getTime() - b.getTime());
}

/** The first slot strictly after `after`. */
export function nextSlot(schedule: Schedule, timeZone: string, after: Date): Date {
  const slot = slotsAround(schedule, timeZone, after, 0, 8).find((candidate) => candidate > after);
  if (!slot) throw new Error('a schedule needs at least one time and one weekday');
  return slot;
}

/** The first slot strictly after `after`; none for a schedule without times, which has no digests. */
export function dueAfter(schedule: Schedule, timeZone: string, after: Date): Date | null {
  return schedule.times.length ? nextSlot(schedule, timeZone, after) : null;
}

/** The newest slot at or before `at`. */
export function latestSlot(schedule: Schedule, timeZone: string, at: Date): Date {
  const slot = slotsAround(schedule, timeZone, at, -8, 0).findLast((candidate) => candidate <= at);
  if (!slot) throw new Error('a schedule needs at least one time and one weekday');
  return slot;
}

const weekdays = new Map<string, Intl.DateTimeFormat>();

/** 'Thứ Hai, 25/11/2019' · 'Monday, 25/11/2019': day first in both, as readers here write it. */
export function formatDay(at: Date, timeZone: string, locale: string): string {
  const key = `${locale} ${timeZone}`;
  const weekday = weekdays.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone, weekday: 'long' });
  weekdays.set(key, weekday);
  return `${weekday.format(at)}, ${formatDate(at, timeZone)}`;
}

/** '25/11/2019' */
export function formatDate(at: Date, timeZone: string): string {
  const { year, month, day: dayOfMonth } = localParts(at, timeZone);
  return `${String(dayOfMonth).padStart(2, '0')}/${String(month).padStart(2, '0')}/${year}`;
}

/** '06:30' */
export function formatTime(at: Date, timeZone: string): string {
  const { minutes } = localParts(at, timeZone);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The local calendar day of an instant, '2019-11-25'. */
export function localDay(at: Date, timeZone: string): string {
  const { year, month, day: dayOfMonth } = localParts(at, timeZone);
  return `${year}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
}

/** When the local day of `at` began. */
export function startOfDay(at: Date, timeZone: string): Date {
  const { year, month, day: dayOfMonth } = localParts(at, timeZone);
  return atLocal(year, month, dayOfMonth, '00:00', timeZone);
}
