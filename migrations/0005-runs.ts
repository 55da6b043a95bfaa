import { type Kysely, sql } from 'kysely';

/** What goes out together: runs with their counts, the windows they are spread over, what the owner is told of. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table run (
      id bigint generated always as identity primary key,
      kind text not null check (kind in ('digest', 'announcement')),
      -- That of its deliveries.
      slot timestamptz not null,
      style text,
      announcement_id bigint references announcement (id),
      started_at timestamptz not null,
      send_before timestamptz,
      paused_at timestamptz,
      resumed_at timestamptz,
      stopped_at timestamptz,
      -- Counted by the clock every minute, so that they outlive the deliveries; failed is {"<reason>": n}.
      to_send integer not null default 0,
      sent integer not null default 0,
      failed jsonb not null default '{}',
      repeated integer not null default 0,
      finished_at timestamptz,
      check ((kind = 'digest') = (style is not null)),
      check ((kind = 'announcement') = (announcement_id is not null))
    )`.execute(db);
  await sql`create unique index run_digest_once on run (slot, style) where kind = 'digest'`.execute(db);
  await sql`
    create unique index run_announcement_once on run (announcement_id) where kind = 'announcement'`.execute(
    db,
  );
  await sql`create index run_unfinished on run (id) where finished_at is null`.execute(db);
  await sql`create index run_started on run (started_at)`.execute(db);

  // No reference: each delivery of a cut would look it up. Empty for first digests and what was sent before.
  await sql`alter table delivery add column run_id bigint`.execute(db);
  // A digest is removed when nothing refers to it; with the reference every removal would read all deliveries.
  await sql`alter table delivery drop constraint delivery_digest_id_fkey`.execute(db);

  // Over how long large runs are spread; 0 is as fast as Telegram allows.
  await sql`alter table region add column spread_minutes smallint not null default 0`.execute(db);
  await sql`alter table announcement add column spread_minutes smallint not null default 0`.execute(db);

  await sql`
    create table incident (
      id bigint generated always as identity primary key,
      kind text not null,
      key text not null,
      -- Numbers and names for the text, nothing about a reader.
      details jsonb not null default '{}',
      began_at timestamptz not null,
      ended_at timestamptz
    )`.execute(db);
  await sql`create unique index incident_open_once on incident (kind, key) where ended_at is null`.execute(
    db,
  );
  // Who has been told of its beginning or its end.
  await sql`
    create table incident_notice (
      incident_id bigint not null references incident (id) on delete cascade,
      staff_id bigint not null references staff (id) on delete cascade,
      phase text not null check (phase in ('began', 'ended')),
      told_at timestamptz not null,
      primary key (incident_id, staff_id, phase)
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table incident_notice, incident, run`.execute(db);
  await sql`alter table announcement drop column spread_minutes`.execute(db);
  await sql`alter table region drop column spread_minutes`.execute(db);
  await sql`alter table delivery drop column run_id`.execute(db);
  await sql`delete from delivery d where not exists (select from digest g where g.id = d.digest_id)
    and d.digest_id is not null`.execute(db);
  await sql`
    alter table delivery add constraint delivery_digest_id_fkey foreign key (digest_id) references digest (id)`.execute(
    db,
  );
}
