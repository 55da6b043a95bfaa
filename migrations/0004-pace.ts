import { type Kysely, sql } from 'kysely';

/** The bot's pace after a flood wait, and an index that finds the next deliveries however many are still to come. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table send_budget
      -- Places that nobody took in time, in seconds; made up for a little at a time.
      add column owed_seconds double precision not null default 0,
      -- The part of the rate that was left at the end of the last flood wait; it climbs back from there.
      add column pace double precision not null default 1 check (pace > 0 and pace <= 1),
      -- When held_until was written: a clock that is before this was put back.
      add column held_at timestamptz not null default '-infinity',
      -- Until then no paid broadcast is tried: the bot was told that it may not make any.
      add column unpaid_until timestamptz not null default '-infinity'`.execute(db);
  await sql`alter table delivery add check (lane between 1 and 5)`.execute(db);
  await sql`drop index delivery_pending`.execute(db);
  // For each lane what has been begun (a next part, another try) before what has not, and of each what is due longest:
  // what is due later stands at the end of its range and is never walked over.
  await sql`
    create index delivery_pending
      on delivery (lane, (attempts > 0), (coalesce(send_after, '-infinity'::timestamptz)), id)
      where status = 'pending'`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index delivery_pending`.execute(db);
  await sql`create index delivery_pending on delivery (lane, id) where status = 'pending'`.execute(db);
  await sql`alter table delivery drop constraint delivery_lane_check`.execute(db);
  await sql`
    alter table send_budget drop column owed_seconds, drop column pace, drop column held_at, drop column unpaid_until`.execute(
    db,
  );
}
