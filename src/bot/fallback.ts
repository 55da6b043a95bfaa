import { Composer, InlineKeyboard } from 'grammy';
import { UserError } from '../errors.js';
import { html, plain } from '../texts.js';
import type { BotContext } from './context.js';
import { show } from './show.js';

/** Whatever nobody else answered: never silence in a private chat, and no button that spins. */
export const fallback = new Composer<BotContext>();

fallback.on('callback_query', () => {
  throw new UserError('bot-old-button');
});

fallback.chatType('private').on('message', async (ctx) => {
  const key = ctx.message.text === undefined ? 'bot-only-text' : 'bot-unknown-command';
  await show(
    ctx,
    html(ctx.locale, key),
    new InlineKeyboard()
      .text(plain(ctx.locale, 'bot-button-choose'), 'v1:d')
      .text(plain(ctx.locale, 'bot-button-help'), 'v1:i'),
  );
});
