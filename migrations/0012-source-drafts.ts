import { type Kysely, sql } from 'kysely';

/** What an admin was shown of a newspaper, until sources of it are added or left; rows go within days. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table source_draft (
      id bigint generated always as identity primary key,
      newspaper text not null,
      -- What was found, best first, with samples; see the store.
      candidates jsonb not null,
      -- Places in that list, from 0.
      chosen smallint[] not null default '{}',
      created_at timestamptz not null
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table source_draft`.execute(db);
}
