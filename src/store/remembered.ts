import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from './schema.js';
import { standing } from './successors.js';

export type RememberedPlace = Selectable<Database['remembered_place']>;

/** Remembers which districts a place name stands for, in place of what was remembered of it before. */
export async function saveRemembered(
  db: Kysely<Database>,
  place: Pick<RememberedPlace, 'key' | 'place' | 'district_ids' | 'staff_id'>,
  now: Date,
): Promise<void> {
  const row = { ...place, remembered_at: now };
  await db
    .insertInto('remembered_place')
    .values(row)
    .onConflict((oc) => oc.column('key').doUpdateSet(row))
    .execute();
}

/** What is remembered, by key; a district that ended counts as its successor. */
export async function listRemembered(db: Kysely<Database>): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ key: string; district_ids: string[] }>`
    with recursive ${standing}
    select key, array_agg(distinct coalesce(heir_id, district_id)) as district_ids
    from remembered_place cross join unnest(district_ids) as district_id
    left join standing on standing.id = district_id
    group by key`.execute(db);
  return new Map(rows.map(({ key, district_ids }) => [key, district_ids]));
}

/** A page of what is remembered, newest first, and how much there is in all. */
export async function pageRemembered(
  db: Kysely<Database>,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ places: RememberedPlace[]; total: number }> {
  const places = await db
    .selectFrom('remembered_place')
    .selectAll()
    .orderBy('remembered_at', 'desc')
    .orderBy('id', 'desc')
    .offset(offset)
    .limit(limit)
    .execute();
  const { total } = await db
    .selectFrom('remembered_place')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { places, total };
}

/** Forgets a place name; what it has decided so far stays. */
export async function forgetPlace(db: Kysely<Database>, id: number): Promise<void> {
  await db.deleteFrom('remembered_place').where('id', '=', id).execute();
}
