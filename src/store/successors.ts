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

/** Ended districts that somebody follows and nothing stands for. */
export async function listHomeless(trx: Transaction<Database>): Promise<{ id: string; chats: number }[]> {
  const { rows } = await sql<{ id: string; chats: number }>`
    with recursive ${standing}
    select district.id, count(*) as chats
    from district join subscription on subscription.district_id = district.id
    where district.ended_at is not null and subscription.ended_at is null
      and district.id not in (select id from standing)
    group by district.id, district.position
    order by district.position`.execute(trx);
  return rows;
}

/** A chat that follows another district now. */
export interface Move {
  chat_id: number;
  from: string;
  to: string;
}

/**
 * Whoever follows an ended district follows its successor from now on. A chat that then follows it twice keeps
 * one subscription, with the lower mark of both, so that nothing is missed. Returns who was moved.
 */
export async function moveSubscriptions(trx: Transaction<Database>, now: Date): Promise<Move[]> {
  // The chat rows go first, as in a cut: two that lock in the same order never wait for each other.
  const chats = await sql<{ id: number }>`
    with recursive ${standing}
    select id from chat
    where id in (select chat_id from subscription join standing on standing.id = district_id
                 where subscription.ended_at is null)
    order by id for update`.execute(trx);
  if (!chats.rows.length) return [];
  const { rows } = await sql<{
    id: number;
    chat_id: number;
    district_id: string;
    heir_id: string;
    keeper: number;
    mark: number;
    first_edition_id: number;
  }>`
    with recursive ${standing},
    concerned as (
      select s.id, s.chat_id, s.district_id, s.mark, s.first_edition_id, coalesce(heir_id, s.district_id) as heir_id,
        standing.id is null as already
      from subscription s left join standing on standing.id = s.district_id
      where s.ended_at is null and s.chat_id = any(${chats.rows.map(({ id }) => id)})
        and (standing.id is not null or s.district_id in (select heir_id from standing))
    )
    select id, chat_id, district_id, heir_id,
      first_value(id) over (partition by chat_id, heir_id order by already desc, id) as keeper,
      min(mark) over (partition by chat_id, heir_id) as mark,
      min(first_edition_id) over (partition by chat_id, heir_id) as first_edition_id
    from concerned`.execute(trx);
  const moved = JSON.stringify(rows);
  await sql`
    update subscription set ended_at = ${now}, ended_reason = 'merged'
    from jsonb_to_recordset(${moved}::jsonb) as moved (id bigint, keeper bigint)
    where subscription.id = moved.id and moved.keeper <> moved.id`.execute(trx);
  await sql`
    update subscription set district_id = moved.heir_id, mark = moved.mark,
      first_edition_id = moved.first_edition_id
    from jsonb_to_recordset(${moved}::jsonb)
      as moved (id bigint, keeper bigint, heir_id text, mark bigint, first_edition_id bigint)
    where subscription.id = moved.id and moved.keeper = moved.id
      and (subscription.district_id, subscription.mark) is distinct from (moved.heir_id, moved.mark)`.execute(
    trx,
  );
  return rows
    .filter(({ district_id, heir_id }) => district_id !== heir_id)
    .map(({ chat_id, district_id, heir_id }) => ({ chat_id, from: district_id, to: heir_id }));
}
