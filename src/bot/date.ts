import { Composer } from 'grammy';
import { listDistricts } from '../store/region.js';
import { html } from '../texts.js';
import { formatDay } from '../time.js';
import { findDistrictsAsked } from './asking.js';
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
  if (await answerDay(ctx, typed)) return;
  const districtIds = await findDistrictsAsked(ctx, typed);
  if (typed && !districtIds.length) await showTyped(ctx, typed, own);
  else await showMonth(ctx, monthOf(todayOf(ctx)), districtIds.length ? await lookAt(ctx, districtIds) : own);
});

date
  .chatType('private')
  .on('message:text')
  .filter((ctx) => !answeredQuestion(ctx))
  .use(async (ctx, next) => {
    if (!(await answerDay(ctx, ctx.message.text))) await next();
  });

/**
 * The news of some districts on a day, as a link names it: '2019-11-25', '20191125' or as people type it. What is no
 * day is answered with the calendar.
 */
export async function showDay(ctx: BotContext, districtIds: readonly string[], typed: string): Promise<void> {
  await showTyped(ctx, typed, await lookAt(ctx, districtIds));
}

async function lookAt(ctx: BotContext, districtIds: readonly string[]): Promise<Look> {
  const all = await listDistricts(ctx.deps.db);
  return { area: areaOf(all, openIds(all, districtIds)), wide: false };
}

// A place and a day; what is longer is neither.
const mostWords = 14;

/**
 * Answers a typed day, also one beside a place: 'hôm qua', 'An Lạc thứ bảy', '25/11 ở An Lạc'. False, and nothing
 * said, where no day is meant.
 */
export async function answerDay(ctx: BotContext, typed: string): Promise<boolean> {
  const today = todayOf(ctx);
  if (findMeant(typed, today)) return showTyped(ctx, typed, own).then(() => true);
  const words = typed.trim().split(/\s+/);
  if (words.length > mostWords) return false;
  for (const [day, place] of splits(words)) {
    const districtIds = findMeant(day, today) ? await findDistrictsAsked(ctx, place) : [];
    // Of several places of that name all: the answer says which they are.
    if (districtIds.length) return showTyped(ctx, day, await lookAt(ctx, districtIds)).then(() => true);
  }
  return false;
}

/** A day and the rest, at either end, the longest day first: 'thứ bảy tuần trước' is not 'tuần trước'. */
function* splits(words: readonly string[]): Generator<[string, string]> {
  for (let n = words.length - 1; n > 0; n--) {
    yield [words.slice(-n).join(' '), words.slice(0, -n).join(' ')];
    yield [words.slice(0, n).join(' '), words.slice(n).join(' ')];
  }
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
