import { type Kysely, sql } from 'kysely';
import type { Database, Names } from './schema.js';

export interface WeekCounts {
  total: number;
  total_before: number;
  /** Districts with a story in [middle, to). */
  counts: Record<string, number>;
  /** Who told them, by name. */
  newspapers: Names[];
}

/** How many stories each district had in [middle, to), and all of them together there and in [from, middle). */
export async function countWeek(
  db: Kysely<Database>,
  { from, middle, to }: { from: Date; middle: Date; to: Date },
): Promise<WeekCounts> {
  const { rows } = await sql<{
    district_id: string | null;
    n: number;
    before: number;
    newspapers: Names[] | null;
  }>`
    select m.district_id,
      count(distinct a.story_id) filter (where a.published_at >= ${middle}) as n,
      count(distinct a.story_id) filter (where a.published_at < ${middle}) as before,
      jsonb_agg(distinct s.newspaper) filter (where m.district_id is not null and a.published_at >= ${middle}) as newspapers
    from article a
    join match m on m.article_id = a.id and m.ended_at is null
    join source s on s.id = a.source_id
    where a.published_at >= ${from} and a.published_at < ${to} and a.withdrawn_at is null
    group by grouping sets ((m.district_id), ())`.execute(db);
  const all = rows.find(({ district_id }) => district_id === null);
  const names = new Map(
    rows.flatMap(({ newspapers }) => newspapers ?? []).map((name) => [JSON.stringify(name), name]),
  );
  return {
    total: all?.n ?? 0,
    total_before: all?.before ?? 0,
    counts: Object.fromEntries(
      rows.flatMap(({ district_id, n }) => (district_id && n ? [[district_id, n]] : [])),
    ),
    newspapers: [...names.keys()].sort().map((key) => names.get(key)!),
  };
}
