import { type Kysely, sql } from 'kysely';

/** A page that failed for a reason that passes is asked again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table article
      -- When; empty: its page was read, or there is no point, or it was never asked.
      add column page_retry_at timestamptz`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table article drop column page_retry_at`.execute(db);
}
