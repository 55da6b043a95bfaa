import { Composer, InlineKeyboard } from 'grammy';
import { listDistricts } from '../store/region.js';
import { html, plain } from '../texts.js';
import { encodeChoice, encodeTime } from './choice.js';
import { askConsent } from './consent.js';
import type { BotContext } from './context.js';
import { echo } from './echo.js';
import { askWhich, findPlaces, isNameOf } from './places.js';
import { answerSearch } from './search.js';
import { show } from './show.js';

/** A place typed at any time, with or without accents: the shortest way to its news. */
export const typed = new Composer<BotContext>();

typed
  .chatType('private')
  .on('message:text')
  .filter(
    (ctx) => !ctx.message.text.startsWith('/'),
    async (ctx) => {
      const { db, pack } = ctx.deps;
      const { text } = ctx.message;
      const { citizen } = pack.digest_times;
      const all = await listDistricts(db);
      const places = findPlaces(ctx.deps, all, text);
      const dataOf = (ids: readonly string[]) => `v1:o:${encodeTime(citizen)}:${encodeChoice(all, ids)}`;
      const [first, ...others] = places;
      if (first && !others.length) {
        const isOther = first.place && !isNameOf(all, first) && !first.district_ids.includes(pack.id);
        await askConsent(ctx, first.district_ids, citizen, isOther ? first.place : undefined);
      } else if (first) await askWhich(ctx, all, text, places, dataOf);
      else if (!(await answerSearch(ctx, text))) await askAgain(ctx, text);
    },
  );

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
