import { type Chat, setSchedule, type Wishes } from '../store/chats.js';
import { html, plain } from '../texts.js';
import { day, dueAfter, formatDay, formatTime, type Schedule } from '../time.js';
import type { BotContext } from './context.js';
import type { Following } from './following.js';

/** How often a chat is served. One weekday is weekly; no hour is urgent notices only. */
export type Frequency = 'daily' | 'twice' | 'weekly' | 'urgent';

export function frequencyOf({ times, weekdays }: Schedule): Frequency {
  if (!times.length) return 'urgent';
  if (weekdays.length === 1) return 'weekly';
  return times.length > 1 ? 'twice' : 'daily';
}

/**
 * Changes when a chat is served; its next digest comes at the first slot after now and after a pause. What a weekly
 * digest would still have brought is in the first ones of another rhythm.
 */
export async function changeSchedule(
  { deps: { db, pack }, now }: BotContext,
  { chat }: Following,
  change: (row: Chat) => Wishes,
): Promise<void> {
  await setSchedule(db, chat.id, (row) => {
    const wishes = change(row);
    if (!Object.keys(wishes).length) return {};
    const then = { ...row, ...wishes };
    const due_at = dueAfter(then, pack.time_zone, isPaused(then, now) ? then.paused_until : now);
    const wasWeekly = row.weekdays.length === 1 && then.weekdays.length > 1;
    const weekly_until = new Date((due_at ?? now).getTime() + 7 * day);
    return { ...wishes, due_at, ...(wasWeekly && { weekly_until }) };
  });
}

export const isPaused = <C extends Pick<Chat, 'paused_until'>>(
  chat: C,
  now: Date,
): chat is C & { paused_until: Date } => chat.paused_until !== null && chat.paused_until > now;

/** 'Bản tin tiếp theo: 06:30 Thứ Ba, 03/03/2026.', or that there are none. */
export function nextText(ctx: BotContext, { due_at }: Pick<Chat, 'due_at'>): string {
  if (!due_at) return html(ctx.locale, 'bot-next-none');
  const { time_zone } = ctx.deps.pack;
  return html(ctx.locale, 'bot-next', {
    time: formatTime(due_at, time_zone),
    day: formatDay(due_at, time_zone, ctx.locale),
  });
}

/** 'mỗi ngày 06:30' · 'Thứ Hai đến Thứ Sáu 06:45' · 'Thứ Bảy hằng tuần 07:00' · 'chỉ tin khẩn' */
export function scheduleText(locale: string, schedule: Schedule): string {
  if (!schedule.times.length) return plain(locale, 'bot-schedule-urgent');
  const time = listOf(locale, schedule.times);
  const days = schedule.weekdays.toSorted((a, b) => a - b);
  if (days.length === 7) return plain(locale, 'bot-schedule-daily', { time });
  if (days.length === 1)
    return plain(locale, 'bot-schedule-weekly', { day: weekdayName(locale, days[0]!), time });
  const consecutive = days.length > 2 && days.at(-1)! - days[0]! === days.length - 1;
  if (consecutive)
    return plain(locale, 'bot-schedule-range', {
      from: weekdayName(locale, days[0]!),
      to: weekdayName(locale, days.at(-1)!),
      time,
    });
  return `${days.map((weekday) => weekdayName(locale, weekday)).join(', ')} ${time}`;
}

/** '06:30 và 17:30' */
const listOf = (locale: string, items: readonly string[]) => new Intl.ListFormat(locale).format(items);

/** ISO weekdays: Monday is 1. 1 January 2024 was a Monday. */
export function weekdayName(locale: string, weekday: number): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(
    new Date(Date.UTC(2024, 0, weekday)),
  );
}
