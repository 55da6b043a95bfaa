import { Composer, InlineKeyboard } from 'grammy';
import { UserError } from '../errors.js';
import {
  findUnusedInvitation,
  type Invitation,
  recordInvitation,
  renewInvitation,
  saveInvitation,
} from '../store/invitations.js';
import { listDistricts } from '../store/region.js';
import { html, plain } from '../texts.js';
import { commandsOf, requires, type StaffContext } from './access.js';
import { record } from './audit.js';
import { decodeTime, encodeTime, namesOf, openDistricts } from './choice.js';
import type { BotContext } from './context.js';
import { hourKeyboard, hoursOf } from './hours.js';
import { invitationEnd, linkArgs } from './link.js';
import { districtKeyboard, toggled } from './picker.js';
import { answeredQuestion, ask } from './question.js';
import { scheduleText } from './schedule.js';
import { sendPayload, show } from './show.js';

/** Longest unit label; it stands in every invitation and admin list. */
const unitLength = 100;
const question = 'v1:ai:u';

/**
 * Invites an official for a unit. The invitation's row is the draft: its code is known to nobody until
 * [Tạo liên kết] gives it a new one, so the buttons carry its number and survive a restart.
 */
export const invite = new Composer<BotContext>();

const allowed = requires('invite', invite);

allowed.command(commandsOf('invite'), (ctx) => ask(ctx, 'admin-invite-unit-question', question));
allowed.callbackQuery('v1:ai:n', (ctx) => ask(ctx, 'admin-invite-unit-question', question));

allowed.on('message', async (ctx, next) => {
  if (answeredQuestion(ctx) !== question) return next();
  const unit = ctx.message.text?.replace(/\s+/g, ' ').trim();
  if (!unit || unit.length > unitLength)
    throw new UserError('admin-invite-unit-invalid', { length: unitLength });
  const draft = {
    kind: 'official' as const,
    unit,
    times: [ctx.deps.pack.digest_times.official],
    weekdays: weekdaysUpTo(5),
    created_by: ctx.staff.id,
    expires_at: ctx.now,
  };
  const { id } = await recordInvitation(ctx.deps.db, draft, ctx.now);
  await showDistricts(ctx, await getDraft(ctx, id), 0);
});

allowed.callbackQuery(/^v1:ai:c:(\d{1,15})$/, async (ctx) => showCard(ctx, await pressedDraft(ctx)));

allowed.callbackQuery(/^v1:ai:d:(\d{1,15}):(\d{1,5})$/, async (ctx) =>
  showDistricts(ctx, await pressedDraft(ctx), Number(ctx.match[2])),
);

allowed.callbackQuery(/^v1:ai:t:(\d{1,15}):(\d{1,5}):(\d{1,5})$/, async (ctx) => {
  const draft = await pressedDraft(ctx);
  const districts = openDistricts(await listDistricts(ctx.deps.db));
  const district = districts.find(({ number }) => number === Number(ctx.match[2]));
  if (!district) return showDistricts(ctx, draft, 0);
  const district_ids = toggled(districts, draft.district_ids, district);
  await saveInvitation(ctx.deps.db, draft.id, { district_ids }, ctx.now);
  await showDistricts(ctx, { ...draft, district_ids }, Number(ctx.match[3]));
});

allowed.callbackQuery(/^v1:ai:h:(\d{1,15})$/, async (ctx) => {
  const draft = await pressedDraft(ctx);
  const hours = hoursOf(ctx.deps.pack, 'official');
  const keyboard = hourKeyboard(hours, draft.times?.[0], (time) => `v1:ai:s:${draft.id}:${encodeTime(time)}`);
  keyboard.text(plain(ctx.locale, 'admin-back'), `v1:ai:c:${draft.id}`);
  await show(ctx, await cardText(ctx, draft), keyboard);
});

allowed.callbackQuery(/^v1:ai:s:(\d{1,15}):(\d{4})$/, async (ctx) => {
  const draft = await pressedDraft(ctx);
  const times = [decodeTime(ctx.match[2]!)];
  if (!hoursOf(ctx.deps.pack, 'official').includes(times[0]!)) return showCard(ctx, draft);
  await saveInvitation(ctx.deps.db, draft.id, { times }, ctx.now);
  await showCard(ctx, { ...draft, times });
});

allowed.callbackQuery(/^v1:ai:w:(\d{1,15}):([567])$/, async (ctx) => {
  const draft = await pressedDraft(ctx);
  const weekdays = weekdaysUpTo(Number(ctx.match[2]));
  await saveInvitation(ctx.deps.db, draft.id, { weekdays }, ctx.now);
  await showCard(ctx, { ...draft, weekdays });
});

allowed.callbackQuery(/^v1:ai:l:(\d{1,15})$/, async (ctx) => {
  const draft = await pressedDraft(ctx);
  if (!draft.district_ids.length) return showDistricts(ctx, draft, 0);
  const expires_at = invitationEnd(ctx);
  const code = await renewInvitation(ctx.deps.db, draft.id, expires_at);
  if (!code) throw new UserError('admin-invite-gone');
  await record(ctx, 'official-invited', draft.unit!, { districts: draft.district_ids });
  const args = { unit: draft.unit!, ...linkArgs(ctx, code, expires_at) };
  await sendPayload(ctx, {
    text: html(ctx.locale, 'admin-invite-link', args),
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
  });
});

/** The draft a button belongs to. */
const pressedDraft = (ctx: StaffContext & { match: RegExpMatchArray | string }): Promise<Invitation> =>
  getDraft(ctx, Number(ctx.match[1]));

async function getDraft(ctx: StaffContext, id: number): Promise<Invitation> {
  const draft = await findUnusedInvitation(ctx.deps.db, id);
  if (draft?.kind !== 'official') throw new UserError('admin-invite-gone');
  return draft;
}

async function showCard(ctx: StaffContext, draft: Invitation): Promise<void> {
  const { locale } = ctx;
  const keyboard = new InlineKeyboard()
    .text(plain(locale, 'admin-invite-districts'), `v1:ai:d:${draft.id}:0`)
    .text(plain(locale, 'admin-invite-hour', { time: draft.times![0]! }), `v1:ai:h:${draft.id}`)
    .row();
  for (const days of [5, 6, 7]) {
    const label = plain(locale, `admin-invite-days-${days}`);
    keyboard.text(draft.weekdays!.length === days ? `✓ ${label}` : label, `v1:ai:w:${draft.id}:${days}`);
  }
  keyboard.row();
  if (draft.district_ids.length) keyboard.text(plain(locale, 'admin-invite-make'), `v1:ai:l:${draft.id}`);
  await show(ctx, await cardText(ctx, draft), keyboard);
}

async function showDistricts(ctx: StaffContext, draft: Invitation, page: number): Promise<void> {
  const districts = openDistricts(await listDistricts(ctx.deps.db));
  const keyboard = districtKeyboard(ctx.locale, {
    districts,
    chosen: draft.district_ids,
    page,
    toggle: ({ number }, current) => `v1:ai:t:${draft.id}:${number}:${current}`,
    turn: (other) => `v1:ai:d:${draft.id}:${other}`,
  });
  if (draft.district_ids.length) keyboard.text(plain(ctx.locale, 'admin-next'), `v1:ai:c:${draft.id}`);
  await show(ctx, await cardText(ctx, draft), keyboard);
}

async function cardText(ctx: StaffContext, draft: Invitation): Promise<string> {
  const districts = await listDistricts(ctx.deps.db);
  return html(ctx.locale, 'admin-invite-card', {
    unit: draft.unit!,
    scope: namesOf(districts, draft.district_ids, ctx.locale) || plain(ctx.locale, 'admin-invite-no-scope'),
    schedule: scheduleText(ctx.locale, { times: draft.times!, weekdays: draft.weekdays! }),
  });
}

/** Monday to Friday (5), to Saturday (6), or every day (7). */
function weekdaysUpTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}
