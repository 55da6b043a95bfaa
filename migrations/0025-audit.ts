import { type Kysely, sql } from 'kysely';

/** What staff did: appended to and never changed, not even by us. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table act (
      id bigint generated always as identity primary key,
      at timestamptz not null,
      -- A number that stays when the person behind it is forgotten. Empty: nobody of the staff.
      staff_id bigint,
      action text not null,
      -- The number or name of what it was done to, as the action has it.
      object text,
      facts jsonb not null default '{}'
    )`.execute(db);
  await sql`
    create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'what was done cannot be changed';
    end $$`.execute(db);
  await sql`
    create trigger act_appended before update or delete or truncate on act
    for each statement execute function refuse_change()`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table act`.execute(db);
  await sql`drop function refuse_change`.execute(db);
}
