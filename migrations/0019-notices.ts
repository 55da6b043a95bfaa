import { type Kysely, sql } from 'kysely';

/** What readers are told besides their digests: a newspaper cannot be read, a silent week, a new data notice. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table outage (
      id bigint generated always as identity primary key,
      -- Its name in the region's first language, and in all of them.
      newspaper text not null,
      name jsonb not null,
      began_at timestamptz not null,
      -- Readers with ids up to this one have been told; everyone at told_at.
      told_to bigint not null default 0,
      told_at timestamptz,
      announcement_ids bigint[] not null default '{}',
      ended_at timestamptz
    )`.execute(db);
  await sql`create unique index outage_open_once on outage (newspaper) where ended_at is null`.execute(db);
  await sql`
    alter table chat
      add column silence_told_at timestamptz,
      -- The newer data notice it was told of; notice_version stays what it agreed to.
      add column notice_told text`.execute(db);
  await sql`create index chat_notice on chat (notice_version)`.execute(db);
  await sql`
    create unique index delivery_supplement_once on delivery (slot, announcement_id, chat_id)
      where kind = 'supplement'`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index delivery_supplement_once`.execute(db);
  await sql`drop index chat_notice`.execute(db);
  await sql`alter table chat drop column silence_told_at, drop column notice_told`.execute(db);
  await sql`drop table outage`.execute(db);
}
