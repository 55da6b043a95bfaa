import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.js';

/**
 * Records that a chat finds a story in the wrong district; `articleId` is its first article's. 'known': it has said so
 * before, and nobody has decided since.
 */
export async function recordReport(
  db: Kysely<Database>,
  articleId: number,
  chatId: number,
  now: Date,
): Promise<'recorded' | 'known'> {
  const row = await db
    .insertInto('report')
    .columns(['article_id', 'chat_id', 'reported_at'])
    // An article or chat that is gone by now is not reported any more.
    .expression((eb) =>
      eb
        .selectFrom('article')
        .innerJoin('chat', (join) => join.on('chat.id', '=', chatId))
        .select(['article.id', 'chat.id', sql<Date>`${now}::timestamptz`.as('at')])
        .where('article.id', '=', articleId),
    )
    .onConflict((oc) =>
      oc
        .columns(['article_id', 'chat_id'])
        .doUpdateSet({ reported_at: now })
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('decision')
              .select('decision.id')
              .whereRef('decision.article_id', '=', 'report.article_id')
              .whereRef('decided_at', '>=', 'report.reported_at'),
          ),
        ),
    )
    .returning('article_id')
    .executeTakeFirst();
  return row ? 'recorded' : 'known';
}

/** Forgets reports of 30 days ago and before: their articles have left the queue long since. */
export async function forgetReports(db: Kysely<Database>, now: Date): Promise<void> {
  await sql`delete from report where reported_at < ${now}::timestamptz - interval '30 days'`.execute(db);
}
