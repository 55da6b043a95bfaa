import { Composer } from 'grammy';
import { listDistricts } from '../store/region.js';
import { html } from '../texts.js';
import { findOpen } from './choice.js';
import { commands } from './commands.js';
import { askConsent, askToReturn, showFollowing } from './consent.js';
import { type BotContext, whereIs } from './context.js';
import { showChoice } from './districts.js';
import { findFollowing, findFormer } from './following.js';

/** /start, and the deep links `d_<district-id>` and `<district-id>`. Other prefixes are heard before. */
export const start = new Composer<BotContext>();

start.command(commands.start, async (ctx) => {
  const payload = ctx.match.trim();
  if (payload) return openLink(ctx, payload);
  const following = await findFollowing(ctx);
  if (following) return showFollowing(ctx, 'bot-welcome-back', following);
  const former = await findFormer(ctx);
  if (former) await askToReturn(ctx, former);
  else await showChoice(ctx);
});

async function openLink(ctx: BotContext, payload: string): Promise<void> {
  const { db, pack } = ctx.deps;
  const district = findOpen(await listDistricts(db), payload.replace(/^d_/, '').toLowerCase());
  if (district) await askConsent(ctx, [district.id], pack.digest_times.citizen);
  else await showChoice(ctx, { intro: html(ctx.locale, 'bot-unknown-link', { where: whereIs(ctx) }) });
}
