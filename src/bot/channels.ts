import { Composer, InlineKeyboard, type NextFunction } from 'grammy';
import type { Chat } from 'grammy/types';
import { UserError } from '../errors.js';
import { html, plain } from '../texts.js';
import { commands } from './commands.js';
import { askToReturn, showFollowing } from './consent.js';
import type { BotContext } from './context.js';
import { showChoice } from './districts.js';
import { findFollowing, findFormer } from './following.js';
import { changes, isAdmin } from './groups.js';
import { startLink } from './link.js';
import { answeredQuestion, changeQuestion, marker } from './question.js';

/**
 * A channel is looked after in an admin's private chat, because buttons under a post are seen by all its readers. Every
 * button there carries the channel before what it does, `v1:r<channel>:<what follows v1: elsewhere>`, and whoever
 * presses it is asked for their right there.
 */
export const channels = new Composer<BotContext>();

// `/start r_<channel>`, from the link that a channel shows its admins.
channels
  .chatType('private')
  .command('start', (ctx, next) => (ctx.subject?.kind === 'channel' ? showChannel(ctx) : next()));

// What these would show in the channel is not for its readers.
channels
  .chatType('channel')
  .command(
    [...commands.start, ...commands.districts, ...commands.settings, ...commands.stop, ...commands.privacy],
    showWay,
  );

// A choice would stand there for all to see: who presses its button goes on in private.
channels
  .chatType('channel')
  .on('callback_query')
  .filter(changes, (ctx) => ctx.answerCallbackQuery({ url: wayTo(ctx) }));

/** The link that opens, in private, what its admins may do with the channel that this update comes from. */
const wayTo = (ctx: BotContext) => startLink(ctx.me.username, `r_${channelCode(ctx.chat!.id)}`);

/** A silent post in the channel with the way from there to its settings. */
export async function showWay(ctx: BotContext): Promise<void> {
  await ctx.reply(plain(ctx.locale, 'bot-channel-way'), {
    disable_notification: true,
    reply_markup: new InlineKeyboard().url(plain(ctx.locale, 'bot-button-settings'), wayTo(ctx)),
  });
}

/** Asks Telegram about the channel that an update names, before the update's transaction begins: as in a group. */
export async function askChannel(ctx: BotContext, next: NextFunction): Promise<void> {
  const named = readNamed(ctx);
  ctx.channel = named && (await findChannel(ctx, named.code));
  await next();
}

/** Lets what an admin says for a channel in private through as if it had been said in the channel. */
export async function onBehalf(ctx: BotContext, next: NextFunction): Promise<void> {
  const named = readNamed(ctx);
  if (!named) return next();
  if (!ctx.channel) throw new UserError('bot-channel-admins-only');
  actFor(ctx, ctx.channel);
  named.settle();
  await next();
}

/** The channel that a press, an answer or a link names; `settle` leaves what follows the name, as it is elsewhere. */
function readNamed(ctx: BotContext): { code: string; settle(): void } | undefined {
  if (ctx.chat?.type !== 'private') return undefined;
  const [, linked] = /^\/start(?:@\w+)? r_([0-9a-z]{1,10})$/.exec(ctx.message?.text ?? '') ?? [];
  if (linked) return { code: linked, settle: () => undefined };
  const data = ctx.callbackQuery?.data ?? answeredQuestion(ctx) ?? '';
  const [, code, rest] = /^v1:r([0-9a-z]{1,10}):(.+)$/.exec(data) ?? [];
  if (!code) return undefined;
  return {
    code,
    settle() {
      if (ctx.callbackQuery) Object.assign(ctx.callbackQuery, { data: `v1:${rest}` });
      else changeQuestion(ctx, `v1:${rest}`);
    },
  };
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

async function findChannel(ctx: BotContext, code: string): Promise<Chat.ChannelChat | undefined> {
  const id = -Number.parseInt(code, 36);
  if (!(await isAdmin(ctx, id, ctx.from!.id))) return undefined;
  const chat = await ctx.api.getChat(id);
  return chat.type === 'channel' ? chat : undefined;
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
  caption?: string;
  parse_mode?: string;
  media?: Dressable;
  reply_markup?: { inline_keyboard?: { callback_data?: string }[][] };
}

function dress(ctx: BotContext, channel: Chat.ChannelChat, payload: Dressable): Dressable {
  const { text, caption, parse_mode, media, reply_markup } = payload;
  const name = `r${channelCode(channel.id)}`;
  const headed = (words: string) => html(ctx.locale, 'bot-channel-heading', { title: channel.title }) + words;
  const rows = reply_markup?.inline_keyboard?.map((row) =>
    row.map((button) => {
      const { callback_data } = button;
      if (!callback_data?.startsWith('v1:')) return button;
      return { ...button, callback_data: `v1:${name}:${callback_data.slice(3)}` };
    }),
  );
  return {
    ...payload,
    ...(parse_mode === 'HTML' && {
      ...(text && { text: headed(text.replace(`${marker}v1/`, `${marker}v1/${name}/`)) }),
      ...(caption && { caption: headed(caption) }),
    }),
    ...(media && { media: dress(ctx, channel, media) }),
    ...(rows && { reply_markup: { ...reply_markup, inline_keyboard: rows } }),
  };
}
