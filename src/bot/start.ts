import { Composer, InlineKeyboard } from 'grammy';
import { listDistricts } from '../store/region.js';
import { html, plain } from '../texts.js';
import { formatDay, formatTime } from '../time.js';
import { findOpen, namesOf } from './choice.js';
import { commands } from './commands.js';
import { askConsent } from './consent.js';
import type { BotContext } from './context.js';
import { showChoice } from './districts.js';
import { type Following, findFollowing } from './following.js';
import { show } from './show.js';

/** /start, and the deep links `d_<district-id>` and `<district-id>`. Other prefixes are heard before. */
export const start = new Composer<BotContext>();

start.command(commands.start, async (ctx) => {
  const payload = ctx.match.trim();
  if (payload) return openLink(ctx, payload);
  const following = await findFollowing(ctx);
  if (following) await welcomeBack(ctx, following);
  else await showChoice(ctx);
});

async function openLink(ctx: BotContext, payload: string): Promise<void> {
  const { db, pack } = ctx.deps;
  const district = findOpen(await listDistricts(db), payload.replace(/^d_/, '').toLowerCase());
  if (district) await askConsent(ctx, [district.id], pack.digest_times.citizen);
  else await showChoice(ctx, undefined, html(ctx.locale, 'bot-unknown-link'));
}

async function welcomeBack(ctx: BotContext, { chat, districtIds }: Following): Promise<void> {
  const { db, pack } = ctx.deps;
  const next_at = chat.due_at!;
  await show(
    ctx,
    html(ctx.locale, 'bot-welcome-back', {
      districts: namesOf(await listDistricts(db), districtIds, ctx.locale),
      time: formatTime(next_at, pack.time_zone),
      day: formatDay(next_at, pack.time_zone, ctx.locale),
    }),
    new InlineKeyboard()
      .text(plain(ctx.locale, 'bot-button-news'), 'v1:n')
      .row()
      .text(plain(ctx.locale, 'bot-button-districts'), 'v1:d')
      .text(plain(ctx.locale, 'bot-button-settings'), 'v1:s'),
  );
}
