import { Composer } from 'grammy';
import { endSubscriptions } from '../store/subscriptions.js';
import type { BotContext } from './context.js';
import { findThisChat } from './following.js';
import { announceMenu } from './menu.js';

/** Being blocked ends what the chat followed, at once and without an error; an official who is back is one no more. */
export const membership = new Composer<BotContext>();

membership.chatType('private').on('my_chat_member', async (ctx) => {
  const { status } = ctx.myChatMember.new_chat_member;
  const chat = await findThisChat(ctx);
  if (!chat) return;
  if (status !== 'kicked' && status !== 'left') {
    if (chat.style === 'official') await announceMenu(ctx);
    return;
  }
  await ctx.deps.db.transaction().execute((trx) => endSubscriptions(trx, chat.id, 'all', 'blocked', ctx.now));
});
