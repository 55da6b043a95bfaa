import { Composer, InlineKeyboard } from 'grammy';
import { listDistricts } from '../store/region.js';
import { forgetPlace, pageRemembered } from '../store/remembered.js';
import { Html, html, plain } from '../texts.js';
import { formatDate } from '../time.js';
import { requires, type StaffContext } from './access.js';
import { record } from './audit.js';
import { namesOf, openIds } from './choice.js';
import type { BotContext } from './context.js';
import { show } from './show.js';

/** The place names that decisions taught: seen in a list, and forgotten. */
export const remembered = new Composer<BotContext>();

const allowed = requires('queue', remembered);
const perPage = 10;

// v1:aq:m:<page>
allowed.callbackQuery(/^v1:aq:m:(\d{1,4})$/, (ctx) => showRemembered(ctx, Number(ctx.match[1])));

// v1:aq:f:<place>:<page>: forget.
allowed.callbackQuery(/^v1:aq:f:(\d{1,15}):(\d{1,4})$/, async (ctx) => {
  await forgetPlace(ctx.deps.db, Number(ctx.match[1]));
  await record(ctx, 'place-forgotten', ctx.match[1]);
  await showRemembered(ctx, Number(ctx.match[2]));
});

async function showRemembered(ctx: StaffContext, page: number): Promise<void> {
  const { locale, deps } = ctx;
  const all = await listDistricts(deps.db);
  const { places, total } = await pageRemembered(deps.db, { offset: page * perPage, limit: perPage });
  // The last one of a page was forgotten.
  if (!places.length && page > 0) return showRemembered(ctx, page - 1);
  const keyboard = new InlineKeyboard();
  const lines = places.map(({ id, place, district_ids, staff_id, remembered_at }, index) => {
    const number = String(page * perPage + index + 1);
    keyboard.text(plain(locale, 'admin-remembered-forget', { number, place }), `v1:aq:f:${id}:${page}`).row();
    return html(locale, 'admin-remembered-line', {
      number,
      place,
      where: namesOf(all, openIds(all, district_ids), locale),
      by: String(staff_id),
      date: formatDate(remembered_at, deps.pack.time_zone),
    });
  });
  if (page > 0) keyboard.text('‹', `v1:aq:m:${page - 1}`);
  if ((page + 1) * perPage < total) keyboard.text('›', `v1:aq:m:${page + 1}`);
  keyboard.row().text(plain(locale, 'admin-back'), 'v1:aq:n');
  const list = new Html(lines.join('\n') || html(locale, 'admin-remembered-none'));
  await show(ctx, html(locale, 'admin-remembered-title', { list }), keyboard);
}
