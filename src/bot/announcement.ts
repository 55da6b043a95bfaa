import { InlineKeyboard } from 'grammy';
import { endOfQuiet } from '../quiet.js';
import { type Allowed, type Announcement, countAudience } from '../store/announcements.js';
import { type District, listDistricts } from '../store/region.js';
import { countCurable } from '../store/resend.js';
import { findAnnouncementRun } from '../store/runs.js';
import { html, plain } from '../texts.js';
import { formatTime } from '../time.js';
import type { StaffContext } from './access.js';
import { namesOf, openDistricts } from './choice.js';
import type { BotContext } from './context.js';
import { districtKeyboard } from './picker.js';
import { countsOf, stateOf } from './progress.js';
import { show } from './show.js';

/** The control card under a preview: whom it reaches, when, and the number of people on the button. */
export async function showDraft(ctx: StaffContext, draft: Announcement): Promise<void> {
  const { locale } = ctx;
  const chats = await countAudience(ctx.deps.db, draft, audienceOf(ctx), ctx.now);
  const keyboard = new InlineKeyboard();
  if (chats)
    keyboard
      .text(plain(locale, 'admin-broadcast-send', { chats }), `v1:ab:s:${draft.id}:${chats}`)
      .danger()
      .row();
  keyboard
    .text(plain(locale, 'admin-broadcast-districts'), `v1:ab:d:${draft.id}:0`)
    .row()
    .text(plain(locale, 'admin-broadcast-spread', { minutes: draft.spread_minutes }), `v1:ab:r:${draft.id}`)
    .row()
    .text(plain(locale, 'admin-broadcast-edit'), `v1:ab:e:${draft.id}`)
    .text(plain(locale, 'admin-cancel'), `v1:ab:x:${draft.id}`);
  await show(ctx, await draftText(ctx, draft, chats), keyboard);
}

/** What an audience is chosen from: the whole region is not one of the districts but the choice of none. */
export async function audienceDistricts(db: BotContext['deps']['db']): Promise<District[]> {
  return openDistricts(await listDistricts(db)).filter(({ whole_region }) => !whole_region);
}

export async function chooseDistricts(ctx: StaffContext, draft: Announcement, page: number): Promise<void> {
  const { locale } = ctx;
  const districts = await audienceDistricts(ctx.deps.db);
  const everyone = plain(locale, 'admin-broadcast-everyone');
  const keyboard = districtKeyboard(locale, {
    districts,
    chosen: draft.district_ids,
    page,
    toggle: ({ number }, current) => `v1:ab:o:${draft.id}:${number}:${current}`,
    turn: (other) => `v1:ab:d:${draft.id}:${other}`,
  })
    .text(draft.district_ids.length ? everyone : `✓ ${everyone}`, `v1:ab:o:${draft.id}:all:${page}`)
    .row()
    .text(plain(locale, 'admin-next'), `v1:ab:c:${draft.id}`);
  const chats = await countAudience(ctx.deps.db, draft, audienceOf(ctx), ctx.now);
  await show(ctx, await draftText(ctx, draft, chats), keyboard);
}

async function draftText(ctx: StaffContext, draft: Announcement, chats: number): Promise<string> {
  const { locale } = ctx;
  const start = startOf(ctx, chats, draft.spread_minutes);
  const names = namesOf(await listDistricts(ctx.deps.db), draft.district_ids, locale);
  return html(locale, 'admin-broadcast-card', {
    chats,
    audience: names || plain(locale, 'admin-broadcast-everyone'),
    start: start ? formatTime(start, ctx.deps.pack.time_zone) : plain(locale, 'admin-broadcast-now'),
    minutes: chats && Math.max(draft.spread_minutes, Math.ceil(chats / ctx.deps.config.sendRate / 60)),
  });
}

/** What became of it so far, with buttons to look again, to hold, to stop, and to send again to the failed. */
export async function showProgress(ctx: StaffContext, announcement: Announcement): Promise<void> {
  const { locale, deps } = ctx;
  const { id, confirmed_at, withdrawn_at } = announcement;
  const run = await findAnnouncementRun(deps.db, id, ctx.now);
  if (!confirmed_at || !run) return show(ctx, html(locale, 'admin-broadcast-cancelled'));
  const state = withdrawn_at ? 'stopped' : stateOf(run);
  const keyboard = new InlineKeyboard();
  if (run.waiting) keyboard.text(plain(locale, 'admin-broadcast-progress'), `v1:ab:p:${id}`);
  if (state === 'running') keyboard.text(plain(locale, 'admin-run-pause'), `v1:ab:h:${id}`);
  if (state === 'paused') keyboard.text(plain(locale, 'admin-run-resume'), `v1:ab:g:${id}`).success();
  if (state === 'running' || state === 'paused')
    keyboard.text(plain(locale, 'admin-broadcast-stop'), `v1:ab:w:${id}`).danger();
  const chats = state === 'stopped' ? 0 : countCurable(run);
  if (chats) keyboard.row().text(plain(locale, 'admin-run-resend', { chats }), `v1:ab:a:${id}`);
  const args = { time: formatTime(confirmed_at, deps.pack.time_zone), ...countsOf(ctx, run) };
  const empty = keyboard.inline_keyboard.every((row) => !row.length);
  await show(ctx, html(locale, `admin-broadcast-${state}`, args), empty ? undefined : keyboard);
}

/** Whom a rehearsal is limited to. */
export function audienceOf({ deps: { config, seal } }: BotContext): Allowed {
  return config.deliverTo === '*' ? '*' : config.deliverTo.map((id) => seal.hash(id));
}

/** When an announcement to so many chats begins so that it does not run into quiet hours; undefined: at once. */
export function startOf({ deps, now }: BotContext, chats: number, spreadMinutes: number): Date | undefined {
  const { time_zone } = deps.pack;
  const seconds = Math.max(chats / deps.config.sendRate, spreadMinutes * 60);
  const finish = new Date(now.getTime() + seconds * 1000);
  return endOfQuiet(now, time_zone) ?? endOfQuiet(finish, time_zone);
}
