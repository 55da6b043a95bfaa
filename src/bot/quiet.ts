import { quietFrom, quietUntil } from '../digest/slot.js';
import { formatTime, nextSlot } from '../time.js';

const everyDay = [1, 2, 3, 4, 5, 6, 7];

/** When the quiet hours that `at` lies in end; undefined outside them. */
export function endOfQuiet(at: Date, timeZone: string): Date | undefined {
  const time = formatTime(at, timeZone);
  if (time >= quietUntil && time < quietFrom) return undefined;
  return nextSlot({ times: [quietUntil], weekdays: everyDay }, timeZone, at);
}
