import { sql, type Transaction } from 'kysely';
import type { RegionPack } from '../region.js';
import type { Database } from './schema.js';

const columns = [
  'added_by',
  'newspaper',
  'kind',
  'url',
  'every_minutes',
  'time_zone',
  'section',
  'district_id',
  'listing',
  'article',
] as const;
const list = (prefix: string) => sql.raw(columns.map((column) => `${prefix}${column}`).join(', '));

/**
 * The pack's sources: new ones are due at once, a new address is a new source, one that is gone ends. A source
 * that an admin added stays as it is, also when the pack brings one of the same id; one whose address the pack has now
 * is the pack's, and is read on without a first reading, whose articles would reach nobody.
 */
export async function saveSources(trx: Transaction<Database>, pack: RegionPack, now: Date): Promise<void> {
  const sources = pack.sources.map(({ district, ...source }) => ({
    ...source,
    added_by: 'pack',
    time_zone: source.time_zone ?? pack.time_zone,
    district_id: district ?? null,
  }));
  await sql`
    insert into source (id, ${list('')}, added_at, next_poll_at, first_success_at)
    select id, ${list('')}, ${now}, ${now}, (
      select min(added.first_success_at) from source as added
      where added.added_by = 'admin' and added.ended_at is null and added.url = given.url)
    from jsonb_to_recordset(${JSON.stringify(sources)}::jsonb) as given (
      id text, added_by text, newspaper jsonb, kind text, url text, every_minutes integer, time_zone text, section text,
      district_id text, listing jsonb, article jsonb)
    on conflict (id) do update set (${list('')}) = row (${list('excluded.')}),
      ended_at = null,
      next_poll_at = excluded.next_poll_at,
      etag = null, last_modified = null, parser = null, ttl_seconds = null, empty_since = null,
      first_success_at = coalesce(
        case when source.url = excluded.url then source.first_success_at end, excluded.first_success_at),
      failing_since = null, failures = 0, error_kind = null, error_message = null
    where (source.added_by = 'pack' or source.url = excluded.url)
      and (source.ended_at is not null or (${list('source.')}) is distinct from (${list('excluded.')}))`.execute(
    trx,
  );
  await trx
    .updateTable('source')
    .set({ ended_at: now })
    .where('ended_at', 'is', null)
    .where(({ or, and, eb }) =>
      or([
        and([eb('added_by', '=', 'pack'), eb('id', '<>', sql<string>`all(${sources.map(({ id }) => id)})`)]),
        and([
          eb('added_by', '=', 'admin'),
          eb('url', '=', sql<string>`any(${sources.map(({ url }) => url)})`),
        ]),
      ]),
    )
    .execute();
}
