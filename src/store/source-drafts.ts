import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Database, DraftCandidate, SourceDraftTable } from './schema.js';

export type SourceDraft = Selectable<SourceDraftTable>;

const keptFor = '2 days';

/** Records what was found of a newspaper for someone to choose from, and takes out the drafts nobody came back to. */
export async function recordSourceDraft(
  db: Kysely<Database>,
  draft: { newspaper: string; candidates: DraftCandidate[] },
  now: Date,
): Promise<SourceDraft> {
  await db
    .deleteFrom('source_draft')
    .where('created_at', '<', sql<Date>`${now}::timestamptz - ${keptFor}::interval`)
    .execute();
  return db
    .insertInto('source_draft')
    .values({
      newspaper: draft.newspaper,
      candidates: JSON.stringify(draft.candidates),
      created_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function findSourceDraft(db: Kysely<Database>, id: number): Promise<SourceDraft | undefined> {
  return db.selectFrom('source_draft').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Changes the newspaper's name or what is chosen; undefined when the draft is gone. */
export async function saveSourceDraft(
  db: Kysely<Database>,
  id: number,
  change: Partial<Pick<SourceDraft, 'newspaper' | 'chosen'>>,
): Promise<SourceDraft | undefined> {
  return db.updateTable('source_draft').set(change).where('id', '=', id).returningAll().executeTakeFirst();
}

/** Ends a draft, once: of two who confirm it at the same time, one gets it. */
export async function endSourceDraft(
  db: Kysely<Database> | Transaction<Database>,
  id: number,
): Promise<SourceDraft | undefined> {
  return db.deleteFrom('source_draft').where('id', '=', id).returningAll().executeTakeFirst();
}
