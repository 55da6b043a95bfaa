import { createHash, randomBytes } from 'node:crypto';
import type { Insertable, Kysely, Selectable } from 'kysely';
import type { Database } from './database.js';
import type { InvitationTable } from './schema.js';

export type Invitation = Selectable<InvitationTable>;

/** An invitation as its link finds it. */
export type FoundInvitation =
  | { state: 'open'; invitation: Invitation }
  | { state: 'used' }
  | { state: 'expired' }
  | { state: 'unknown' };

type NewInvitation = Omit<Insertable<InvitationTable>, 'code_hash' | 'created_at' | 'used_at'> & {
  expires_at: Date;
};

/** 128 random bits for a link: 22 characters that Telegram allows in a deep link. */
const newCode = () => randomBytes(16).toString('base64url');
const hashOf = (code: string) => createHash('sha256').update(code).digest();

/** Records an invitation; its `code` is known to the caller only, the store keeps a hash. */
export async function recordInvitation(
  db: Kysely<Database>,
  invitation: NewInvitation,
  now: Date,
): Promise<{ id: number; code: string }> {
  const code = newCode();
  const { id } = await db
    .insertInto('invitation')
    .values({ ...invitation, code_hash: hashOf(code), created_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, code };
}

export async function findInvitation(
  db: Kysely<Database>,
  code: string,
  now: Date,
): Promise<FoundInvitation> {
  const invitation = await db
    .selectFrom('invitation')
    .selectAll()
    .where('code_hash', '=', hashOf(code))
    .executeTakeFirst();
  if (!invitation) return { state: 'unknown' };
  if (invitation.used_at) return { state: 'used' };
  if (invitation.expires_at <= now) return { state: 'expired' };
  return { state: 'open', invitation };
}

/** An unused invitation by its number, for the admin who is still filling it in. */
export async function findUnusedInvitation(
  db: Kysely<Database>,
  id: number,
): Promise<Invitation | undefined> {
  return db
    .selectFrom('invitation')
    .selectAll()
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .executeTakeFirst();
}

/**
 * Changes scope or schedule of an unused invitation. A link it may have had ends: nobody agrees to one thing and is
 * served another.
 */
export async function saveInvitation(
  db: Kysely<Database>,
  id: number,
  changes: Pick<Partial<Invitation>, 'district_ids' | 'times' | 'weekdays'>,
  now: Date,
): Promise<void> {
  await db
    .updateTable('invitation')
    .set({ ...changes, expires_at: now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .execute();
}

/** Gives an unused invitation a fresh code, which ends the link it may have had; undefined once it is used. */
export async function renewInvitation(
  db: Kysely<Database>,
  id: number,
  expiresAt: Date,
): Promise<string | undefined> {
  const code = newCode();
  const renewed = await db
    .updateTable('invitation')
    .set({ code_hash: hashOf(code), expires_at: expiresAt })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return renewed && code;
}

/** Uses an invitation up; of two that try at once, one gets true. */
export async function markInvitationUsed(db: Kysely<Database>, id: number, now: Date): Promise<boolean> {
  const used = await db
    .updateTable('invitation')
    .set({ used_at: now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('id')
    .executeTakeFirst();
  return used !== undefined;
}
