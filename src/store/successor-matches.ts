import { sql, type Transaction } from 'kysely';
import type { Database } from './schema.js';
import { today } from './successors.js';
import { takeTurn } from './transaction.js';

/**
 * The articles of an ended district are its successor's from now on, in the editions they are in, so that they are
 * served and found there; where a district is back, so are its articles. A second match of an article with the same
 * successor waits at its own district, where nobody follows it.
 */
export async function moveMatches(trx: Transaction<Database>, now: Date): Promise<void> {
  const { rows } = await sql`with recursive ${moving} select from moving limit 1`.execute(trx);
  if (!rows.length) return;
  // Nobody stores or closes matches meanwhile, nor lets decisions reach further.
  await takeTurn(trx, 'articles');
  await takeTurn(trx, 'stories');
  await takeTurn(trx, 'editions');
  await sql`create temporary table placed_match on commit drop as with recursive ${placed} select * from placed`.execute(
    trx,
  );
  // All end before any begins again, so that no article is in a district twice on the way.
  await sql`update match m set ended_at = ${now} from placed_match p where m.id = p.id`.execute(trx);
  await sql`
    update match m set
      district_id = case when keeps then to_id else p.origin_id end,
      origin_id = case when keeps then nullif(p.origin_id, to_id) end,
      -- The same district twice, and open again: one is enough.
      ended_at = case when keeps or p.origin_id <> to_id then p.ended_at else ${now}::timestamptz end
    from placed_match p where m.id = p.id`.execute(trx);
}

/** Matches that stand elsewhere today, but for those that wait already. */
const moving = sql`
  ${today},
  moving as (
    select m.article_id
    from match m
    join today here on here.id = m.district_id
    join today first on first.id = coalesce(m.origin_id, m.district_id)
    where m.id in (
        select id from match where origin_id is not null
        union all
        select o.id from standing join match o on o.district_id = standing.id)
      and coalesce(first.at_id, here.at_id) <> m.district_id
      and (m.origin_id is not null or m.ended_at is not null or not exists (
        select from match other
        where other.article_id = m.article_id and other.district_id = here.at_id and other.ended_at is null))
  )`;

/** All matches of their articles, with where each belongs; of several open ones in one district one keeps the place. */
const placed = sql`
  ${moving},
  placed as (
    select *, ended_at is not null or row_number() over (
      partition by article_id, to_id, ended_at is null order by district_id = to_id desc, to_id = origin_id desc, id
    ) = 1 as keeps
    from (
      select m.id, m.article_id, m.district_id, m.ended_at, coalesce(m.origin_id, m.district_id) as origin_id,
        coalesce(first.at_id, here.at_id, m.district_id) as to_id
      from match m
      join today here on here.id = m.district_id
      join today first on first.id = coalesce(m.origin_id, m.district_id)
      where m.article_id in (select article_id from moving)
    ) m
  )`;
