import { Composer, InlineKeyboard } from 'grammy';
import { UserError } from '../errors.js';
import { type District, listDistricts } from '../store/region.js';
import { Html, html, plain } from '../texts.js';
import { formatDay, formatTime } from '../time.js';
import { decodeChoice, decodeTime, encodeChoice, encodeTime, namesOf } from './choice.js';
import type { BotContext } from './context.js';
import { type Following, findFollowing, followDistricts } from './following.js';
import { hourKeyboard, slotTimes } from './hours.js';
import { sendNews } from './news.js';
import { show } from './show.js';

/**
 * The question before anything is stored, and its answer. Until then the choice and the hour live in the
 * buttons, so a question asked last year can still be answered.
 */
export const consent = new Composer<BotContext>();

// v1:o:<hour>:<choice>: ask.
consent.callbackQuery(/^v1:o:(\d{4}):([\w-]*)$/, async (ctx) => {
  const { time, districtIds } = await chosen(ctx, ctx.match);
  await askConsent(ctx, districtIds, time);
});

// v1:h:<hour>:<choice>: another hour, before agreeing.
consent.callbackQuery(/^v1:h:(\d{4}):([\w-]*)$/, async (ctx) => {
  const { time } = await chosen(ctx, ctx.match);
  const bits = ctx.match[2]!;
  await show(
    ctx,
    html(ctx.locale, 'bot-hours'),
    hourKeyboard(time, (other) => `v1:o:${encodeTime(other)}:${bits}`),
  );
});

// v1:y:<hour>:<choice>: "I agree, send it to me".
consent.callbackQuery(/^v1:y:(\d{4}):([\w-]*)$/, async (ctx) => {
  const { time, districtIds } = await chosen(ctx, ctx.match);
  await followDistricts(ctx, districtIds, time);
  await showAgreed(ctx);
});

/** Asks for consent; what the chat follows already needs none and is shown at once. */
export async function askConsent(ctx: BotContext, districtIds: string[], time: string): Promise<void> {
  const all = await listDistricts(ctx.deps.db);
  const following = await findFollowing(ctx);
  const added = districtIds.filter((id) => !following?.districtIds.includes(id));
  if (!added.length) return sendNews(ctx, districtIds);
  if (following) await askToAdd(ctx, all, added, following);
  else await askToBegin(ctx, all, districtIds, time);
}

async function askToBegin(ctx: BotContext, all: District[], districtIds: string[], time: string) {
  const choice = `${encodeTime(time)}:${encodeChoice(all, districtIds)}`;
  await show(
    ctx,
    html(ctx.locale, 'bot-consent', {
      districts: namesOf(all, districtIds, ctx.locale),
      time,
      notice: new Html(html(ctx.locale, 'bot-notice')),
    }),
    new InlineKeyboard()
      .text(plain(ctx.locale, 'bot-button-agree'), `v1:y:${choice}`)
      .success()
      .row()
      .text(plain(ctx.locale, 'bot-button-change-hour'), `v1:h:${choice}`)
      .text(
        plain(ctx.locale, 'bot-button-choose-again'),
        `v1:c:${encodeTime(time)}:0:${encodeChoice(all, districtIds)}`,
      )
      .row()
      .text(plain(ctx.locale, 'bot-button-only-look'), `v1:l:${encodeChoice(all, districtIds)}`),
  );
}

async function askToAdd(ctx: BotContext, all: District[], added: string[], { chat, districtIds }: Following) {
  const time = chat.times[0]!;
  await show(
    ctx,
    html(ctx.locale, 'bot-consent-add', {
      districts: namesOf(all, added, ctx.locale),
      followed: namesOf(all, districtIds, ctx.locale),
      time,
    }),
    new InlineKeyboard()
      .text(plain(ctx.locale, 'bot-button-agree'), `v1:y:${encodeTime(time)}:${encodeChoice(all, added)}`)
      .success()
      .row()
      .text(plain(ctx.locale, 'bot-button-only-look'), `v1:l:${encodeChoice(all, added)}`),
  );
}

/** In place of the question: that it is done, and when the next digest comes. */
async function showAgreed(ctx: BotContext): Promise<void> {
  const { db, pack } = ctx.deps;
  const { chat, districtIds } = (await findFollowing(ctx))!;
  const next_at = chat.due_at!;
  await show(
    ctx,
    html(ctx.locale, 'bot-agreed', {
      districts: namesOf(await listDistricts(db), districtIds, ctx.locale),
      time: formatTime(next_at, pack.time_zone),
      day: formatDay(next_at, pack.time_zone, ctx.locale),
    }),
    new InlineKeyboard()
      .text(plain(ctx.locale, 'bot-button-districts'), 'v1:d')
      .text(plain(ctx.locale, 'bot-button-settings'), 'v1:s'),
  );
}

/** The hour and districts that a button carries; an altered or very old one may carry nothing that is left. */
async function chosen(
  ctx: BotContext,
  match: string | RegExpMatchArray,
): Promise<{ time: string; districtIds: string[] }> {
  const time = decodeTime(match[1]!);
  const districtIds = decodeChoice(await listDistricts(ctx.deps.db), match[2]!);
  if (!districtIds.length || !slotTimes.includes(time)) throw new UserError('bot-old-button');
  return { time, districtIds };
}
