import { type Kysely, sql } from 'kysely';

/** Which updates of Telegram's have had their effect; rows go within days. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table handled_update (
      -- Keyed, of all that the update says: another bot on this database numbers its updates anew.
      hash bytea primary key,
      handled_at timestamptz not null
    )`.execute(db);
  await sql`create index on handled_update (handled_at)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table handled_update`.execute(db);
}
