import { type Kysely, sql } from 'kysely';

/** How each chat wants to be served: its own quiet hours, titles alone, urgent notices, and no digests at all. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table chat
      -- No times: urgent notices only, so no slot is waited for.
      drop constraint chat_times_check,
      add constraint chat_due_check check (due_at is null or cardinality(times) > 0),
      add column display text not null default 'normal' check (display in ('short', 'normal')),
      -- Local time from which and until which nobody is woken; never less than 22:00 to 06:00.
      add column quiet_from text not null default '22:00' check (quiet_from in ('19:00', '20:00', '21:00', '22:00')),
      add column quiet_until text not null default '06:00' check (quiet_until in ('06:00', '07:00', '08:00', '09:00')),
      -- An opt-in of its own: urgent notices pass the quiet hours.
      add column urgent boolean not null default false,
      -- Until then digests reach as far back as weekly ones, which this chat had until lately.
      add column weekly_until timestamptz`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`update chat set times = '{06:30}' where cardinality(times) = 0`.execute(db);
  await sql`
    alter table chat
      drop constraint chat_due_check,
      add constraint chat_times_check check (cardinality(times) > 0),
      drop column display,
      drop column quiet_from,
      drop column quiet_until,
      drop column urgent,
      drop column weekly_until`.execute(db);
}
