import { Composer, InlineKeyboard } from 'grammy';
import { UserError } from '../errors.js';
import { recordAct } from '../store/audit.js';
import { markInvitationUsed, recordInvitation } from '../store/invitations.js';
import type { Role } from '../store/schema.js';
import {
  endStaff,
  findStaff,
  grantRole,
  listStaff,
  outranks,
  roles as roleNames,
  type Staff,
} from '../store/staff.js';
import { Html, html, plain } from '../texts.js';
import { formatDate } from '../time.js';
import { commandsOf, mayUse, requires, type StaffContext, senderOf } from './access.js';
import { record } from './audit.js';
import type { BotContext } from './context.js';
import { codeIn, getInvitation, invitationEnd, linkArgs } from './link.js';
import { announceMenu } from './menu.js';
import { sendPayload, show } from './show.js';

// A line and a button each: within 4,096 characters and a hundred buttons.
const shownAtMost = 60;

/** Who may do what: list, invite by link, revoke, leave; and the invited person's side of it. */
export const roles = new Composer<BotContext>();

const everyone = requires('roles', roles);
const granting = requires('grants', roles);

everyone.command(commandsOf('roles'), showRoles);
everyone.callbackQuery('v1:ar:l', showRoles);

everyone.callbackQuery('v1:ar:q', async (ctx) => {
  const keyboard = new InlineKeyboard()
    .text(plain(ctx.locale, 'admin-roles-leave-yes'), 'v1:ar:y')
    .danger()
    .text(plain(ctx.locale, 'admin-back'), 'v1:ar:l');
  await show(
    ctx,
    html(ctx.locale, 'admin-roles-leave-question', { role: roleName(ctx, ctx.staff.role) }),
    keyboard,
  );
});

everyone.callbackQuery('v1:ar:y', async (ctx) => {
  const outcome = await end(ctx, ctx.staff.id);
  if (outcome === 'ended') await record(ctx, 'role-left', ctx.staff.id);
  await show(ctx, html(ctx.locale, outcome === 'last_owner' ? 'admin-roles-last-owner' : 'admin-roles-left'));
  await announceMenu(ctx);
});

granting.callbackQuery(/^v1:ag:i:(\w+)$/, async (ctx) => {
  const role = grantable(ctx.staff).find((name) => name === ctx.match[1]);
  if (!role) throw new UserError('admin-not-possible');
  const expires_at = invitationEnd(ctx);
  const invitation = { kind: 'role' as const, role, created_by: ctx.staff.id, expires_at };
  const { code } = await recordInvitation(ctx.deps.db, invitation, ctx.now);
  await record(ctx, 'role-invited', undefined, { role });
  const args = { role: roleName(ctx, role), ...linkArgs(ctx, code, expires_at) };
  await sendPayload(ctx, {
    text: html(ctx.locale, 'admin-roles-link', args),
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
  });
});

granting.callbackQuery(/^v1:ag:r:(\d{1,15})$/, async (ctx) => {
  const staff = await getRevocable(ctx, Number(ctx.match[1]));
  const keyboard = new InlineKeyboard()
    .text(plain(ctx.locale, 'admin-roles-revoke-yes'), `v1:ag:y:${staff.id}`)
    .danger()
    .text(plain(ctx.locale, 'admin-back'), 'v1:ar:l');
  const args = { number: String(staff.id), role: roleName(ctx, staff.role) };
  await show(ctx, html(ctx.locale, 'admin-roles-revoke-question', args), keyboard);
});

granting.callbackQuery(/^v1:ag:y:(\d{1,15})$/, async (ctx) => {
  const staff = await getRevocable(ctx, Number(ctx.match[1]));
  const outcome = await end(ctx, staff.id);
  if (outcome === 'ended') await record(ctx, 'role-revoked', staff.id, { role: staff.role });
  const key = outcome === 'last_owner' ? 'admin-roles-last-owner' : 'admin-roles-revoked';
  await ctx.answerCallbackQuery({ text: plain(ctx.locale, key), show_alert: outcome === 'last_owner' });
  await showRoles(ctx);
  await announceMenu(ctx, Number(ctx.deps.seal.open(staff.telegram_id_sealed)));
});

// The invited person: nothing is stored about them until they press the button.
roles.chatType('private').command('start', async (ctx, next) => {
  const code = codeIn(ctx.match, 'off_');
  if (code === undefined) return next();
  const { kind, role } = await getInvitation(ctx, code);
  if (kind !== 'role') return next();
  const keyboard = new InlineKeyboard()
    .text(plain(ctx.locale, 'admin-roles-accept'), `v1:ao:r:${code}`)
    .success()
    .text(plain(ctx.locale, 'admin-decline'), 'v1:ao:n');
  await show(ctx, html(ctx.locale, 'admin-roles-offer', { role: roleName(ctx, role!) }), keyboard);
});

roles.chatType('private').callbackQuery(/^v1:ao:r:([\w-]+)$/, async (ctx, next) => {
  const { id, kind, role, created_by } = await getInvitation(ctx, ctx.match[1]!);
  if (kind !== 'role') return next();
  const outcome = await ctx.deps.db.transaction().execute(async (trx) => {
    if (!(await markInvitationUsed(trx, id, ctx.now))) throw new UserError('admin-link-used');
    const granted = await grantRole(trx, senderOf(ctx), role!, created_by, ctx.now);
    const staff = await findStaff(trx, senderOf(ctx).telegram_id_hash);
    if (granted === 'granted')
      await recordAct(
        trx,
        { staff_id: created_by, action: 'role-granted', object: staff!.id, facts: { role: role! } },
        ctx.now,
      );
    return granted;
  });
  await show(ctx, html(ctx.locale, `admin-roles-${outcome}`, { role: roleName(ctx, role!) }));
  await announceMenu(ctx);
});

/** Admins see everyone, by number: no name is kept. Others see what they are themselves. */
async function showRoles(ctx: StaffContext): Promise<void> {
  const { staff, locale } = ctx;
  const granter = mayUse(staff.role, 'grants');
  const shown = granter ? (await listStaff(ctx.deps.db)).slice(0, shownAtMost) : [staff];
  const lines = shown.map((row) =>
    html(locale, row.id === staff.id ? 'admin-roles-line-you' : 'admin-roles-line', {
      number: String(row.id),
      role: roleName(ctx, row.role),
      since: formatDate(row.granted_at, ctx.deps.pack.time_zone),
    }),
  );
  const keyboard = new InlineKeyboard();
  if (granter) {
    for (const role of grantable(staff))
      keyboard
        .text(plain(locale, 'admin-roles-invite', { role: roleName(ctx, role) }), `v1:ag:i:${role}`)
        .row();
    for (const row of shown.filter((other) => revocable(staff, other)))
      keyboard
        .text(plain(locale, 'admin-roles-revoke', { number: String(row.id) }), `v1:ag:r:${row.id}`)
        .row();
  }
  keyboard
    .text(plain(locale, 'admin-roles-leave'), 'v1:ar:q')
    .row()
    .text(plain(locale, 'admin-home'), 'v1:aa:h');
  await show(ctx, html(locale, 'admin-roles-title', { list: new Html(lines.join('\n')) }), keyboard);
}

/** Nobody gives a role above their own. Highest first. */
const grantable = (staff: Staff): Role[] =>
  roleNames.filter((role) => outranks(staff.role, role)).toReversed();

/** A role is revoked from above; an owner may also revoke another owner. One's own is left instead. */
const revocable = (staff: Staff, other: Staff): boolean =>
  other.id !== staff.id && (staff.role === 'owner' || !outranks(other.role, staff.role));

async function getRevocable(ctx: StaffContext, id: number): Promise<Staff> {
  const open = await listStaff(ctx.deps.db);
  const staff = open.find((row) => row.id === id && revocable(ctx.staff, row));
  if (!staff) throw new UserError('admin-not-possible');
  return staff;
}

const end = (ctx: StaffContext, id: number) =>
  ctx.deps.db.transaction().execute((trx) => endStaff(trx, id, ctx.now));

const roleName = (ctx: BotContext, role: Role): string => plain(ctx.locale, `admin-role-${role}`);
