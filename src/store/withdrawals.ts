import { type Kysely, sql, type Transaction } from 'kysely';
import type { DigestRow } from './digests.js';
import type { Database, Names, Part } from './schema.js';

/** An article that can be withdrawn. */
export interface Withdrawable {
  id: number;
  title: string;
  newspaper: Names;
}

/** The articles of the story that this one belongs to, the first first, but for what is withdrawn. */
export async function listWithdrawable(db: Kysely<Database>, articleId: number): Promise<Withdrawable[]> {
  return db
    .selectFrom('article')
    .innerJoin('source', 'source.id', 'article.source_id')
    .select(['article.id', 'article.title', 'source.newspaper'])
    .where('story_id', '=', (eb) => eb.selectFrom('article').select('story_id').where('id', '=', articleId))
    .where('withdrawn_at', 'is', null)
    .orderBy('article.id')
    .execute();
}

/** Withdraws an article and returns the story it was told in; undefined where there is none or it is withdrawn already. */
export async function markWithdrawn(
  trx: Transaction<Database>,
  articleId: number,
  staffId: number | null,
  now: Date,
): Promise<number | undefined> {
  const row = await trx
    .updateTable('article')
    .set({ withdrawn_at: now, withdrawn_by: staffId })
    .where('id', '=', articleId)
    .where('withdrawn_at', 'is', null)
    .returning('story_id')
    .executeTakeFirst();
  return row?.story_id;
}

/** Grows with every withdrawal: what was read before is out of date. */
export async function countWithdrawn(db: Kysely<Database>): Promise<number> {
  const { n } = await db
    .selectFrom('article')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('withdrawn_at', 'is not', null)
    .executeTakeFirstOrThrow();
  return n;
}

/**
 * The digests with this story that may still go out: those of unsent deliveries, and those of the last three days,
 * which later chats of the combination share and what failed is tried again with.
 */
export async function listUnsentDigests(
  trx: Transaction<Database>,
  storyId: number,
  now: Date,
): Promise<DigestRow[]> {
  const holdsStory = JSON.stringify({ sections: [{ articles: [{ id: storyId }] }] });
  const { rows } = await sql<DigestRow>`
    select * from digest
    where (created_at > ${now}::timestamptz - interval '3 days' or id in (
        select digest_id from delivery where status in ('pending', 'sending')))
      and outline @> ${holdsStory}::jsonb and outline->>'kind' <> 'asked'
    order by id
    for update`.execute(trx);
  return rows;
}

/** Puts a digest's messages in the place of those it had; none: what is left of its deliveries ends as withdrawn. */
export async function saveRevision(
  trx: Transaction<Database>,
  digestId: number,
  parts: readonly Part[],
  now: Date,
): Promise<void> {
  await trx
    .updateTable('digest')
    .set((eb) => ({
      parts: JSON.stringify(parts),
      revision: eb('revision', '+', 1),
      withdrawn_at: parts.length ? null : now,
    }))
    .where('id', '=', digestId)
    .execute();
}
