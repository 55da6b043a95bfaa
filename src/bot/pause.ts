import { setSchedule } from '../store/chats.js';
import { day, nextSlot } from '../time.js';
import type { BotContext } from './context.js';
import type { Following } from './following.js';

/** Seven days without a digest; the first slot after them comes by itself. */
export async function pauseAWeek(ctx: BotContext, { chat }: Following): Promise<void> {
  const { db, pack } = ctx.deps;
  const paused_until = new Date(ctx.now.getTime() + 7 * day);
  await setSchedule(db, chat.id, (row) => ({
    paused_until,
    due_at: nextSlot(row, pack.time_zone, paused_until),
  }));
}

export async function resume(ctx: BotContext, { chat }: Following): Promise<void> {
  const { db, pack } = ctx.deps;
  await setSchedule(db, chat.id, (row) => ({
    paused_until: null,
    due_at: nextSlot(row, pack.time_zone, ctx.now),
  }));
}
