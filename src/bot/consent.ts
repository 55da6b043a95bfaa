import { Composer, InlineKeyboard } from 'grammy';
import { UserError } from '../errors.js';
import { type District, listDistricts } from '../store/region.js';
import { listOpenSubscriptions } from '../store/subscriptions.js';
import { Html, html, plain } from '../texts.js';
import type { Schedule } from '../time.js';
import { decodeChoice, decodeTime, encodeChoice, encodeTime, namesOf } from './choice.js';
import { type BotContext, whereIs } from './context.js';
import {
  dailyAt,
  type Following,
  type Former,
  findFollowing,
  findFormer,
  followDistricts,
} from './following.js';
import { hourKeyboard, hoursOf } from './hours.js';
import { sendNews } from './news.js';
import { noticeVersion } from './notice.js';
import { frequencyOf, nextText, scheduleText } from './schedule.js';
import { show } from './show.js';

/**
 * The question before anything is stored, and its answer. Until then the choice and the hour live in the
 * buttons, so a question asked last year can still be answered.
 */
export const consent = new Composer<BotContext>();

// v1:o:<hour>:<choice>: ask.
consent.callbackQuery(/^v1:o:(\d{4}):([\w-]*)$/, async (ctx) => {
  const { time, districtIds } = await chosen(ctx, ctx.match[1]!, ctx.match[2]!);
  await askConsent(ctx, districtIds, time);
});

// v1:h:<hour>:<choice>: another hour, before agreeing.
consent.callbackQuery(/^v1:h:(\d{4}):([\w-]*)$/, async (ctx) => {
  const { time } = await chosen(ctx, ctx.match[1]!, ctx.match[2]!);
  const bits = ctx.match[2]!;
  await show(
    ctx,
    html(ctx.locale, 'bot-hours'),
    hourKeyboard(hoursOf(ctx.deps.pack, 'citizen'), time, (other) => `v1:o:${encodeTime(other)}:${bits}`),
  );
});

// v1:y:<notice>:<hour>:<choice>: "I agree, send it to me". Whom the button showed another notice is asked again.
consent.callbackQuery(/^v1:y:([\d.]{1,8}):(\d{4}):([\w-]*)$/, async (ctx) => {
  const choice = await chosen(ctx, ctx.match[2]!, ctx.match[3]!);
  if (ctx.match[1] !== noticeVersion) return askConsent(ctx, choice.districtIds, choice.time);
  await agree(ctx, choice, dailyAt(choice.time));
});

// v1:yr:<notice>:<hour>:<choice>: the same for who comes back to what they had; erased since, they are asked as new.
consent.callbackQuery(/^v1:yr:([\d.]{1,8}):(\d{4}):([\w-]*)$/, async (ctx) => {
  const { all, time, districtIds } = await chosen(ctx, ctx.match[2]!, ctx.match[3]!);
  const former = await findFormer(ctx);
  if (ctx.match[1] !== noticeVersion)
    return former ? askToReturn(ctx, former) : askConsent(ctx, districtIds, time);
  if (former) await agree(ctx, { all, districtIds: former.districtIds }, former.schedule);
  else if (await findFollowing(ctx)) await agree(ctx, { all, districtIds }, dailyAt(time));
  else await askConsent(ctx, districtIds, time);
});

// v1:f:<choice>: these too. The question showed no notice, so who has stopped since is asked with it.
consent.callbackQuery(/^v1:f:([\w-]*)$/, async (ctx) => {
  const { citizen } = ctx.deps.pack.digest_times;
  const choice = await chosen(ctx, encodeTime(citizen), ctx.match[1]!);
  if (await findFollowing(ctx)) await agree(ctx, choice, dailyAt(citizen));
  else await askConsent(ctx, choice.districtIds, citizen);
});

async function agree(
  ctx: BotContext,
  { all, districtIds }: Pick<Chosen, 'all' | 'districtIds'>,
  schedule: Schedule,
): Promise<void> {
  const { chat, added } = await followDistricts(ctx, districtIds, schedule);
  const followed = (await listOpenSubscriptions(ctx.deps.db, chat.id)).map(({ district_id }) => district_id);
  const key = added.length ? 'bot-agreed' : 'bot-welcome-back';
  await showFollowing(ctx, key, { chat, districtIds: followed }, all);
}

/**
 * Asks for consent; what the chat follows already needs none and is shown at once. `place`: what was typed, where it
 * has another name than its district.
 */
export async function askConsent(
  ctx: BotContext,
  districtIds: string[],
  time: string,
  place?: string,
): Promise<void> {
  const all = await listDistricts(ctx.deps.db);
  const following = await findFollowing(ctx);
  const added = districtIds.filter((id) => !following?.districtIds.includes(id));
  if (!added.length) return sendNews(ctx, districtIds);
  const districts = namesOf(all, districtIds, ctx.locale);
  const intro = place === undefined ? '' : `${html(ctx.locale, 'bot-typed-place', { place, districts })}\n\n`;
  if (following) await askToAdd(ctx, all, added, following, intro);
  else await askToBegin(ctx, all, districtIds, time, { intro });
}

/** Offers someone who comes back what they had; they are asked as at the beginning, with the notice of today. */
export async function askToReturn(ctx: BotContext, { districtIds, schedule }: Former): Promise<void> {
  const { citizen } = ctx.deps.pack.digest_times;
  const time = hoursOf(ctx.deps.pack, 'citizen').find((hour) => hour === schedule.times[0]) ?? citizen;
  await askToBegin(ctx, await listDistricts(ctx.deps.db), districtIds, time, { former: schedule });
}

async function askToBegin(
  ctx: BotContext,
  all: District[],
  districtIds: string[],
  time: string,
  { former, intro = '' }: { former?: Schedule; intro?: string } = {},
) {
  const choice = `${encodeTime(time)}:${encodeChoice(all, districtIds)}`;
  await show(
    ctx,
    intro +
      html(ctx.locale, former ? 'bot-come-back' : 'bot-consent', {
        districts: namesOf(all, districtIds, ctx.locale),
        ...(former ? { schedule: scheduleText(ctx.locale, former) } : { time }),
        where: whereIs(ctx),
        notice: new Html(html(ctx.locale, 'bot-notice')),
      }),
    new InlineKeyboard()
      .text(plain(ctx.locale, 'bot-button-agree'), `v1:${former ? 'yr' : 'y'}:${noticeVersion}:${choice}`)
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

async function askToAdd(
  ctx: BotContext,
  all: District[],
  added: string[],
  { chat, districtIds }: Following,
  intro: string,
) {
  const choice = encodeChoice(all, added);
  await show(
    ctx,
    intro +
      html(ctx.locale, 'bot-consent-add', {
        districts: namesOf(all, added, ctx.locale),
        followed: namesOf(all, districtIds, ctx.locale),
        schedule: scheduleText(ctx.locale, chat),
        frequency: frequencyOf(chat),
      }),
    new InlineKeyboard()
      .text(plain(ctx.locale, 'bot-button-agree'), `v1:f:${choice}`)
      .success()
      .row()
      .text(plain(ctx.locale, 'bot-button-only-look'), `v1:l:${choice}`),
  );
}

/** What the chat follows and when its next digest comes: that it is done, or the same to someone who comes back. */
export async function showFollowing(
  ctx: BotContext,
  key: 'bot-agreed' | 'bot-welcome-back',
  { chat, districtIds }: Following,
  all?: readonly District[],
): Promise<void> {
  const keyboard = new InlineKeyboard();
  if (key === 'bot-welcome-back') keyboard.text(plain(ctx.locale, 'bot-button-news'), 'v1:n').row();
  await show(
    ctx,
    html(ctx.locale, key, {
      districts: namesOf(all ?? (await listDistricts(ctx.deps.db)), districtIds, ctx.locale),
      next: new Html(nextText(ctx, chat)),
      where: whereIs(ctx),
    }),
    keyboard
      .text(plain(ctx.locale, 'bot-button-districts'), 'v1:d')
      .text(plain(ctx.locale, 'bot-button-settings'), 'v1:s'),
  );
}

interface Chosen {
  time: string;
  districtIds: string[];
  all: District[];
}

/** The hour and districts that a button carries; an altered or very old one may carry nothing that is left. */
async function chosen(ctx: BotContext, hour: string, bits: string): Promise<Chosen> {
  const { db, pack } = ctx.deps;
  const time = decodeTime(hour);
  const all = await listDistricts(db);
  const districtIds = decodeChoice(all, bits);
  if (!districtIds.length || !hoursOf(pack, 'citizen').includes(time)) throw new UserError('bot-old-button');
  return { time, districtIds, all };
}
