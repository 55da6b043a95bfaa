import { GrammyError, type InlineKeyboard } from 'grammy';
import type { InlineKeyboardButton } from 'grammy/types';
import { UserError } from '../errors.js';
import { textOf } from '../html.js';
import type { Part } from '../store/schema.js';
import type { BotContext } from './context.js';

/** Answers a command with a new message, and a press by editing the message that carries the button. */
export async function show(
  ctx: BotContext,
  text: string,
  keyboard?: InlineKeyboard,
  put = showPayload,
): Promise<void> {
  await put(ctx, {
    text,
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    ...(keyboard && { reply_markup: { inline_keyboard: keyboard.inline_keyboard } }),
  });
}

/** The same for a message that digest/ composed. */
export async function showPayload(ctx: BotContext, payload: Part['payload']): Promise<void> {
  if (!ctx.callbackQuery?.message) return sendPayload(ctx, payload);
  const { text, ...rest } = payload;
  const { photo } = ctx.callbackQuery.message;
  // Telegram takes 1,024 characters under a picture.
  if (photo && textOf(text).length > 1024) return sendPayload(ctx, payload);
  try {
    if (photo) await ctx.editMessageCaption(captioned(payload));
    else await ctx.editMessageText(text, rest as Parameters<typeof ctx.editMessageText>[1]);
  } catch (error) {
    if (!(error instanceof GrammyError) || error.error_code !== 400) throw error;
    // Pressed twice: the message says so already.
    if (error.description.includes('message is not modified')) return;
    if (!/message to edit not found|message can't be edited|no text in the message/.test(error.description))
      throw error;
    await sendPayload(ctx, payload);
  }
}

const captioned = ({ text, link_preview_options: _, ...rest }: Part['payload']) =>
  ({ caption: text, ...rest }) as Parameters<BotContext['editMessageCaption']>[0];

/** New content is a new message, whatever asked for it. */
export async function sendPayload(ctx: BotContext, payload: Part['payload']): Promise<void> {
  const { text, ...rest } = payload;
  await ctx.reply(text, rest as Parameters<typeof ctx.reply>[1]);
}

/** For presses that bring a new message: in a channel it would be one for all who read it. */
export function refuseInChannel({ chat }: BotContext): void {
  if (chat?.type === 'channel') throw new UserError('bot-look-in-bot');
}

/** Changes the buttons under a message and leaves its text. */
export async function showKeyboard(ctx: BotContext, inline_keyboard: object[][]): Promise<void> {
  const reply_markup = { inline_keyboard } as { inline_keyboard: InlineKeyboardButton[][] };
  try {
    await ctx.editMessageReplyMarkup({ reply_markup });
  } catch (error) {
    // Pressed twice: they are there already.
    if (!(error instanceof GrammyError) || !error.description.includes('message is not modified'))
      throw error;
  }
}
