import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { ConfigError } from '../errors.js';
import { nightAt } from '../quiet.js';
import type { RegionPack } from '../region.js';
import { localDay } from '../time.js';
import { recordMoves } from './moves.js';
import { saveSources } from './pack-sources.js';
import { ensurePartition } from './partitions.js';
import type { Database } from './schema.js';
import { moveMatches } from './successor-matches.js';
import { listHomeless, moveSubscriptions } from './successors.js';

export type District = Selectable<Database['district']>;

/** Every district there ever was, the whole region first, then in the pack's order; those that ended carry it. */
export async function listDistricts(db: Kysely<Database>): Promise<District[]> {
  return db.selectFrom('district').selectAll().orderBy('position').orderBy('number').execute();
}

/**
 * Brings the database up to the pack. What is gone ends, who followed a district that ended moves to its successor
 * and is told, sources that admins added stay. Throws ConfigError, changing nothing of these, when the database
 * belongs to another region or somebody would be left following nothing. Safe when several processes call it at once.
 */
export async function saveRegion(db: Kysely<Database>, pack: RegionPack, now: Date): Promise<void> {
  await ensurePartition(db, now);
  await db.transaction().execute(async (trx) => {
    await lockRegion(trx, pack.id, now);
    await saveDistricts(trx, pack, now);
    const homeless = await listHomeless(trx);
    if (homeless.length)
      throw new ConfigError(
        homeless.map(
          ({ id, chats }) =>
            `districts.json: ${id} is gone or no longer valid, ${chats} chats follow it, and no successor is named: name the district that stands for it, or keep it without valid_to while they choose another`,
        ),
      );
    const moves = await moveSubscriptions(trx, now);
    await moveMatches(trx, now);
    await recordMoves(trx, moves, nightAt(now, pack.time_zone), now);
    await saveSources(trx, pack, now);
  });
}

/** One row for the one region; whoever comes second waits here until the first is done. */
async function lockRegion(trx: Transaction<Database>, id: string, now: Date): Promise<void> {
  await trx
    .insertInto('region')
    .values({ id, loaded_at: now })
    .onConflict((oc) => oc.doNothing())
    .execute();
  const region = await trx.selectFrom('region').select('id').forUpdate().executeTakeFirstOrThrow();
  if (region.id !== id)
    throw new ConfigError([
      `REGION: this database belongs to region ${region.id}, the pack is ${id}: give each region its own DATA_DIR or DATABASE_URL`,
    ]);
}

async function saveDistricts(trx: Transaction<Database>, pack: RegionPack, now: Date): Promise<void> {
  const today = localDay(now, pack.time_zone);
  const districts = [
    { id: pack.id, name: pack.name, whole_region: true, successor_id: null, ended: false },
    ...pack.districts.map((district) => ({
      id: district.id,
      name: district.name,
      whole_region: false,
      successor_id: district.successor ?? null,
      // The last day it exists, in local time.
      ended: district.valid_to !== undefined && district.valid_to < today,
    })),
  ].map((district, position) => ({ ...district, position }));
  // Successors after the rows exist; one may stand further down the list.
  await sql`
    insert into district (id, number, position, name, whole_region, ended_at)
    select id, (select coalesce(max(number), -1) from district) + row_number() over (order by position),
      position, name, whole_region, case when ended then ${now}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(districts)}::jsonb)
      as given (id text, position smallint, name jsonb, whole_region boolean, ended boolean)
    where not exists (select from district where district.id = given.id)`.execute(trx);
  await sql`
    update district set position = given.position, name = given.name,
      successor_id = given.successor_id,
      ended_at = case when given.ended then coalesce(district.ended_at, ${now}::timestamptz) end
    from jsonb_to_recordset(${JSON.stringify(districts)}::jsonb)
      as given (id text, position smallint, name jsonb, successor_id text, ended boolean)
    where district.id = given.id
      and (district.position, district.name, district.successor_id, district.ended_at is not null)
        is distinct from (given.position, given.name, given.successor_id, given.ended)`.execute(trx);
  await trx
    .updateTable('district')
    .set({ ended_at: now })
    .where('ended_at', 'is', null)
    .where(
      'id',
      'not in',
      districts.map(({ id }) => id),
    )
    .execute();
}
