import { setPause } from '../store/chats.js';
import { day, nextSlot } from '../time.js';
import type { BotContext } from './context.js';
import type { Following } from './following.js';

/** Seven days without a digest; the first slot after them comes by itself. */
export async function pauseAWeek(ctx: BotContext, { chat }: Following): Promise<void> {
  const { db, pack } = ctx.deps;
  const until = new Date(ctx.now.getTime() + 7 * day);
  await setPause(db, chat.id, until, nextSlot(chat, pack.time_zone, until));
}

export async function resume(ctx: BotContext, { chat }: Following): Promise<void> {
  const { db, pack } = ctx.deps;
  await setPause(db, chat.id, null, nextSlot(chat, pack.time_zone, ctx.now));
}
