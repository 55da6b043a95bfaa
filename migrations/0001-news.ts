import { type Kysely, sql } from 'kysely';

/** What is read and where it belongs: region, sources, articles, matches, editions. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table region (
      id text primary key,
      -- A database serves one region; a second row cannot be written.
      only_one boolean not null default true unique check (only_one),
      loaded_at timestamptz not null,
      -- A constant sealed with the key that the Telegram ids are sealed with.
      key_check text
    )`.execute(db);

  await sql`
    create table district (
      id text primary key check (id ~ '^[a-z0-9-]{1,32}$'),
      -- Names the district in a button's 64 bytes; given once and never reused.
      number smallint not null unique check (number >= 0),
      -- The pack's order; the whole region stands first.
      position smallint not null,
      name jsonb not null,
      whole_region boolean not null default false,
      successor_id text references district (id),
      ended_at timestamptz
    )`.execute(db);
  await sql`create unique index district_whole_region on district (whole_region) where whole_region`.execute(
    db,
  );

  await sql`
    create table source (
      id text primary key check (id ~ '^[a-z0-9-]{1,64}$'),
      newspaper jsonb not null,
      kind text not null check (kind in ('feed', 'listing', 'sitemap')),
      url text not null,
      every_minutes integer not null check (every_minutes > 0),
      time_zone text not null,
      section text,
      district_id text references district (id),
      listing jsonb,
      article jsonb,
      added_by text not null check (added_by in ('pack', 'admin')),
      added_at timestamptz not null,
      ended_at timestamptz,
      paused_at timestamptz,
      next_poll_at timestamptz not null,
      lease_until timestamptz,
      etag text,
      last_modified text,
      first_success_at timestamptz,
      last_success_at timestamptz,
      last_polled_at timestamptz,
      -- Since when, and how often in a row, it could not be read; empty while it can.
      failing_since timestamptz,
      failures integer not null default 0,
      error_kind text,
      error_message text
    )`.execute(db);
  await sql`create index source_due on source (next_poll_at) where ended_at is null and paused_at is null`.execute(
    db,
  );

  await sql`
    create table article (
      id bigint generated always as identity primary key,
      url text not null,
      -- The canonical address: one article however often and wherever it is listed.
      address text not null unique,
      source_id text not null references source (id),
      title text not null,
      summary text not null default '',
      section text,
      -- stored_at where the publisher gives no date, or one in the future.
      published_at timestamptz not null,
      stored_at timestamptz not null,
      scope text not null check (scope in ('local', 'province_wide', 'outside', 'uncertain')),
      withdrawn_at timestamptz
    )`.execute(db);
  await sql`create index article_published on article (published_at)`.execute(db);

  await sql`
    create table item (
      source_id text not null references source (id),
      external_id text not null,
      article_id bigint not null references article (id),
      first_seen_at timestamptz not null,
      primary key (source_id, external_id)
    )`.execute(db);
  await sql`create index item_article on item (article_id)`.execute(db);

  await sql`
    create table edition (
      id bigint primary key check (id >= 0),
      closed_at timestamptz not null
    )`.execute(db);
  // Edition 0 holds the backlog: what a new source brought, and what was old when we read it. Every mark is
  // at least 0, so no scheduled digest ever reaches it, and still each match belongs to exactly one edition.
  await sql`insert into edition (id, closed_at) values (0, '-infinity')`.execute(db);

  await sql`
    create table match (
      id bigint generated always as identity primary key,
      article_id bigint not null references article (id),
      district_id text not null references district (id),
      score real not null,
      evidence jsonb not null,
      decided_by text not null check (decided_by in ('classifier', 'admin')),
      edition_id bigint references edition (id),
      created_at timestamptz not null,
      ended_at timestamptz
    )`.execute(db);
  await sql`create unique index match_open_once on match (article_id, district_id) where ended_at is null`.execute(
    db,
  );
  await sql`create index match_without_edition on match (id) where edition_id is null`.execute(db);
  await sql`create index match_edition on match (edition_id, district_id)`.execute(db);
  await sql`create index match_district on match (district_id, edition_id)`.execute(db);
  await sql`create index match_article on match (article_id)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table match, edition, item, article, source, district, region`.execute(db);
}
