import { Composer, InlineKeyboard } from 'grammy';
import { type Followed, follow } from '../digest/follow.js';
import { latestNews } from '../digest/news.js';
import { UserError } from '../errors.js';
import { recordAct } from '../store/audit.js';
import { type Invitation, markInvitationUsed } from '../store/invitations.js';
import { listDistricts } from '../store/region.js';
import { html, plain } from '../texts.js';
import { formatDay, formatTime } from '../time.js';
import { senderOf } from './access.js';
import { namesOf, openIds } from './choice.js';
import type { BotContext } from './context.js';
import { findFollowing } from './following.js';
import { codeIn, getInvitation } from './link.js';
import { announceMenu, reviewCommands } from './menu.js';
import { noticeVersion } from './notice.js';
import { scheduleText } from './schedule.js';
import { sendPayload, show } from './show.js';

/** The official's side: opening an invitation, agreeing, declining, and the press review on demand. */
export const official = new Composer<BotContext>();

const inPrivate = official.chatType('private');

inPrivate.command('start', async (ctx, next) => {
  const code = codeIn(ctx.match, 'off_');
  if (code === undefined) return next();
  const { kind, unit, district_ids, times, weekdays } = await getInvitation(ctx, code);
  if (kind !== 'official') return next();
  const all = await listDistricts(ctx.deps.db);
  const text = html(ctx.locale, 'admin-official-offer', {
    unit: unit!,
    scope: namesOf(all, openIds(all, district_ids), ctx.locale),
    schedule: scheduleText(ctx.locale, { times: times!, weekdays: weekdays! }),
  });
  const keyboard = new InlineKeyboard()
    .text(plain(ctx.locale, 'admin-official-agree'), `v1:ao:y:${code}`)
    .success()
    .row()
    .text(plain(ctx.locale, 'admin-decline'), 'v1:ao:n');
  await show(ctx, text, keyboard);
});

inPrivate.callbackQuery('v1:ao:n', (ctx) => show(ctx, html(ctx.locale, 'admin-declined')));

inPrivate.callbackQuery(/^v1:ao:y:([\w-]+)$/, async (ctx, next) => {
  const invitation = await getInvitation(ctx, ctx.match[1]!);
  if (invitation.kind !== 'official') return next();
  const { chat, added } = await begin(ctx, invitation);
  const { time_zone } = ctx.deps.pack;
  await show(
    ctx,
    html(ctx.locale, 'admin-official-done', {
      unit: invitation.unit!,
      // An invitation always brings hours.
      next: `${formatTime(chat.due_at!, time_zone)} ${formatDay(chat.due_at!, time_zone, ctx.locale)}`,
      // Who follows all of it already has had its news.
      first: added.length ? 'yes' : 'no',
    }),
  );
  await announceMenu(ctx);
});

inPrivate.command(reviewCommands, async (ctx, next) => {
  const following = await findFollowing(ctx);
  if (following?.chat.style !== 'official') return next();
  const { db, pack } = ctx.deps;
  const parts = await latestNews(db, pack, following.districtIds, ctx.locale, ctx.now, {
    style: 'official',
  });
  for (const { payload } of parts) await sendPayload(ctx, payload);
});

/** Uses the invitation up and stores the consent, both or neither. */
async function begin(ctx: BotContext, invitation: Invitation): Promise<Followed> {
  const { db, pack } = ctx.deps;
  const chat = {
    ...senderOf(ctx),
    kind: 'private' as const,
    notice_version: noticeVersion,
    style: 'official' as const,
    unit: invitation.unit!,
    times: invitation.times!,
    weekdays: invitation.weekdays!,
  };
  // A district may have ended since the invitation was made.
  const districtIds = openIds(await listDistricts(db), invitation.district_ids);
  if (!districtIds.length) throw new UserError('admin-link-expired');
  return follow(db, pack, chat, districtIds, ctx.now, async (trx) => {
    if (!(await markInvitationUsed(trx, invitation.id, ctx.now))) throw new UserError('admin-link-used');
    const facts = { districts: districtIds };
    await recordAct(
      trx,
      { staff_id: null, action: 'official-joined', object: invitation.unit!, facts },
      ctx.now,
    );
  });
}
