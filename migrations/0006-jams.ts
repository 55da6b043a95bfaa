import { type Kysely, sql } from 'kysely';

/** What keeps paused runs, first digests and clocks that are put back from holding up others. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index delivery_pending`.execute(db);
  // As before, and each run is a range of its own: what is paused is never walked over. 0 is what belongs to no run.
  await sql`
    create index delivery_pending on delivery
      (lane, (attempts > 0), (coalesce(run_id, 0)), (coalesce(send_after, '-infinity'::timestamptz)), id)
      where status = 'pending'`.execute(db);
  // First digests and notices: which still wait, and when one was last sent.
  await sql`create index delivery_without_run on delivery (finished_at) where run_id is null`.execute(db);
  // When held_until was written: a clock that is before this was put back.
  await sql`alter table chat_budget add column held_at timestamptz not null default '-infinity'`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table chat_budget drop column held_at`.execute(db);
  await sql`drop index delivery_without_run, delivery_pending`.execute(db);
  await sql`
    create index delivery_pending
      on delivery (lane, (attempts > 0), (coalesce(send_after, '-infinity'::timestamptz)), id)
      where status = 'pending'`.execute(db);
}
