import { type Kysely, sql } from 'kysely';

/**
 * A district's news in the order in which it was published. Without the date beside the match, the last story before
 * a day would be sought among all articles of the newspapers, or among all the district ever had.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table match add column published_at timestamptz`.execute(db);
  await sql`
    update match set published_at = article.published_at
    from article where article.id = match.article_id`.execute(db);
  // The article's own, which never changes: whoever adds a match need not know of it.
  await sql`
    create function fill_match_published_at() returns trigger language plpgsql as $$
    begin
      select published_at into new.published_at from article where id = new.article_id;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger match_published_at before insert on match
    for each row execute function fill_match_published_at()`.execute(db);
  await sql`alter table match alter column published_at set not null`.execute(db);
  await sql`
    create index match_district_published on match (district_id, published_at, article_id)
    where ended_at is null`.execute(db);
  await sql`
    create index match_published on match (published_at, article_id) where ended_at is null`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger match_published_at on match`.execute(db);
  await sql`drop function fill_match_published_at`.execute(db);
  await sql`drop index match_published, match_district_published`.execute(db);
  await sql`alter table match drop column published_at`.execute(db);
}
