import { Composer, InlineKeyboard, type NextFunction } from 'grammy';
import type { Chat } from 'grammy/types';
import { UserError } from '../errors.js';
import { html, plain } from '../texts.js';
import { commands } from './commands.js';
import { askToReturn, showFollowing } from './consent.js';
import type { BotContext } from './context.js';
import { showChoice } from './districts.js';
import { findFollowing, findFormer } from './following.js';
import { isAdmin, isOpenPress } from './groups.js';
import { startLink } from './link.js';

/**
 * A channel is looked after in an admin's private chat, because buttons under a post are seen by all its readers. Every
 * button there carries the channel before what it does, `v1:r<channel>:<what follows v1: elsewhere>`, and whoever
 * presses it is asked for their right there.
 */
export const channels = new Composer<BotContext>();

/** `/start r_<channel>`, from the link that a channel shows its admins. */
channels.chatType('private').command('start', async (ctx, next) => {
  const [, code] = /^r_([0-9a-z]{1,10})$/.exec(ctx.match) ?? [];
  if (!code) return next();
  actFor(ctx, await getChannel(ctx, code));
  await showChannel(ctx);
});

// What these would show in the channel is not for its readers.
channels
  .chatType('channel')
  .command(
    [...commands.start, ...commands.districts, ...commands.settings, ...commands.stop, ...commands.privacy],
    showWay,
  );

// A press that would change something under a post opens the private chat instead.
channels
  .chatType('channel')
  .on('callback_query:data')
  .filter(
    ({ callbackQuery: { data } }) => !isOpenPress(data) && !data.startsWith('v1:a'),
    (ctx) => ctx.answerCallbackQuery({ url: linkToChannel(ctx) }),
  );

/** A silent post in the channel with the way from there to its settings. */
export async function showWay(ctx: BotContext): Promise<void> {
  await ctx.reply(plain(ctx.locale, 'bot-channel-way'), {
    disable_notification: true,
    reply_markup: new InlineKeyboard().url(plain(ctx.locale, 'bot-button-settings'), linkToChannel(ctx)),
  });
}

const linkToChannel = (ctx: BotContext) => startLink(ctx.me.username, `r_${channelCode(ctx.chat!.id)}`);

/** Lets a press on a channel's button through as if it had been made in the channel. */
export async function onBehalf(ctx: BotContext, next: NextFunction): Promise<void> {
  const [, code, rest] = /^v1:r([0-9a-z]{1,10}):(.+)$/.exec(ctx.callbackQuery?.data ?? '') ?? [];
  if (code && ctx.chat?.type === 'private') {
    actFor(ctx, await getChannel(ctx, code));
    Object.assign(ctx.callbackQuery!, { data: `v1:${rest}` });
  }
  await next();
}

/** What the channel follows, what it once followed, or the choice. */
export async function showChannel(ctx: BotContext): Promise<void> {
  const following = await findFollowing(ctx);
  if (following) return showFollowing(ctx, 'bot-welcome-back', following);
  const former = await findFormer(ctx);
  if (former) return askToReturn(ctx, former);
  const { citizen } = ctx.deps.pack.digest_times;
  await showChoice(ctx, { intro: html(ctx.locale, 'bot-channel-choose', { time: citizen }) });
}

/** '1001234567890' of -1001234567890, as it stands in buttons and links. */
const channelCode = (id: number): string => (-id).toString(36);

async function getChannel(ctx: BotContext, code: string): Promise<Chat.ChannelChat> {
  const id = -Number.parseInt(code, 36);
  if (!(await isAdmin(ctx, id, ctx.from!.id))) throw new UserError('bot-channel-admins-only');
  const chat = await ctx.api.getChat(id);
  if (chat.type !== 'channel') throw new UserError('bot-old-button');
  return chat;
}

/** From here on the update is about this channel: what is stored is the channel's, every message says so. */
export function actFor(ctx: BotContext, channel: Chat.ChannelChat): void {
  ctx.subject = { id: channel.id, kind: 'channel', thread_id: 0 };
  ctx.api.config.use((call, method, payload, signal) =>
    call(method, dress(ctx, channel, payload as Dressable) as typeof payload, signal),
  );
}

interface Dressable {
  text?: string;
  parse_mode?: string;
  reply_markup?: { inline_keyboard?: { callback_data?: string }[][] };
}

function dress(ctx: BotContext, { id, title }: Chat.ChannelChat, payload: Dressable): Dressable {
  const { text, parse_mode, reply_markup } = payload;
  const rows = reply_markup?.inline_keyboard?.map((row) =>
    row.map((button) => {
      const { callback_data } = button;
      if (!callback_data?.startsWith('v1:')) return button;
      return { ...button, callback_data: `v1:r${channelCode(id)}:${callback_data.slice(3)}` };
    }),
  );
  return {
    ...payload,
    ...(text && parse_mode === 'HTML' && { text: html(ctx.locale, 'bot-channel-heading', { title }) + text }),
    ...(rows && { reply_markup: { ...reply_markup, inline_keyboard: rows } }),
  };
}
