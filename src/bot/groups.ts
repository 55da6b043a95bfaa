import { type Context, GrammyError, type NextFunction } from 'grammy';
import { UserError } from '../errors.js';
import { type Command, commands } from './commands.js';
import type { BotContext } from './context.js';
import { answeredQuestion } from './question.js';

/** What anyone in a group may do; the rest changes what the group receives. */
const open: readonly Command[] = ['news', 'date', 'search', 'share', 'help', 'status', 'privacy'];
// Reading, and its pages: n news, p pages, l looking, i help, g about a story; b sharing, m pictures (but mc, the choice
// on a map), t by date, q searching.
const openData = /^v1:(?:[nplig](?::|$)|[btq]|m(?!c))/;

const spelt = (some: readonly Command[]): string[] => some.flatMap((command) => [...commands[command]]);
const all = Object.keys(commands) as Command[];
const guarded = spelt(all.filter((command) => !open.includes(command)));
const heard = spelt(all);

/**
 * Whether an update is meant for the bot: in a group its commands, its buttons, answers to its questions and what
 * Telegram says about the group. Asked first of all, before anything is looked up, so that a group of two hundred
 * thousand may talk as it likes, even where the bot is an admin and hears everything.
 */
export function isMeantForUs(ctx: Context): boolean {
  if (!ctx.chat || ctx.chat.type === 'private') return true;
  const message = ctx.message ?? ctx.channelPost;
  if (!message) return true;
  // What a channel posts is repeated in its group: said to the bot in the channel, if at all.
  if (message.is_automatic_forward) return false;
  return ctx.hasCommand(heard) || isSaidByTelegram(ctx) || answeredQuestion(ctx) !== undefined;
}

/** What nobody wrote or pressed: where the bot stands, that a group has moved, that a topic is open again. */
export function isSaidByTelegram({ message, myChatMember }: Context): boolean {
  return (
    myChatMember !== undefined ||
    message?.migrate_to_chat_id !== undefined ||
    message?.migrate_from_chat_id !== undefined ||
    message?.forum_topic_reopened !== undefined
  );
}

/**
 * Asks Telegram whether who changes something in a group or channel is an admin there, also by the buttons of others:
 * before the update's transaction begins, so that no connection waits for the answer.
 */
export async function askRight(ctx: BotContext, next: NextFunction): Promise<void> {
  ctx.mayChange = !changes(ctx) || (await isAdminHere(ctx));
  await next();
}

/** In groups and channels only their admins change anything. */
export async function onlyGroupAdmins(ctx: BotContext, next: NextFunction): Promise<void> {
  if (!ctx.mayChange)
    throw new UserError(ctx.chat?.type === 'channel' ? 'bot-channel-admins-only' : 'bot-group-admins-only');
  // Of a message that Telegram does not show any more nobody can tell the topic.
  if (
    changes(ctx) &&
    ctx.chat?.type === 'supergroup' &&
    ctx.chat.is_forum &&
    ctx.callbackQuery?.message?.date === 0
  )
    throw new UserError('bot-old-button');
  await next();
}

/** Whether an update asks for more than reading, in a group or channel. */
export function changes(ctx: BotContext): boolean {
  if (!ctx.chat || ctx.chat.type === 'private') return false;
  if (ctx.callbackQuery) return !openData.test(ctx.callbackQuery.data ?? '');
  return ctx.hasCommand(guarded) || !openData.test(answeredQuestion(ctx) ?? 'v1:n');
}

async function isAdminHere(ctx: BotContext): Promise<boolean> {
  // Only admins post in a channel.
  if (ctx.channelPost) return true;
  const { id } = ctx.chat!;
  const as = ctx.message?.sender_chat;
  if (!as) return ctx.from !== undefined && isAdmin(ctx, id, ctx.from.id);
  // An admin who hides behind the group, or speaks as its channel; anyone may speak as a channel of their own.
  if (as.id === id) return true;
  const chat = await ctx.getChat();
  return 'linked_chat_id' in chat && chat.linked_chat_id === as.id;
}

/**
 * Asked at every change and never remembered, so that who has just been demoted changes nothing more; a press costs
 * an answer to Telegram anyway.
 */
export async function isAdmin({ api }: BotContext, chatId: number, userId: number): Promise<boolean> {
  try {
    const { status } = await api.getChatMember(chatId, userId);
    return status === 'creator' || status === 'administrator';
  } catch (error) {
    // Neither the bot nor this person has to be there any more.
    if (error instanceof GrammyError && (error.error_code === 400 || error.error_code === 403)) return false;
    throw error;
  }
}
