import { Composer, InlineKeyboard } from 'grammy';
import { UserError } from '../errors.js';
import { setAnnouncements, setLocale, setSchedule } from '../store/chats.js';
import type { Display } from '../store/schema.js';
import { html, offeredLocales, plain } from '../texts.js';
import { commands } from './commands.js';
import { type BotContext, isPrivate } from './context.js';
import { forFollowing } from './districts.js';
import { announceMenu } from './menu.js';
import { pauseFor, pauses, resume } from './pause.js';
import { showSettings } from './settings-page.js';
import { show } from './show.js';

/** /settings: one message, edited in place by buttons that carry plain data and so outlive restarts. */
export const settings = new Composer<BotContext>();

settings.command(commands.settings, showSettings);
settings.callbackQuery('v1:s', showSettings);

settings.callbackQuery('v1:sl', async (ctx) => {
  const keyboard = new InlineKeyboard();
  for (const locale of offeredLocales(ctx.deps.pack))
    keyboard.text(languageName(locale), `v1:sl:${locale}`).row();
  await show(
    ctx,
    html(ctx.locale, 'bot-languages'),
    keyboard.text(plain(ctx.locale, 'bot-button-back'), 'v1:s'),
  );
});

settings.callbackQuery(
  /^v1:sl:([a-z]{2,3})$/,
  forFollowing(async (ctx, { chat }) => {
    const locale = ctx.match[1]!;
    if (!offeredLocales(ctx.deps.pack).includes(locale)) throw new UserError('bot-old-button');
    await setLocale(ctx.deps.db, chat.id, locale);
    ctx.locale = locale;
    await showSettings(ctx);
    if (isPrivate(ctx)) await announceMenu(ctx);
  }),
);

// v1:sn:<1 or 0>: announcements, which need an opt-in of their own.
settings.callbackQuery(
  /^v1:sn:([01])$/,
  forFollowing(async (ctx, { chat }) => {
    await setAnnouncements(ctx.deps.db, chat.id, ctx.match[1] === '1');
    await showSettings(ctx);
  }),
);

const displays: Record<string, Display> = { s: 'short', n: 'normal' };

settings.callbackQuery(
  'v1:sv',
  forFollowing(async (ctx, { chat }) => {
    const keyboard = new InlineKeyboard();
    for (const [data, display] of Object.entries(displays)) {
      const label = plain(ctx.locale, `bot-display-${display}`);
      keyboard.text(chat.display === display ? `✓ ${label}` : label, `v1:sv:${data}`).row();
    }
    await show(ctx, html(ctx.locale, 'bot-displays'), keyboard.text(back(ctx), 'v1:s'));
  }),
);

// v1:sv:<s or n>: titles alone, or with their leads.
settings.callbackQuery(
  /^v1:sv:([sn])$/,
  forFollowing(async (ctx, { chat }) => {
    const display = displays[ctx.match[1]!]!;
    await setSchedule(ctx.deps.db, chat.id, () => ({ display }));
    await showSettings(ctx);
  }),
);

settings.callbackQuery(
  'v1:sw',
  forFollowing(async (ctx) => {
    const keyboard = new InlineKeyboard();
    for (const [index, days] of pauses.entries()) {
      keyboard.text(plain(ctx.locale, 'bot-button-pause-days', { n: days }), `v1:sp:${days}`);
      if (index % 3 === 2) keyboard.row();
    }
    await show(ctx, html(ctx.locale, 'bot-pauses'), keyboard.row().text(back(ctx), 'v1:s'));
  }),
);

// v1:sp:<days>: a pause; without days, as buttons of before had it, a week.
settings.callbackQuery(
  /^v1:sp(?::(\d{1,2}))?$/,
  forFollowing(async (ctx, following) => {
    const days = Number(ctx.match[1] ?? 7);
    if (!pauses.includes(days)) throw new UserError('bot-old-button');
    await pauseFor(ctx, following, days);
    await showSettings(ctx);
  }),
);

settings.callbackQuery(
  'v1:sr',
  forFollowing(async (ctx, following) => {
    await resume(ctx, following);
    await showSettings(ctx);
  }),
);

const back = (ctx: BotContext) => plain(ctx.locale, 'bot-button-back');

/** Each language by its own name, so that a reader finds it from any other. */
const languageName = (locale: string) => plain(locale, 'bot-language');
