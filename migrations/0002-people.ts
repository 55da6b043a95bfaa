import { type Kysely, sql } from 'kysely';

/** Who is served and who may do what. Telegram ids are sealed; no name of a person or group is kept. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table chat (
      id bigint generated always as identity primary key,
      telegram_id_hash bytea not null unique,
      telegram_id_sealed text not null,
      kind text not null check (kind in ('private', 'group', 'supergroup', 'channel')),
      locale text not null,
      style text not null default 'citizen' check (style in ('citizen', 'official')),
      unit text,
      -- Local wall-clock times '06:30' in the region's time zone, and ISO weekdays (Monday is 1).
      times text[] not null check (cardinality(times) > 0),
      weekdays smallint[] not null check (cardinality(weekdays) > 0),
      -- The next slot; empty while nothing is followed.
      due_at timestamptz,
      paused_until timestamptz,
      announcements boolean not null default false,
      consented_at timestamptz not null,
      notice_version text not null,
      check ((style = 'official') = (unit is not null))
    )`.execute(db);
  await sql`create index chat_due on chat (due_at)`.execute(db);

  await sql`
    create table subscription (
      id bigint generated always as identity primary key,
      chat_id bigint not null references chat (id) on delete cascade,
      district_id text not null references district (id),
      -- The newest edition when it began, and the last one served: its digests cover (mark, newest].
      first_edition_id bigint not null references edition (id),
      -- No reference: a cut moves every mark, and each would be looked up.
      mark bigint not null,
      created_at timestamptz not null,
      ended_at timestamptz,
      ended_reason text check (ended_reason in
        ('stopped', 'removed', 'blocked', 'deactivated', 'kicked', 'no_rights', 'not_found', 'revoked', 'merged')),
      check ((ended_at is null) = (ended_reason is null))
      -- A cut moves every mark: with room for all of them on the page that touches no index.
    ) with (fillfactor = 45)`.execute(db);
  await sql`
    create unique index subscription_open_once on subscription (chat_id, district_id) where ended_at is null`.execute(
    db,
  );
  await sql`create index subscription_chat on subscription (chat_id)`.execute(db);
  await sql`create index subscription_district on subscription (district_id) where ended_at is null`.execute(
    db,
  );

  await sql`
    create table staff (
      id bigint generated always as identity primary key,
      telegram_id_hash bytea not null,
      telegram_id_sealed text not null,
      role text not null check (role in ('owner', 'admin', 'editor', 'viewer')),
      locale text not null,
      granted_by bigint references staff (id),
      granted_at timestamptz not null,
      ended_at timestamptz
    )`.execute(db);
  await sql`create unique index staff_open_once on staff (telegram_id_hash) where ended_at is null`.execute(
    db,
  );

  await sql`
    create table invitation (
      id bigint generated always as identity primary key,
      -- SHA-256 of the 128 random bits in the link; the code itself is never stored.
      code_hash bytea not null unique,
      kind text not null check (kind in ('owner', 'role', 'official')),
      role text check (role in ('owner', 'admin', 'editor', 'viewer')),
      unit text,
      district_ids text[] not null default '{}',
      times text[],
      weekdays smallint[],
      created_by bigint references staff (id),
      created_at timestamptz not null,
      expires_at timestamptz not null,
      used_at timestamptz,
      check ((kind = 'official') = (unit is not null)),
      check ((kind = 'official') = (role is null))
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table invitation, staff, subscription, chat`.execute(db);
}
