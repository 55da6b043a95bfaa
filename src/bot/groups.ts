import type { NextFunction } from 'grammy';
import { UserError } from '../errors.js';
import { type Command, commands } from './commands.js';
import type { BotContext } from './context.js';

/** What anyone in a group may do; the rest changes what the group receives. */
const open: readonly Command[] = ['news', 'search', 'help', 'status', 'privacy'];
const openData = /^v1:[nplgiq](:|$)/;

const guarded = (Object.keys(commands) as Command[])
  .filter((command) => !open.includes(command))
  .flatMap((command) => [...commands[command]]);

/** In groups and channels only their admins change anything, also by the buttons of others. */
export async function onlyGroupAdmins(ctx: BotContext, next: NextFunction): Promise<void> {
  if (!ctx.chat || ctx.chat.type === 'private') return next();
  const changes = ctx.callbackQuery ? !openData.test(ctx.callbackQuery.data ?? '') : ctx.hasCommand(guarded);
  if (changes && !(await isAdmin(ctx))) throw new UserError('bot-group-admins-only');
  await next();
}

async function isAdmin(ctx: BotContext): Promise<boolean> {
  // Only admins post in a channel, and in the name of a group.
  if (ctx.channelPost || ctx.message?.sender_chat?.id === ctx.chat?.id) return true;
  if (!ctx.from) return false;
  const { status } = await ctx.getChatMember(ctx.from.id);
  return status === 'creator' || status === 'administrator';
}
