import { Composer } from 'grammy';
import { listDistricts } from '../store/region.js';
import { html } from '../texts.js';
import { formatDay } from '../time.js';
import { openIds } from './choice.js';
import { commands } from './commands.js';
import type { BotContext } from './context.js';
import { showPeriod } from './day.js';
import { beginningOf, dayOf, monthOf } from './days.js';
import { echo } from './echo.js';
import { areaOf, type Look } from './look.js';
import { showMonth } from './month.js';
import { answeredQuestion } from './question.js';
import { sendPayload } from './show.js';
import { findMeant, type Meant } from './typed-day.js';

/** /date, with or without a date, and a date typed at any time. */
export const date = new Composer<BotContext>();

const own: Look = { area: '', wide: false };

date.command(commands.date, async (ctx) => {
  const typed = ctx.match.trim();
  if (typed) await showTyped(ctx, typed, own);
  else await showMonth(ctx, monthOf(todayOf(ctx)), own);
});

date
  .chatType('private')
  .on('message:text')
  .filter(
    (ctx) => !answeredQuestion(ctx) && findMeant(ctx.message.text, todayOf(ctx)) !== undefined,
    (ctx) => showTyped(ctx, ctx.message.text, own),
  );

/**
 * The news of some districts on a day, as a link names it: '2019-11-25', '20191125' or as people type it. What is no
 * day is answered with the calendar.
 */
export async function showDay(ctx: BotContext, districtIds: readonly string[], typed: string): Promise<void> {
  const all = await listDistricts(ctx.deps.db);
  await showTyped(ctx, typed, { area: areaOf(all, openIds(all, districtIds)), wide: false });
}

async function showTyped(ctx: BotContext, typed: string, look: Look): Promise<void> {
  const today = todayOf(ctx);
  const meant = findMeant(typed, today);
  const problem = problemOf(ctx, typed, meant);
  if (!problem && meant && meant.kind !== 'month' && meant.kind !== 'impossible')
    return showPeriod(ctx, { ...meant, ...look }, sendPayload);
  const month = !problem && meant?.kind === 'month' ? meant.month : monthOf(today);
  await showMonth(ctx, month, look, { put: sendPayload, ...(problem && { note: problem }) });
}

/** Why this is not a day to be shown, as HTML; nothing where it is one. */
function problemOf(ctx: BotContext, typed: string, meant: Meant | undefined): string | undefined {
  const text = echo(typed);
  if (!meant) return html(ctx.locale, 'bot-date-unknown', { text });
  if (meant.kind === 'impossible') return html(ctx.locale, 'bot-date-impossible', { text });
  const today = todayOf(ctx);
  if (meant.kind === 'month' ? meant.month <= monthOf(today) : meant.day <= today) return undefined;
  if (meant.kind === 'month') return html(ctx.locale, 'bot-date-to-come', { day: text });
  const { time_zone } = ctx.deps.pack;
  return html(ctx.locale, 'bot-date-to-come', {
    day: formatDay(beginningOf(meant.day, time_zone), time_zone, ctx.locale),
  });
}

const todayOf = ({ now, deps }: BotContext) => dayOf(now, deps.pack.time_zone);
