import { plain } from '../texts.js';
import type { Schedule } from '../time.js';

/** 'mỗi ngày 06:30' · 'Thứ Hai đến Thứ Sáu 06:45' */
export function scheduleText(locale: string, schedule: Schedule): string {
  const time = schedule.times.join(', ');
  const days = schedule.weekdays.toSorted((a, b) => a - b);
  if (days.length === 7) return plain(locale, 'bot-schedule-daily', { time });
  const consecutive = days.length > 2 && days.at(-1)! - days[0]! === days.length - 1;
  if (consecutive)
    return plain(locale, 'bot-schedule-range', {
      from: weekdayName(locale, days[0]!),
      to: weekdayName(locale, days.at(-1)!),
      time,
    });
  return `${days.map((day) => weekdayName(locale, day)).join(', ')} ${time}`;
}

/** ISO weekdays: Monday is 1. 1 January 2024 was a Monday. */
function weekdayName(locale: string, weekday: number): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(
    new Date(Date.UTC(2024, 0, weekday)),
  );
}
