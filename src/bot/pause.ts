import { day } from '../time.js';
import type { BotContext } from './context.js';
import type { Following } from './following.js';
import { changeSchedule } from './schedule.js';

/** For how many days one may pause. */
export const pauses: readonly number[] = [1, 3, 7, 14, 30];

/** So many days without a digest; the first slot after them comes by itself. */
export async function pauseFor(ctx: BotContext, following: Following, days: number): Promise<void> {
  const paused_until = new Date(ctx.now.getTime() + days * day);
  await changeSchedule(ctx, following, () => ({ paused_until }));
}

export async function resume(ctx: BotContext, following: Following): Promise<void> {
  await changeSchedule(ctx, following, () => ({ paused_until: null }));
}
