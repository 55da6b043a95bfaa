import { type Kysely, sql } from 'kysely';

/** Places are counted, so that senders know which message is a second's messages behind one that came late. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table send_budget
      add column places_taken bigint not null default 0,
      -- [[place's number, when its message reached Telegram in seconds since 1970]], of the last second
      add column late jsonb not null default '[]'`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table send_budget drop column places_taken, drop column late`.execute(db);
}
