import { endOfQuiet, quietFrom } from '../quiet.js';
import type { TimedSlot } from '../store/cuts.js';
import type { Style } from '../store/schema.js';
import { atLocal, day, hour, latestSlot, localDay, nextSlot, type Schedule } from '../time.js';

const lateAfter = hour / 2;
const sendWithin = 4 * hour;
// What comes late does not come in the evening's last half hour; the digest of that half hour itself does.
const lateUntil = '21:30';

/**
 * What a due schedule means at `now`: the newest slot, whether it is still worth sending, and the limits that
 * the sender compares. Citizens are served up to four hours late, not after 21:30 and never in quiet hours, a weekly
 * digest until the next day at its hour, officials whenever possible. Where `now` is imagined, lateness follows it and the
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
  if (!realNow) {
    const quietEnd = schedule.style === 'citizen' ? endOfQuiet(now, timeZone) : undefined;
    return { slot, next_due, send, send_after: quietEnd ?? slot, send_before: before, late_after: late };
  }
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

/** Until when a citizen's digest that is sent anew at `now` may go: the same limits as for one that comes late. */
export function lastSendAt(now: Date, timeZone: string): Date {
  const [year, month, dayOfMonth] = localDay(now, timeZone).split('-').map(Number);
  const evening = atLocal(year!, month!, dayOfMonth!, lateUntil, timeZone);
  if (endOfQuiet(now, timeZone)) return now;
  return new Date(Math.min(now.getTime() + sendWithin, evening.getTime()));
}

function sendBefore(schedule: Schedule & { style: Style }, timeZone: string, slot: Date): Date | null {
  if (schedule.style === 'official') return null;
  if (schedule.weekdays.length === 1) return new Date(slot.getTime() + day);
  const [year, month, dayOfMonth] = localDay(slot, timeZone).split('-').map(Number);
  const at = (time: string) => atLocal(year!, month!, dayOfMonth!, time, timeZone).getTime();
  const evening = slot.getTime() + lateAfter < at(lateUntil) ? at(lateUntil) : at(quietFrom);
  return new Date(Math.min(slot.getTime() + sendWithin, evening));
}
