import { type Kysely, sql } from 'kysely';

/** What storing an article costs, in the turn for which all newspapers wait. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // The words come with the article (src/store/search.ts makes them, in the same form); in SQL they took five times as
  // long. The functions stay for the way back. The index takes new words in bulk.
  await sql`
    alter table article
      alter column search drop expression,
      alter column search set default ''`.execute(db);
  await sql`alter index article_search set (fastupdate = on)`.execute(db);

  // Articles that are stored and not compared with others yet; no edition takes them.
  await sql`create table uncompared (article_id bigint primary key)`.execute(db);

  // Only for those who add a match and do not know of the date.
  await sql`drop trigger match_published_at on match`.execute(db);
  await sql`
    create trigger match_published_at before insert on match
    for each row when (new.published_at is null) execute function fill_match_published_at()`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table uncompared`.execute(db);
  await sql`drop trigger match_published_at on match`.execute(db);
  await sql`
    create trigger match_published_at before insert on match
    for each row execute function fill_match_published_at()`.execute(db);
  await sql`
    alter table article
      drop column search,
      add column search tsvector not null generated always as (search_vector(title, summary)) stored`.execute(
    db,
  );
  await sql`create index article_search on article using gin (search) with (fastupdate = off)`.execute(db);
}
