import { formatTime, nextSlot } from './time.js';

/** Local time at which nobody is woken from, and until when. A chat may want more of them, never less. */
export const quietFrom = '22:00';
export const quietUntil = '06:00';
/** When a chat's own quiet hours may begin and end. */
export const quietStarts: readonly string[] = ['19:00', '20:00', '21:00', quietFrom];
export const quietEnds: readonly string[] = [quietUntil, '07:00', '08:00', '09:00'];

const everyDay = [1, 2, 3, 4, 5, 6, 7];

/** When the quiet hours that `at` lies in end; undefined outside them. */
export function endOfQuiet(at: Date, timeZone: string): Date | undefined {
  const time = formatTime(at, timeZone);
  if (time >= quietUntil && time < quietFrom) return undefined;
  return nextSlot({ times: [quietUntil], weekdays: everyDay }, timeZone, at);
}

/** What each chat's own quiet hours are compared with at one moment. */
export interface Night {
  /** The local time, '21:30'. */
  time: string;
  /** Whether these are everyone's quiet hours. */
  everywhere: boolean;
  /** The next instant of each hour at which quiet hours may end. */
  ends: Record<string, Date>;
}

/** Undefined while nobody can have quiet hours. */
export function nightAt(at: Date, timeZone: string): Night | undefined {
  const time = formatTime(at, timeZone);
  if (time < quietStarts[0]! && time >= quietEnds.at(-1)!) return undefined;
  return {
    time,
    everywhere: time >= quietFrom || time < quietUntil,
    ends: Object.fromEntries(
      quietEnds.map((end) => [end, nextSlot({ times: [end], weekdays: everyDay }, timeZone, at)]),
    ),
  };
}
