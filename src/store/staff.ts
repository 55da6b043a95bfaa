import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Seal } from '../seal.js';
import type { Database } from './database.js';
import type { Role, StaffTable } from './schema.js';

export type Staff = Pick<
  Selectable<StaffTable>,
  'id' | 'role' | 'locale' | 'granted_at' | 'telegram_id_sealed'
>;

/** Whoever is given a role: the sealed id is all that is kept of them. */
export type Person = Pick<Selectable<StaffTable>, 'telegram_id_hash' | 'telegram_id_sealed' | 'locale'>;

const columns = ['id', 'role', 'locale', 'granted_at', 'telegram_id_sealed'] as const;

/** Lowest first; the same order decides in SQL and in the bot. */
export const roles: readonly Role[] = ['viewer', 'editor', 'admin', 'owner'];

/** Whether `role` may do what `needed` may. */
export function outranks(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

export async function findStaff(db: Kysely<Database>, hash: Buffer): Promise<Staff | undefined> {
  return db
    .selectFrom('staff')
    .select(columns)
    .where('telegram_id_hash', '=', hash)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
}

/** Everyone with a role now, highest role first, then by number. */
export async function listStaff(db: Kysely<Database>): Promise<Staff[]> {
  return db
    .selectFrom('staff')
    .select(columns)
    .where('ended_at', 'is', null)
    .orderBy(rank(sql.ref('role')), 'desc')
    .orderBy('id')
    .execute();
}

export async function hasOwner(db: Kysely<Database>): Promise<boolean> {
  const owner = await db
    .selectFrom('staff')
    .select('id')
    .where('role', '=', 'owner')
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return owner !== undefined;
}

/**
 * Gives a person a role, in place of a lower one they have. 'kept': they have this role or a higher one, which
 * an invitation never takes away (it could be the last owner's).
 */
export async function grantRole(
  db: Kysely<Database>,
  person: Person,
  role: Role,
  grantedBy: number | null,
  now: Date,
): Promise<'granted' | 'kept'> {
  const granted = await db
    .insertInto('staff')
    .values({ ...person, role, granted_by: grantedBy, granted_at: now })
    .onConflict((oc) =>
      oc
        .column('telegram_id_hash')
        .where('ended_at', 'is', null)
        .doUpdateSet((eb) => ({
          role: eb.ref('excluded.role'),
          granted_by: eb.ref('excluded.granted_by'),
          granted_at: eb.ref('excluded.granted_at'),
        }))
        .where(rank(sql.ref('staff.role')), '<', rank(sql.ref('excluded.role'))),
    )
    .returning('id')
    .executeTakeFirst();
  return granted ? 'granted' : 'kept';
}

/** Makes the people of OWNER_IDS owners; `ids` are Telegram user ids. Run again, it changes nothing. */
export async function recordOwners(
  db: Kysely<Database>,
  seal: Seal,
  ids: readonly number[],
  locale: string,
  now: Date,
): Promise<void> {
  for (const id of ids) {
    const person = { telegram_id_hash: seal.hash(id), telegram_id_sealed: seal.seal(id), locale };
    await grantRole(db, person, 'owner', null, now);
  }
}

/** Makes a person the owner of a bot that has none; 'taken' when somebody is. */
export async function claimOwnership(
  trx: Transaction<Database>,
  person: Person,
  now: Date,
): Promise<'granted' | 'taken'> {
  await lockStaff(trx);
  if (await hasOwner(trx)) return 'taken';
  await grantRole(trx, person, 'owner', null, now);
  return 'granted';
}

/**
 * Ends a role. The row stays, because announcements and invitations name it, but nothing that leads to the
 * person does; their open role invitations end with them.
 */
export async function endStaff(
  trx: Transaction<Database>,
  id: number,
  now: Date,
): Promise<'ended' | 'last_owner' | 'none'> {
  await lockStaff(trx);
  const open = await listStaff(trx);
  const staff = open.find((row) => row.id === id);
  if (!staff) return 'none';
  if (staff.role === 'owner' && open.filter((row) => row.role === 'owner').length === 1) return 'last_owner';
  await trx
    .updateTable('staff')
    .set({ ended_at: now, telegram_id_hash: Buffer.alloc(0), telegram_id_sealed: '' })
    .where('id', '=', id)
    .execute();
  await trx
    .updateTable('invitation')
    .set({ expires_at: now })
    .where('created_by', '=', id)
    .where('kind', '=', 'role')
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .execute();
  return 'ended';
}

/** Serialises changes of roles, so that of two owners who leave at once one stays. Readers do not wait. */
async function lockStaff(trx: Transaction<Database>): Promise<void> {
  await sql`lock table staff in share row exclusive mode`.execute(trx);
}

function rank(role: ReturnType<typeof sql.ref>) {
  return sql<number>`array_position(array[${sql.join(roles)}]::text[], ${role})`;
}
