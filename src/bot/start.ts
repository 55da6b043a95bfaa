import { Composer } from 'grammy';
import { listDistricts } from '../store/region.js';
import { html } from '../texts.js';
import { findOpen } from './choice.js';
import { commands } from './commands.js';
import { askConsent, askToReturn, showFollowing } from './consent.js';
import { type BotContext, whereIs } from './context.js';
import { showDay } from './date.js';
import { showChoice } from './districts.js';
import { findFollowing, findFormer } from './following.js';
import { showStory } from './story.js';

/**
 * /start, and the deep links `d_<district-id>`, `<district-id>`, `a_<story>` and `w_<day>_<district-id>`. Other prefixes are
 * heard before.
 */
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
  const [, story] = /^a_(\d{1,15})$/.exec(payload) ?? [];
  if (story && (await showStory(ctx, Number(story)))) return;
  const all = await listDistricts(db);
  const [, day, of = ''] = /^w_([\d-]{8,10})_([a-z0-9-]{1,32})$/.exec(payload) ?? [];
  const shown = day && findOpen(all, of);
  if (shown) return showDay(ctx, [shown.id], day);
  const district = findOpen(all, payload.toLowerCase().replace(/^d_/, ''));
  if (district) await askConsent(ctx, [district.id], pack.digest_times.citizen);
  else await showChoice(ctx, { intro: html(ctx.locale, 'bot-unknown-link', { where: whereIs(ctx) }) });
}
