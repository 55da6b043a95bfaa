import { Composer } from 'grammy';
import { endSubscriptions } from '../store/subscriptions.js';
import type { BotContext } from './context.js';
import { findThisChat } from './following.js';

/** Being blocked ends what the chat followed, at once and without an error. */
export const membership = new Composer<BotContext>();

membership.chatType('private').on('my_chat_member', async (ctx) => {
  const { status } = ctx.myChatMember.new_chat_member;
  if (status !== 'kicked' && status !== 'left') return;
  const chat = await findThisChat(ctx);
  if (!chat) return;
  await ctx.deps.db.transaction().execute((trx) => endSubscriptions(trx, chat.id, 'all', 'blocked', ctx.now));
});
