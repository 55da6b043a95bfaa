import { sql, type Transaction } from 'kysely';
import type { Database } from './schema.js';

/** `with recursive`: ended districts with the one that stands for each today, over any number of mergers in between. */
export const standing = sql`
  heir as (
    select id, successor_id as heir_id, 1 as steps from district where ended_at is not null
    union
    select heir.id, district.successor_id, steps + 1
    from heir join district on district.id = heir.heir_id
    where district.ended_at is not null and steps < 20
  ),
  standing as (
    select heir.id, heir_id from heir join district on district.id = heir_id where district.ended_at is null
  )`;

/**
 * Every district and where what belongs to it stands today: itself, or the heir of one that ended (null where nothing
 * stands for it). What was moved before is asked by the district it was first given, so that a pack that has that one
 * again gives it back.
 */
export const today = sql`
  ${standing},
  today as (
    select district.id, case when ended_at is null then district.id else heir_id end as at_id
    from district left join standing on standing.id = district.id
  )`;

/** Ended districts that somebody follows and nothing stands for. */
export async function listHomeless(trx: Transaction<Database>): Promise<{ id: string; chats: number }[]> {
  const { rows } = await sql<{ id: string; chats: number }>`
    with recursive ${today}
    select district.id, count(*) as chats
    from district join subscription on subscription.district_id = district.id
    join today here on here.id = district.id
    join today first on first.id = coalesce(origin_id, district.id)
    where subscription.ended_at is null and district.ended_at is not null
      and here.at_id is null and first.at_id is null
    group by district.id, district.position
    order by district.position`.execute(trx);
  return rows;
}

/** A chat that follows another district now. */
export interface Move {
  chat_id: number;
  from: string;
  to: string;
  /** `to` is what the chat chose itself, before another district stood for it. */
  back: boolean;
}

/**
 * Subscriptions that stand elsewhere today: open ones, and those that ended because their chat followed another
 * district that stood for theirs and still does.
 */
const moving = sql`
  ${today},
  moving as (
    select s.id, s.chat_id, coalesce(first.at_id, here.at_id) as to_id
    from subscription s
    join today here on here.id = s.district_id
    join today first on first.id = coalesce(s.origin_id, s.district_id)
    -- Each half has its index: nobody reads a million subscriptions at every start.
    where s.id in (
        select id from subscription where origin_id is not null
        union all
        select o.id from standing join subscription o on o.district_id = standing.id and o.ended_at is null)
      and coalesce(first.at_id, here.at_id) <> s.district_id
      and (s.ended_at is null or (s.ended_reason = 'merged' and s.origin_id is not null and exists (
        select from subscription kept
        where kept.chat_id = s.chat_id and kept.district_id = s.district_id and kept.word is null
          and kept.ended_at is null)))
  )`;

/** A subscription as it is to be. */
interface Placed extends Move {
  id: number;
  keeper: number;
  origin_id: string | null;
  mark: number;
  first_edition_id: number;
}

/**
 * Whoever follows an ended district follows its successor from now on. A chat that then follows it twice keeps
 * one subscription, with the lower mark of both, so that nothing is missed. Where a district is back, so are those
 * who were moved away from it. Returns who was moved.
 */
export async function moveSubscriptions(trx: Transaction<Database>, now: Date): Promise<Move[]> {
  // The chat rows go first, as in a cut: two that lock in the same order never wait for each other.
  const { rows: chats } = await sql<{ id: number }>`
    with recursive ${moving}
    select id from chat where id in (select chat_id from moving) order by id for update`.execute(trx);
  if (!chats.length) return [];
  const placed = await listPlaced(
    trx,
    chats.map(({ id }) => id),
  );
  await savePlaced(trx, placed, now);
  return placed.flatMap(({ chat_id, from, to, back }) => (from === to ? [] : [{ chat_id, from, to, back }]));
}

/**
 * What these chats follow, and what they would follow if another subscription of theirs did not stand for it; such a
 * one goes on from that one's mark. Of several in one district the one that was first given it stays.
 */
async function listPlaced(trx: Transaction<Database>, chatIds: readonly number[]): Promise<Placed[]> {
  const { rows } = await sql<Placed>`
    with recursive ${moving},
    placed as (
      select s.id, s.chat_id, coalesce(s.origin_id, s.district_id) as origin_id, s.district_id, s.ended_at,
        coalesce(m.to_id, s.district_id) as to_id, kept.mark, kept.first_edition_id
      from subscription s
      left join moving m on m.id = s.id
      join subscription kept on kept.chat_id = s.chat_id and kept.ended_at is null
        and kept.district_id = s.district_id and kept.word is null
      where s.chat_id = any(${chatIds}) and s.word is null
        and (s.ended_at is null or (s.ended_reason = 'merged' and s.origin_id is not null))
    )
    select p.id, p.chat_id, nullif(p.origin_id, p.to_id) as origin_id,
      case when p.district_id in (select id from standing) or p.district_id = p.to_id or p.origin_id = p.to_id
        then p.district_id else p.origin_id end as "from",
      p.to_id as "to", p.to_id = p.origin_id as back,
      first_value(id) over (
        partition by chat_id, to_id order by to_id = origin_id desc, ended_at is null desc, id) as keeper,
      min(mark) over (partition by chat_id, to_id) as mark,
      min(first_edition_id) over (partition by chat_id, to_id) as first_edition_id
    from placed p
    order by p.id`.execute(trx);
  return rows;
}

/** All end before any begins again, so that no chat follows a district twice on the way. */
async function savePlaced(trx: Transaction<Database>, placed: readonly Placed[], now: Date): Promise<void> {
  const given = sql`
    jsonb_to_recordset(${JSON.stringify(placed)}::jsonb) as given
      (id bigint, keeper bigint, "to" text, origin_id text, mark bigint, first_edition_id bigint)`;
  await sql`
    update subscription s set ended_at = ${now}, ended_reason = 'merged', district_id = given."to",
      origin_id = given.origin_id
    from ${given} where s.id = given.id`.execute(trx);
  await sql`
    update subscription s set ended_at = null, ended_reason = null, mark = given.mark,
      first_edition_id = given.first_edition_id
    from ${given} where s.id = given.id and given.id = given.keeper`.execute(trx);
}
