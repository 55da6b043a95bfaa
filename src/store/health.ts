import { type Kysely, sql } from 'kysely';
import type { Database, Names } from './schema.js';

type SourceState = 'ok' | 'empty' | 'failing' | 'paused' | 'never_read';

export interface SourceHealth {
  id: string;
  newspaper: Names;
  url: string;
  /** 'empty': it answers, but lists nothing, or nothing new for far longer than usual. */
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
  /** The median of the same 24 hours in the last eight weeks; null while fewer than four are known. */
  items_usual: number | null;
  last_item_at: Date | null;
  /** Since when it lists nothing, or nothing new. */
  empty_since: Date | null;
  /** Whether a strict parser was enough at the last read; null for listings. */
  parser: 'strict' | 'tolerant' | null;
}

/**
 * Every source that is read, in the order of their ids, with how it does. Nothing new for far longer than usual: for a
 * day where five items are usual for the weekday, else for a day and five times the usual time between two, or eight
 * weeks where too little is known.
 */
export async function listSourceHealth(db: Kysely<Database>, now: Date): Promise<SourceHealth[]> {
  const { rows } = await sql<SourceHealth>`
    select id, newspaper, url,
      case when paused_at is not null then 'paused'
           when failing_since is not null then 'failing'
           when last_success_at is null then 'never_read'
           when coalesce(empty_since, quiet_since) is not null then 'empty'
           else 'ok' end as state,
      last_success_at, failing_since, failures, error_kind, error_message, next_poll_at,
      items, items_usual, last_item_at, coalesce(empty_since, quiet_since) as empty_since, parser
    from source
    cross join lateral (${itemsOfToday(now)}) as today
    cross join lateral (${itemsOfWeeks(now)}) as usual
    left join lateral (${usualGap}) as pace on true
    left join lateral (
      -- By its last success: while it was not asked, nothing can be said.
      select last_item_at as quiet_since
      where last_success_at - last_item_at >
        case when items_usual >= 5 then interval '24 hours'
          else coalesce(usual_gap * 5, interval '1344 hours') + interval '24 hours' end) as quiet on true
    where ended_at is null
    order by id`.execute(db);
  return rows;
}

const itemsOfToday = (now: Date) => sql`
  select
    (select count(*) from item
     where source_id = source.id and first_seen_at > ${now}::timestamptz - interval '24 hours') as items,
    (select max(first_seen_at) from item where source_id = source.id) as last_item_at`;

/** The median of the same 24 hours in the weeks in which it was read; in hours, because clocks change. */
const itemsOfWeeks = (now: Date) => sql`
  select case when count(*) >= 4 then percentile_disc(0.5) within group (order by n) end as items_usual
  from (
    select (
      select count(*) from item
      where source_id = source.id
        and first_seen_at > ends_at - interval '24 hours' and first_seen_at <= ends_at) as n
    from generate_series(1, 8) as week
    cross join lateral (select ${now}::timestamptz - week * interval '168 hours' as ends_at) as that_day
    where ends_at - interval '24 hours' >= first_success_at) as days`;

/**
 * The usual time between two items in the eight weeks before its last one, however long ago that was; without the
 * backlog, and of ten items or more.
 */
const usualGap = sql`
  select (last_item_at - since) / count(*) as usual_gap
  from (select greatest(first_success_at, last_item_at - interval '1344 hours') as since) as eight_weeks
  join item on source_id = source.id and first_seen_at > since
  group by since
  having count(*) >= 10`;
