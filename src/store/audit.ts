import type { Kysely, Selectable } from 'kysely';
import type { Database } from './schema.js';

/** Everything staff can do that changes something for others; each has its sentence, `audit-<action>`. */
export const actions = [
  'article-decided',
  'article-withdrawn',
  'broadcast-confirmed',
  'broadcast-withdrawn',
  'official-invited',
  'official-joined',
  'owner-claimed',
  'place-forgotten',
  'place-remembered',
  'role-granted',
  'role-invited',
  'role-left',
  'role-revoked',
  'run-paused',
  'run-resent',
  'run-resumed',
  'run-stopped',
  'source-added',
  'source-due',
  'source-ended',
  'source-paused',
  'source-renamed',
  'source-resumed',
  'spread-changed',
] as const;

export type Action = (typeof actions)[number];

export type Act = Selectable<Database['act']>;

/** What was done to what, by whom (null: nobody of the staff); `facts` are numbers and ids, nothing about a person. */
export interface NewAct {
  staff_id: number | null;
  action: Action;
  object?: string | number;
  facts?: Record<string, string | number | readonly string[]>;
}

/** Belongs into the transaction of what it tells of: both happened, or neither. */
export async function recordAct(db: Kysely<Database>, act: NewAct, now: Date): Promise<void> {
  const { staff_id, action, object, facts = {} } = act;
  await db
    .insertInto('act')
    .values({
      ...{ staff_id, action, at: now },
      object: object === undefined ? null : String(object),
      facts: JSON.stringify(facts),
    })
    .execute();
}

/** The newest acts first; of those before one, if it is given. */
export async function listActs(
  db: Kysely<Database>,
  { before, limit }: { before?: number; limit: number },
): Promise<Act[]> {
  let query = db.selectFrom('act').selectAll().orderBy('id', 'desc').limit(limit);
  if (before !== undefined) query = query.where('id', '<', before);
  return query.execute();
}
