import { Composer } from 'grammy';
import type { Kysely } from 'kysely';
import { recordAct } from '../store/audit.js';
import type { Database } from '../store/database.js';
import { findInvitation, markInvitationUsed, recordInvitation } from '../store/invitations.js';
import { claimOwnership, findStaff, hasOwner } from '../store/staff.js';
import { html } from '../texts.js';
import { senderOf } from './access.js';
import type { BotContext } from './context.js';
import { codeIn, startLink } from './link.js';
import { announceMenu } from './menu.js';
import { show } from './show.js';

/** How long a claim link works. */
export const claimMinutes = 15;

/**
 * A fresh link that makes whoever opens it first the owner, for the log; undefined once the bot has an owner.
 * Ask again after `claimMinutes` while there is none.
 */
export async function claimLink(
  db: Kysely<Database>,
  username: string,
  now: Date,
): Promise<string | undefined> {
  if (await hasOwner(db)) return undefined;
  const expires_at = new Date(now.getTime() + claimMinutes * 60_000);
  const { code } = await recordInvitation(db, { kind: 'owner', role: 'owner', expires_at }, now);
  return startLink(username, `own_${code}`);
}

/** `/start own_<code>`: the sender becomes the owner of a bot that has none. */
export const claim = new Composer<BotContext>();

claim.chatType('private').command('start', async (ctx, next) => {
  const code = codeIn(ctx.match, 'own_');
  if (code === undefined) return next();
  const outcome = await claimBy(ctx, code);
  await show(ctx, html(ctx.locale, `admin-claim-${outcome}`));
  if (outcome === 'granted') await announceMenu(ctx);
});

async function claimBy(ctx: BotContext, code: string): Promise<'granted' | 'taken' | 'used' | 'expired'> {
  const { db } = ctx.deps;
  const found = await findInvitation(db, code, ctx.now);
  if (found.state !== 'open') return found.state === 'used' ? 'used' : 'expired';
  // A code for something else opens nothing here.
  if (found.invitation.kind !== 'owner') return 'expired';
  return db.transaction().execute(async (trx) => {
    if (!(await markInvitationUsed(trx, found.invitation.id, ctx.now))) return 'used';
    const claimed = await claimOwnership(trx, senderOf(ctx), ctx.now);
    const owner = await findStaff(trx, senderOf(ctx).telegram_id_hash);
    if (claimed === 'granted')
      await recordAct(trx, { staff_id: owner!.id, action: 'owner-claimed' }, ctx.now);
    return claimed;
  });
}
