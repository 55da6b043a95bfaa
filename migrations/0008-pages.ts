import { type Kysely, sql } from 'kysely';

/** What articles' own pages add to what their sources list. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table article
      -- lead: the publisher's own words for it; extract: sentences of its text.
      add column summary_kind text not null default 'lead' check (summary_kind in ('lead', 'extract')),
      -- When its page was asked for what its source does not say; empty: it was not, or is still to be.
      add column page_read_at timestamptz,
      add column image_url text`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table article drop column summary_kind, drop column page_read_at, drop column image_url`.execute(
    db,
  );
}
