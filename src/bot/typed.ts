import { Composer, InlineKeyboard } from 'grammy';
import { excerpt } from '../excerpt.js';
import { listDistricts } from '../store/region.js';
import { html, plain } from '../texts.js';
import { encodeChoice, encodeTime, namesOf } from './choice.js';
import { askConsent } from './consent.js';
import type { BotContext } from './context.js';
import { findPlaces } from './places.js';
import { answerSearch } from './search.js';
import { show } from './show.js';

/** A place typed at any time, with or without accents: the shortest way to its news. */
export const typed = new Composer<BotContext>();

const mostChoices = 8;
// Enough to recognise what one wrote.
const mostEchoed = 60;

typed
  .chatType('private')
  .on('message:text')
  .filter(
    (ctx) => !ctx.message.text.startsWith('/'),
    async (ctx) => {
      const { db, pack } = ctx.deps;
      const places = findPlaces(ctx.deps, await listDistricts(db), ctx.message.text);
      if (places.length === 1) await askConsent(ctx, places[0]!.district_ids, pack.digest_times.citizen);
      else if (places.length) await askWhich(ctx, ctx.message.text, places.slice(0, mostChoices));
      else if (!(await answerSearch(ctx, ctx.message.text))) await askAgain(ctx, ctx.message.text);
    },
  );

async function askWhich(
  ctx: BotContext,
  text: string,
  places: { place: string; district_ids: string[] }[],
): Promise<void> {
  const { db, pack } = ctx.deps;
  const all = await listDistricts(db);
  const keyboard = new InlineKeyboard();
  for (const { place, district_ids } of places) {
    const names = namesOf(all, district_ids, ctx.locale);
    keyboard
      .text(
        names === place ? place : `${place} (${names})`,
        `v1:o:${encodeTime(pack.digest_times.citizen)}:${encodeChoice(all, district_ids)}`,
      )
      .row();
  }
  await show(ctx, html(ctx.locale, 'bot-typed-several', { text: echo(text), n: places.length }), keyboard);
}

async function askAgain(ctx: BotContext, text: string): Promise<void> {
  const { db, pack } = ctx.deps;
  const all = await listDistricts(db);
  const keyboard = new InlineKeyboard()
    .text(plain(ctx.locale, 'bot-button-choose'), 'v1:d')
    .text(plain(ctx.locale, 'bot-button-region-news'), `v1:l:${encodeChoice(all, [pack.id])}`)
    .row()
    .text(plain(ctx.locale, 'bot-button-help'), 'v1:i');
  await show(ctx, html(ctx.locale, 'bot-typed-unknown', { text: echo(text) }), keyboard);
}

const echo = (text: string) => (text.length > mostEchoed ? excerpt(text, mostEchoed) : text);
