import { type Kysely, sql } from 'kysely';

/** Pictures are uploaded once; afterwards Telegram's id of the file is enough. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table picture (
      -- A hash of the drawing
      key text primary key,
      -- What it shows, with all its words: nothing of a person's but, on a map to choose from, what is ticked
      drawing jsonb not null,
      -- Telegram's id of the file, good for this bot alone; empty: not uploaded yet, or refused since.
      bot_id bigint,
      file_id text,
      made_at timestamptz not null
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table picture`.execute(db);
}
