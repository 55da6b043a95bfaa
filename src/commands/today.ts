import { latestSlot } from '../time.js';

/** When the local day of `now` began. */
export function today(now: Date, timeZone: string): Date {
  return latestSlot({ times: ['00:00'], weekdays: [1, 2, 3, 4, 5, 6, 7] }, timeZone, now);
}
