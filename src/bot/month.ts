import { Composer, InlineKeyboard } from 'grammy';
import { UserError } from '../errors.js';
import { readDays } from '../store/calendar.js';
import { findOutline } from '../store/digests.js';
import { html, plain } from '../texts.js';
import { type BotContext, whereIs } from './context.js';
import {
  beginningOf,
  dateOf,
  dayOf,
  firstOfMonth,
  formatDay,
  formatMonth,
  isDay,
  monthOf,
  weekdayOf,
} from './days.js';
import { areaPattern, type Look, monthData, periodData } from './look.js';
import { addWidth, namesOfLook, resolveLook } from './lookup.js';
import { refuseInChannel, sendPayload, show, showPayload } from './show.js';

/** The month in which one finds the news of a day: a number for each day with news of one's districts. */
export const month = new Composer<BotContext>();

// v1:tm:<month>:<wide>:<area>
month.callbackQuery(new RegExp(`^v1:tm:([0-9a-z]{1,5}):([01]):${areaPattern}$`), async (ctx) => {
  const [, number, wide, area] = ctx.match as RegExpMatchArray;
  await showMonth(ctx, Number.parseInt(number!, 36), { wide: wide === '1', area: area! });
});

// v1:tg:<digest>: under a digest, which stays.
month.callbackQuery(/^v1:tg:([0-9a-z]{1,9})$/, async (ctx) => {
  refuseInChannel(ctx);
  const digest = await findOutline(ctx.deps.db, Number.parseInt(ctx.match[1]!, 36));
  const at = digest?.slot ?? ctx.now;
  const area = digest?.kind === 'asked' ? `g${ctx.match[1]}` : '';
  const number = monthOf(dayOf(at, ctx.deps.pack.time_zone));
  await showMonth(ctx, number, { wide: false, area }, { put: sendPayload });
});

// v1:tx: a day without news.
month.callbackQuery('v1:tx', (ctx) =>
  ctx.answerCallbackQuery({ text: plain(ctx.locale, 'bot-date-none-here') }),
);

// v1:t0: a heading, the day of the week or the number of the page.
month.callbackQuery('v1:t0', (ctx) => ctx.answerCallbackQuery());

/** `note`: HTML, said first. */
export async function showMonth(
  ctx: BotContext,
  number: number,
  look: Look,
  { note, put = showPayload }: { note?: string; put?: typeof showPayload } = {},
): Promise<void> {
  const first = firstOfMonth(number);
  if (!isDay(first)) throw new UserError('bot-old-button');
  const { db, pack } = ctx.deps;
  const looked = await resolveLook(ctx, look);
  const after = firstOfMonth(number + 1);
  const period = {
    districtIds: looked.districtIds,
    from: beginningOf(first, pack.time_zone),
    to: beginningOf(after, pack.time_zone),
  };
  const found = await readDays(db, period, pack.time_zone);
  const keyboard = new InlineKeyboard();
  addDays(ctx, keyboard, { first, after, days: new Set(found.days) }, look);
  const turn = (at: Date | null, label: (month: string) => string) => {
    if (!at) return;
    const other = monthOf(dayOf(at, pack.time_zone));
    keyboard.text(label(formatMonth(other)), monthData(other, look));
  };
  turn(found.before, (other) => `‹ ${other}`);
  turn(found.after, (other) => `${other} ›`);
  keyboard.row();
  addWidth(ctx, keyboard, looked, (wide) => monthData(number, { ...look, wide }));
  const text = html(ctx.locale, found.days.length ? 'bot-date' : 'bot-date-empty', {
    month: formatMonth(number),
    places: namesOfLook(ctx, looked),
    where: whereIs(ctx),
  });
  await show(ctx, note ? `${note}\n\n${text}` : text, keyboard, put);
}

/** Rows of seven from Monday to Sunday; only days with news lead anywhere. */
function addDays(
  ctx: BotContext,
  keyboard: InlineKeyboard,
  { first, after, days }: { first: number; after: number; days: ReadonlySet<string> },
  look: Look,
): void {
  for (const name of plain(ctx.locale, 'bot-weekdays').split(' ')) keyboard.text(name, 'v1:t0');
  keyboard.row();
  const today = dayOf(ctx.now, ctx.deps.pack.time_zone);
  const end = after + ((7 - weekdayOf(after)) % 7);
  for (let day = first - weekdayOf(first); day < end; day++) {
    if (day < first || day >= after) keyboard.text(' ', 'v1:t0');
    else {
      const { dayOfMonth } = dateOf(day);
      const has = days.has(formatDay(day));
      const label = has ? String(dayOfMonth) : '·';
      keyboard.text(
        day === today ? `[${label}]` : label,
        has ? periodData({ kind: 'day', day, ...look }) : 'v1:tx',
      );
    }
    if (weekdayOf(day) === 6) keyboard.row();
  }
}
