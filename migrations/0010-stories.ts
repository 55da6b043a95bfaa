import { type Kysely, sql } from 'kysely';

/** Articles of several newspapers about one event are one story; an article can be withdrawn. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table article
      -- The first article of the story it belongs to; empty: it is that itself.
      add column same_as_id bigint references article (id) on delete set null,
      add column story_id bigint generated always as (coalesce(same_as_id, id)) stored,
      add column withdrawn_by bigint references staff (id)`.execute(db);
  await sql`create index article_story on article (story_id)`.execute(db);
  await sql`create index article_same_as on article (same_as_id) where same_as_id is not null`.execute(db);
  await sql`create index article_withdrawn on article (id) where withdrawn_at is not null`.execute(db);

  // MinHash bands of title and lead, of the last days: articles that share one may tell the same story.
  await sql`
    create table band (
      value integer not null,
      -- No reference: each of the many rows would look it up.
      article_id bigint not null,
      published_at timestamptz not null,
      primary key (value, published_at, article_id)
    )`.execute(db);
  await sql`create index band_published on band using brin (published_at)`.execute(db);

  await sql`
    alter table digest
      -- Counts how often an article was withdrawn from it after it was stored.
      add column revision integer not null default 0,
      -- When the last of its articles was; whoever has not had it by then gets nothing.
      add column withdrawn_at timestamptz`.execute(db);
  await sql`create index digest_created on digest (created_at)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table band`.execute(db);
  await sql`drop index digest_created`.execute(db);
  await sql`alter table digest drop column revision, drop column withdrawn_at`.execute(db);
  await sql`
    alter table article drop column story_id, drop column same_as_id, drop column withdrawn_by`.execute(db);
  await sql`drop index article_withdrawn`.execute(db);
}
