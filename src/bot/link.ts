import { UserError } from '../errors.js';
import { findInvitation, type Invitation } from '../store/invitations.js';
import { formatDate, formatTime, hour } from '../time.js';
import type { BotContext } from './context.js';

const invitationHours = 48;

/**
 * A link that opens the bot with `/start <payload>`, or adds it to a group with that; Telegram allows 64 characters of
 * A-Za-z0-9_- there.
 */
export function startLink(username: string, payload: string, kind: 'start' | 'startgroup' = 'start'): string {
  return `https://t.me/${username}?${kind}=${payload}`;
}

/** The code in a start payload with this prefix. */
export function codeIn(payload: string | RegExpMatchArray, prefix: 'own_' | 'off_'): string | undefined {
  return typeof payload === 'string' && payload.startsWith(prefix) ? payload.slice(prefix.length) : undefined;
}

/** The invitation that a code opens now; a UserError says why it opens nothing. */
export async function getInvitation(ctx: BotContext, code: string): Promise<Invitation> {
  const found = await findInvitation(ctx.deps.db, code, ctx.now);
  if (found.state === 'open') return found.invitation;
  // Whoever holds an unknown code holds one that was replaced: too old as well.
  throw new UserError(found.state === 'used' ? 'admin-link-used' : 'admin-link-expired');
}

/** Until when an invitation made now can be used. */
export function invitationEnd({ now }: BotContext): Date {
  return new Date(now.getTime() + invitationHours * hour);
}

/** What the person who invites is shown: the link and how long it works. */
export function linkArgs(ctx: BotContext, code: string, expiresAt: Date): { link: string; until: string } {
  const { time_zone } = ctx.deps.pack;
  return {
    link: startLink(ctx.me.username, `off_${code}`),
    until: `${formatTime(expiresAt, time_zone)} ${formatDate(expiresAt, time_zone)}`,
  };
}
