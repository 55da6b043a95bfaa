import { type Kysely, sql } from 'kysely';

/** What it takes to be a polite reader of newspapers, and to notice one that has fallen silent. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table host (
      -- 'bao.example:443'
      name text primary key,
      -- When the next request may go: the end of the lease while one is under way, by the database's clock.
      free_at timestamptz not null default '-infinity',
      -- Counts the requests, so that one that took too long does not end the lease of the next.
      turn bigint not null default 0,
      -- robots.txt as last known, '' where there are no rules; empty: never known.
      robots text,
      robots_until timestamptz not null default '-infinity'
    )`.execute(db);
  await sql`
    alter table source
      -- Which parser the last read needed; empty for listings.
      add column parser text check (parser in ('strict', 'tolerant')),
      -- What the feed itself says about how often to ask.
      add column ttl_seconds integer check (ttl_seconds > 0),
      -- Since when it answers and lists nothing at all.
      add column empty_since timestamptz`.execute(db);
  // How many items a source brings in a day, and when it brought the last.
  await sql`create index item_seen on item (source_id, first_seen_at)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index item_seen`.execute(db);
  await sql`alter table source drop column empty_since, drop column ttl_seconds, drop column parser`.execute(
    db,
  );
  await sql`drop table host`.execute(db);
}
