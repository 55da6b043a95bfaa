import { Composer, InlineKeyboard } from 'grammy';
import { UserError } from '../errors.js';
import type { Chat } from '../store/chats.js';
import { html, plain } from '../texts.js';
import { decodeTime, encodeTime } from './choice.js';
import type { BotContext } from './context.js';
import { forFollowing } from './districts.js';
import type { Following } from './following.js';
import { noon, onlyCitizens } from './frequency.js';
import { hourKeyboard, hoursOf } from './hours.js';
import { changeSchedule, frequencyOf, weekdayName } from './schedule.js';
import { showSettings } from './settings-page.js';
import { show } from './show.js';

/** At what hours and on which days. */
export const servedHours = new Composer<BotContext>();

const week = [1, 2, 3, 4, 5, 6, 7];
const workdays = [1, 2, 3, 4, 5];

servedHours.callbackQuery(
  'v1:sh',
  forFollowing(async (ctx, { chat }) => {
    if (chat.times.length < 2) return showHours(ctx, chat, () => true);
    const keyboard = new InlineKeyboard();
    for (const [half, time] of [['a', chat.times[0]!] as const, ['b', chat.times[1]!] as const])
      keyboard.text(plain(ctx.locale, `bot-button-hour-${half}`, { time }), `v1:sh:${half}`).row();
    await show(
      ctx,
      html(ctx.locale, 'bot-hours-which'),
      keyboard.text(plain(ctx.locale, 'bot-button-back'), 'v1:s'),
    );
  }),
);

// v1:sh:<a or b>: the hours before, or after noon.
servedHours.callbackQuery(
  /^v1:sh:([ab])$/,
  forFollowing((ctx, { chat }) => showHours(ctx, chat, (time) => time < noon === (ctx.match[1] === 'a'))),
);

function showHours(ctx: BotContext, chat: Chat, offered: (time: string) => boolean): Promise<void> {
  const hours = hoursOf(ctx.deps.pack, chat.style).filter(offered);
  const current = chat.times.find((time) => hours.includes(time));
  return show(
    ctx,
    html(ctx.locale, 'bot-hours'),
    hourKeyboard(hours, current, (time) => `v1:sh:${encodeTime(time)}`).text(
      plain(ctx.locale, 'bot-button-back'),
      chat.times.length < 2 ? 'v1:s' : 'v1:sh',
    ),
  );
}

// v1:sh:<hour>: of two digests a day it is that one's, before or after noon, which is nearer.
servedHours.callbackQuery(
  /^v1:sh:(\d{4})$/,
  forFollowing(async (ctx, following) => {
    const time = decodeTime(ctx.match[1]!);
    if (!hoursOf(ctx.deps.pack, following.chat.style).includes(time)) throw new UserError('bot-old-button');
    await changeSchedule(ctx, following, ({ times }) => ({
      times: times.length < 2 ? [time] : time < noon ? [time, times[1]!] : [times[0]!, time],
    }));
    await showSettings(ctx);
  }),
);

const showDays = forFollowing(async (ctx: BotContext, { chat }: Following) => {
  onlyCitizens(chat);
  const weekly = frequencyOf(chat) === 'weekly';
  const keyboard = new InlineKeyboard();
  for (const weekday of week) {
    const chosen = chat.weekdays.includes(weekday);
    const name = weekdayName(ctx.locale, weekday);
    keyboard.text(
      chosen ? `✓ ${name}` : name,
      weekly ? `v1:sd:o:${weekday}` : `v1:sd:${chosen ? 'x' : 'y'}:${weekday}`,
    );
    if (weekday % 2 === 0) keyboard.row();
  }
  keyboard.row();
  if (!weekly)
    keyboard
      .text(plain(ctx.locale, 'bot-button-workdays'), 'v1:sd:w')
      .text(plain(ctx.locale, 'bot-button-every-day'), 'v1:sd:e')
      .row();
  await show(
    ctx,
    html(ctx.locale, 'bot-days', { weekly: weekly ? 'yes' : 'no' }),
    keyboard.text(plain(ctx.locale, 'bot-button-back'), 'v1:s'),
  );
});

servedHours.callbackQuery('v1:sd', showDays);

// v1:sd:<w or e>: Monday to Friday, every day. v1:sd:<y or x>:<weekday>: this day too, or no longer.
// v1:sd:o:<weekday>: the one of a weekly digest.
servedHours.callbackQuery(
  /^v1:sd:(?:([we])|([yxo]):([1-7]))$/,
  forFollowing(async (ctx, following) => {
    onlyCitizens(following.chat);
    const [, preset, act, digit] = ctx.match;
    await changeSchedule(ctx, following, (row) => {
      const weekdays = preset
        ? preset === 'w'
          ? workdays
          : week
        : changed(row.weekdays, act as 'y' | 'x' | 'o', Number(digit));
      // Without hours there are no days; a single one is a weekly digest, chosen as such.
      const possible = row.times.length && (act === 'o') === (row.weekdays.length === 1) && weekdays.length;
      return possible && (act === 'o' || weekdays.length > 1) ? { weekdays } : {};
    });
    await showDays(ctx);
  }),
);

function changed(weekdays: readonly number[], act: 'y' | 'x' | 'o', weekday: number): number[] {
  if (act === 'o') return [weekday];
  const others = weekdays.filter((other) => other !== weekday);
  return act === 'x' ? others : [...others, weekday].toSorted((a, b) => a - b);
}
