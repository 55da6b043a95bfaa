import { type Kysely, sql } from 'kysely';

/** What a chat does not want to read, and the words it wants to hear of from anywhere in the region. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table chat
      -- As the reader typed them, and as the newspaper names them; compared folded.
      add column muted_words text[] not null default '{}',
      add column muted_sections text[] not null default '{}'`.execute(db);
  // A watch word is a subscription to the whole region that only brings what contains it.
  await sql`alter table subscription add column word text`.execute(db);
  await sql`drop index subscription_open_once`.execute(db);
  await sql`
    create unique index subscription_open_once on subscription (chat_id, district_id, coalesce(word, ''))
    where ended_at is null`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`delete from subscription where word is not null`.execute(db);
  await sql`drop index subscription_open_once`.execute(db);
  await sql`alter table subscription drop column word`.execute(db);
  await sql`
    create unique index subscription_open_once on subscription (chat_id, district_id) where ended_at is null`.execute(
    db,
  );
  await sql`alter table chat drop column muted_words, drop column muted_sections`.execute(db);
}
