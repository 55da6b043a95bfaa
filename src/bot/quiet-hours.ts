import { Composer, InlineKeyboard } from 'grammy';
import { UserError } from '../errors.js';
import { quietEnds, quietFrom, quietStarts, quietUntil } from '../quiet.js';
import { setSchedule, type Wishes } from '../store/chats.js';
import { html, plain } from '../texts.js';
import { decodeTime, encodeTime } from './choice.js';
import type { BotContext } from './context.js';
import { forFollowing } from './districts.js';
import type { Following } from './following.js';
import { showSettings } from './settings-page.js';
import { show } from './show.js';

/** When nobody is woken, and by what they are woken all the same. */
export const quietHours = new Composer<BotContext>();

const showQuiet = forFollowing(async (ctx: BotContext, { chat }: Following) => {
  const { locale } = ctx;
  const keyboard = new InlineKeyboard();
  const row = (key: 'from' | 'until', hours: readonly string[], current: string) => {
    for (const time of hours) {
      const label = plain(locale, `bot-button-quiet-${key}`, { time });
      keyboard.text(time === current ? `✓ ${label}` : label, `v1:sq:${key[0]}:${encodeTime(time)}`);
      if (keyboard.inline_keyboard.at(-1)!.length === 2) keyboard.row();
    }
  };
  row('from', quietStarts, chat.quiet_from);
  row('until', quietEnds, chat.quiet_until);
  const { quiet_from, quiet_until, style } = chat;
  await show(
    ctx,
    html(locale, 'bot-quiet', {
      style,
      quiet_from,
      quiet_until,
      least_from: quietFrom,
      least_until: quietUntil,
    }),
    keyboard.row().text(plain(locale, 'bot-button-back'), 'v1:s'),
  );
});

quietHours.callbackQuery('v1:sq', showQuiet);

// v1:sq:<f or u>:<hour>: from when, until when.
quietHours.callbackQuery(
  /^v1:sq:([fu]):(\d{4})$/,
  forFollowing(async (ctx, { chat }) => {
    const time = decodeTime(ctx.match[2]!);
    const begins = ctx.match[1] === 'f';
    if (!(begins ? quietStarts : quietEnds).includes(time)) throw new UserError('bot-old-button');
    const wishes: Wishes = begins ? { quiet_from: time } : { quiet_until: time };
    await setSchedule(ctx.deps.db, chat.id, () => wishes);
    await showQuiet(ctx);
  }),
);

const showUrgent = forFollowing(async (ctx: BotContext, { chat }: Following) => {
  const state = !chat.times.length ? 'only' : chat.urgent ? 'yes' : 'no';
  const keyboard = new InlineKeyboard();
  if (state === 'only') keyboard.text(plain(ctx.locale, 'bot-button-frequency'), 'v1:sf');
  else keyboard.text(plain(ctx.locale, `bot-button-urgent-${state}`), `v1:su:${chat.urgent ? 0 : 1}`);
  await show(
    ctx,
    html(ctx.locale, 'bot-urgent', { state }),
    keyboard.row().text(plain(ctx.locale, 'bot-button-back'), 'v1:s'),
  );
});

quietHours.callbackQuery('v1:su', showUrgent);

// v1:su:<1 or 0>: urgent notices, an opt-in of their own, because they come at night as well.
quietHours.callbackQuery(
  /^v1:su:([01])$/,
  forFollowing(async (ctx, { chat }) => {
    const urgent = ctx.match[1] === '1';
    // Who wants nothing else would be left with nothing at all.
    await setSchedule(ctx.deps.db, chat.id, ({ times }) => (urgent || times.length ? { urgent } : {}));
    if (urgent || chat.times.length) await showSettings(ctx);
    else await showUrgent(ctx);
  }),
);
