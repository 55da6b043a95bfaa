import { quietFrom } from '../quiet.js';
import type { TimedSlot } from '../store/cuts.js';
import type { Style } from '../store/schema.js';
import { atLocal, day, hour, latestSlot, localDay, nextSlot, type Schedule } from '../time.js';

const lateAfter = hour / 2;
const sendWithin = 4 * hour;

/**
 * What a due schedule means at `now`: the newest slot, whether it is still worth sending, and the limits that
 * the sender compares. Citizens are served up to four hours late and never in quiet hours, a weekly digest until
 * the next day at its hour, officials whenever possible. Where `now` is imagined, lateness follows it and the
 * deliveries may go at once; limits in the past count from `realNow`.
 */
export function timeSlot(
  schedule: Schedule & { style: Style },
  timeZone: string,
  now: Date,
  realNow: Date | undefined,
): TimedSlot {
  const slot = latestSlot(schedule, timeZone, now);
  const next_due = nextSlot(schedule, timeZone, now);
  const before = sendBefore(schedule, timeZone, slot);
  const send = before === null || now < before;
  const late = new Date(slot.getTime() + lateAfter);
  if (!realNow) return { slot, next_due, send, send_after: slot, send_before: before, late_after: late };
  const shift = Math.max(0, realNow.getTime() - now.getTime());
  return {
    slot,
    next_due,
    send,
    send_after: null,
    send_before: before && new Date(before.getTime() + shift),
    late_after: now >= late ? '-infinity' : null,
  };
}

function sendBefore(schedule: Schedule & { style: Style }, timeZone: string, slot: Date): Date | null {
  if (schedule.style === 'official') return null;
  if (schedule.weekdays.length === 1) return new Date(slot.getTime() + day);
  const [year, month, dayOfMonth] = localDay(slot, timeZone).split('-').map(Number);
  const quiet = atLocal(year!, month!, dayOfMonth!, quietFrom, timeZone);
  return new Date(Math.min(slot.getTime() + sendWithin, quiet.getTime()));
}
