import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database, Names, SourceTable } from './schema.js';

export type Source = Selectable<SourceTable>;

/** A source that is read, whatever its state. */
export async function findSource(db: Kysely<Database>, id: string): Promise<Source | undefined> {
  return db
    .selectFrom('source')
    .selectAll()
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
}

/** Sources whose time has come and that nobody is polling, the longest waiting first. */
export async function listDueSources(db: Kysely<Database>, now: Date): Promise<Pick<Source, 'id' | 'url'>[]> {
  return db
    .selectFrom('source')
    .select(['id', 'url'])
    .where('ended_at', 'is', null)
    .where('paused_at', 'is', null)
    .where('next_poll_at', '<=', now)
    .where(({ or, eb }) =>
      or([eb('lease_until', 'is', null), eb('lease_until', '<', sql<Date>`clock_timestamp()`)]),
    )
    .orderBy('next_poll_at')
    .execute();
}

/**
 * Takes the lease of one source, by the database's clock. Undefined when another poller holds it or, with
 * `dueBy`, when it is paused or no longer due.
 */
export async function claimSource(
  db: Kysely<Database>,
  id: string,
  leaseSeconds: number,
  dueBy?: Date,
): Promise<Source | undefined> {
  return db
    .updateTable('source')
    .set({ lease_until: sql`clock_timestamp() + make_interval(secs => ${leaseSeconds})` })
    .where('id', '=', (eb) =>
      eb
        .selectFrom('source')
        .select('id')
        .where('id', '=', id)
        .where('ended_at', 'is', null)
        .where(({ or, eb }) =>
          or([eb('lease_until', 'is', null), eb('lease_until', '<', sql<Date>`clock_timestamp()`)]),
        )
        .$if(dueBy !== undefined, (query) =>
          query.where('next_poll_at', '<=', dueBy!).where('paused_at', 'is', null),
        )
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst();
}

/** Gives a lease back with nothing learnt about the source. */
export async function endLease(db: Kysely<Database>, id: string): Promise<void> {
  await db.updateTable('source').set({ lease_until: null }).where('id', '=', id).execute();
}

/** Records that a source could be read; `validators` are left out when nothing had changed since the last time. */
export async function markRead(
  db: Kysely<Database>,
  id: string,
  now: Date,
  next_poll_at: Date,
  validators?: Pick<Source, 'etag' | 'last_modified'>,
): Promise<void> {
  await db
    .updateTable('source')
    .set((eb) => ({
      ...validators,
      lease_until: null,
      next_poll_at,
      last_polled_at: now,
      last_success_at: now,
      first_success_at: eb.fn.coalesce('first_success_at', eb.val(now)),
      failing_since: null,
      failures: 0,
      error_kind: null,
      error_message: null,
    }))
    .where('id', '=', id)
    .execute();
}

/** Records that a source could not be read; since when is kept until it can. */
export async function markFailed(
  db: Kysely<Database>,
  id: string,
  now: Date,
  next_poll_at: Date,
  error: { kind: string; message: string },
): Promise<void> {
  await db
    .updateTable('source')
    .set((eb) => ({
      lease_until: null,
      next_poll_at,
      last_polled_at: now,
      failing_since: eb.fn.coalesce('failing_since', eb.val(now)),
      failures: eb('failures', '+', 1),
      error_kind: error.kind,
      error_message: error.message.slice(0, 500).toWellFormed(),
    }))
    .where('id', '=', id)
    .execute();
}

type SourceState = 'ok' | 'failing' | 'paused' | 'never_read';

export interface SourceHealth {
  id: string;
  newspaper: Names;
  url: string;
  state: SourceState;
  last_success_at: Date | null;
  failing_since: Date | null;
  /** In a row. */
  failures: number;
  error_kind: string | null;
  error_message: string | null;
  next_poll_at: Date;
  /** Items first seen in the 24 hours before `now`. */
  items: number;
}

/** Every source that is read, in the order of their ids, with how it does. */
export async function listSourceHealth(db: Kysely<Database>, now: Date): Promise<SourceHealth[]> {
  const { rows } = await sql<SourceHealth>`
    select id, newspaper, url,
      case when paused_at is not null then 'paused'
           when failing_since is not null then 'failing'
           when last_success_at is null then 'never_read'
           else 'ok' end as state,
      last_success_at, failing_since, failures, error_kind, error_message, next_poll_at,
      (select count(*) from item
       where source_id = source.id
         and first_seen_at > ${now}::timestamptz - interval '24 hours') as items
    from source
    where ended_at is null
    order by id`.execute(db);
  return rows;
}

/** Makes a source due; a paused one stays paused. */
export async function setSourceDue(db: Kysely<Database>, id: string, now: Date): Promise<void> {
  await db.updateTable('source').set({ next_poll_at: now }).where('id', '=', id).execute();
}

/** Pauses a source, or lets it go on when `paused_at` is null. */
export async function setSourcePaused(
  db: Kysely<Database>,
  id: string,
  paused_at: Date | null,
): Promise<void> {
  await db.updateTable('source').set({ paused_at }).where('id', '=', id).execute();
}
