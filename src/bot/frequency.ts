import { Composer, InlineKeyboard } from 'grammy';
import { UserError } from '../errors.js';
import type { Chat, Wishes } from '../store/chats.js';
import { html, plain } from '../texts.js';
import type { BotContext } from './context.js';
import { forFollowing } from './districts.js';
import type { Following } from './following.js';
import { changeSchedule, type Frequency, frequencyOf } from './schedule.js';
import { showSettings } from './settings-page.js';
import { show } from './show.js';

/** How often: once or twice a day, weekly, or urgent notices only. Officials are served as they were invited. */
export const frequency = new Composer<BotContext>();

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const saturday = [6];
const weeklyTime = '07:00';
const afternoon = '17:30';
/** Of two digests a day one comes before, one after. */
export const noon = '12:00';

const choices: Record<string, Frequency> = { d: 'daily', t: 'twice', w: 'weekly', u: 'urgent' };

frequency.callbackQuery(
  'v1:sf',
  forFollowing(async (ctx, { chat }) => {
    onlyCitizens(chat);
    const keyboard = new InlineKeyboard();
    for (const [data, choice] of Object.entries(choices)) {
      const label = plain(ctx.locale, `bot-frequency-${choice}`);
      keyboard.text(frequencyOf(chat) === choice ? `✓ ${label}` : label, `v1:sf:${data}`).row();
    }
    await show(
      ctx,
      html(ctx.locale, 'bot-frequencies'),
      keyboard.text(plain(ctx.locale, 'bot-button-back'), 'v1:s'),
    );
  }),
);

// v1:sf:u asks first: it ends the digests, and lets urgent notices through at night.
frequency.callbackQuery(
  'v1:sf:u',
  forFollowing(async (ctx, { chat }) => {
    onlyCitizens(chat);
    await show(
      ctx,
      html(ctx.locale, 'bot-urgent-only'),
      new InlineKeyboard()
        .text(plain(ctx.locale, 'bot-button-urgent-only'), 'v1:sf:uy')
        .row()
        .text(plain(ctx.locale, 'bot-button-back'), 'v1:sf'),
    );
  }),
);

// v1:sf:<d, t, w or uy>: from now on.
frequency.callbackQuery(
  /^v1:sf:([dtw]|uy)$/,
  forFollowing(async (ctx, following: Following) => {
    onlyCitizens(following.chat);
    const wanted = choices[ctx.match[1]![0]!]!;
    const own = ctx.deps.pack.digest_times.citizen;
    await changeSchedule(ctx, following, (row) =>
      frequencyOf(row) === wanted ? {} : toServe(wanted, row, own),
    );
    await showSettings(ctx);
  }),
);

/** The schedule of another frequency, with what can be kept of the hours and days chosen before. */
function toServe(wanted: Frequency, { times, weekdays }: Chat, own: string): Wishes {
  const before = times.find((time) => time < noon) ?? (own < noon ? own : '06:30');
  const days = weekdays.length > 1 ? weekdays : everyDay;
  switch (wanted) {
    case 'urgent':
      return { times: [], urgent: true };
    case 'weekly':
      return { times: [weeklyTime], weekdays: saturday };
    case 'twice':
      return { times: [before, times.find((time) => time >= noon) ?? afternoon], weekdays: days };
    case 'daily':
      return { times: [weekdays.length > 1 ? (times[0] ?? own) : own], weekdays: days };
    default:
      return wanted satisfies never;
  }
}

export function onlyCitizens({ style }: Chat): void {
  if (style !== 'citizen') throw new UserError('bot-old-button');
}
