import { formatTime, nextSlot } from './time.js';

/** Local time at which nobody is woken from, and until when. */
export const quietFrom = '22:00';
const quietUntil = '06:00';

const everyDay = [1, 2, 3, 4, 5, 6, 7];

/** When the quiet hours that `at` lies in end; undefined outside them. */
export function endOfQuiet(at: Date, timeZone: string): Date | undefined {
  const time = formatTime(at, timeZone);
  if (time >= quietUntil && time < quietFrom) return undefined;
  return nextSlot({ times: [quietUntil], weekdays: everyDay }, timeZone, at);
}
