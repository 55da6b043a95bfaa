import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Database } from './database.js';
import { recordAnnouncementRun } from './runs.js';
import type { AnnouncementTable, Part } from './schema.js';

export type Announcement = Selectable<AnnouncementTable>;

/** Whom a rehearsal is limited to, as keyed hashes of Telegram ids; '*' is everyone. */
export type Allowed = '*' | Buffer[];

export type Confirmation =
  | { state: 'confirmed'; chats: number }
  /** The audience is no longer the expected one; nothing was sent. */
  | { state: 'changed'; chats: number }
  | { state: 'confirmed_before' }
  | { state: 'withdrawn' };

/** Records a draft: it is sent to nobody until it is confirmed. */
export async function recordAnnouncement(
  db: Kysely<Database>,
  createdBy: number,
  { parts, district_ids }: { parts: Part[]; district_ids: string[] },
  now: Date,
): Promise<Announcement> {
  return db
    .insertInto('announcement')
    .values({ created_by: createdBy, parts: JSON.stringify(parts), district_ids, created_at: now })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function findAnnouncement(db: Kysely<Database>, id: number): Promise<Announcement | undefined> {
  return db.selectFrom('announcement').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Changes whom a draft is for (no districts: everyone). */
export async function saveAudience(db: Kysely<Database>, id: number, districtIds: string[]): Promise<void> {
  await db
    .updateTable('announcement')
    .set({ district_ids: districtIds })
    .where('id', '=', id)
    .where('confirmed_at', 'is', null)
    .execute();
}

/** Changes over how long a draft's sending is spread. */
export async function saveSpread(db: Kysely<Database>, id: number, minutes: number): Promise<void> {
  await db
    .updateTable('announcement')
    .set({ spread_minutes: minutes })
    .where('id', '=', id)
    .where('confirmed_at', 'is', null)
    .execute();
}

/** How many chats the announcement would reach now. */
export async function countAudience(
  db: Kysely<Database>,
  announcement: Pick<Announcement, 'district_ids'>,
  allowed: Allowed,
  now: Date,
): Promise<number> {
  const { chats } = await audience(db, announcement.district_ids, allowed, now)
    .clearSelect()
    .select((eb) => eb.fn.countAll<number>().as('chats'))
    .executeTakeFirstOrThrow();
  return chats;
}

/**
 * Confirms a draft and writes one delivery per chat, if the audience still counts `expected`. The partition of
 * the announcement's creation has to exist. `sendAfter` null: at once, or spread evenly from now on.
 */
export async function confirmAnnouncement(
  trx: Transaction<Database>,
  id: number,
  expected: number,
  options: { allowed: Allowed; sendAfter: Date | null },
  now: Date,
): Promise<Confirmation> {
  const announcement = await trx
    .selectFrom('announcement')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (announcement.withdrawn_at) return { state: 'withdrawn' };
  if (announcement.confirmed_at) return { state: 'confirmed_before' };
  const runId = await recordAnnouncementRun(trx, announcement, options.sendAfter ?? now);
  const inserted = await recordDeliveries(trx, announcement, runId, expected, options, now);
  if (inserted !== expected) {
    await trx.deleteFrom('run').where('id', '=', runId).execute();
    const chats = await countAudience(trx, announcement, options.allowed, now);
    return { state: 'changed', chats };
  }
  await trx.updateTable('announcement').set({ confirmed_at: now }).where('id', '=', id).execute();
  return { state: 'confirmed', chats: inserted };
}

/** Cancels a draft; one that was confirmed goes on. */
export async function withdrawDraft(db: Kysely<Database>, id: number, now: Date): Promise<void> {
  await db
    .updateTable('announcement')
    .set({ withdrawn_at: now })
    .where('id', '=', id)
    .where('confirmed_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .execute();
}

/** Stops an announcement: what no sender has in hand yet ends unsent at once. */
export async function withdrawAnnouncement(
  trx: Transaction<Database>,
  { id, created_at }: Pick<Announcement, 'id' | 'created_at'>,
  now: Date,
): Promise<void> {
  await trx
    .updateTable('announcement')
    .set({ withdrawn_at: now })
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .execute();
  // What a sender has in hand and gives back is ended when the run is settled.
  await trx
    .updateTable('run')
    .set({ stopped_at: now, paused_at: null })
    .where('announcement_id', '=', id)
    .where('finished_at', 'is', null)
    .execute();
  await trx
    .updateTable('delivery')
    .set({ status: 'failed', reason: 'withdrawn', finished_at: now })
    .where('slot', '=', created_at)
    .where('announcement_id', '=', id)
    .where('kind', '=', 'announcement')
    .where('status', '=', 'pending')
    .execute();
}

/** One statement, so one snapshot: everyone is written, or nobody when the audience is not the expected one. */
async function recordDeliveries(
  trx: Transaction<Database>,
  announcement: Announcement,
  runId: number,
  expected: number,
  { allowed, sendAfter }: { allowed: Allowed; sendAfter: Date | null },
  now: Date,
): Promise<number> {
  const from = announcement.spread_minutes ? (sendAfter ?? now) : sendAfter;
  const wait = sql`${announcement.spread_minutes} * interval '1 minute' * (row_number() over (order by reached.id) - 1) / ${expected}::integer`;
  const result = await trx
    .with('reached', (qb) => audience(qb as typeof trx, announcement.district_ids, allowed, now))
    .insertInto('delivery')
    .columns(['slot', 'kind', 'chat_id', 'announcement_id', 'run_id', 'lane', 'send_after', 'created_at'])
    .expression((eb) =>
      eb
        .selectFrom('reached')
        .select([
          sql<Date>`${announcement.created_at}::timestamptz`.as('slot'),
          sql<'announcement'>`'announcement'`.as('kind'),
          'reached.id',
          sql<number>`${announcement.id}::bigint`.as('announcement_id'),
          sql<number>`${runId}::bigint`.as('run_id'),
          sql<number>`5`.as('lane'),
          sql<Date | null>`${from}::timestamptz + ${wait}`.as('send_after'),
          sql<Date>`${now}::timestamptz`.as('created_at'),
        ])
        .where(
          ({ selectFrom, fn }) => selectFrom('reached').select(fn.countAll<number>().as('n')),
          '=',
          expected,
        ),
    )
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0n);
}

/**
 * Chats that asked for announcements, follow something and are not paused. Whoever follows the whole region is
 * in the audience of each of its districts.
 */
function audience(db: Kysely<Database>, districtIds: string[], allowed: Allowed, now: Date) {
  return db
    .selectFrom('chat')
    .select('chat.id')
    .where('chat.announcements', '=', true)
    .where((eb) => eb.or([eb('chat.paused_until', 'is', null), eb('chat.paused_until', '<=', now)]))
    .$if(allowed !== '*', (qb) => qb.where('chat.telegram_id_hash', 'in', allowed as Buffer[]))
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('subscription')
          .innerJoin('district', 'district.id', 'subscription.district_id')
          .select('subscription.id')
          .whereRef('subscription.chat_id', '=', 'chat.id')
          .where('subscription.ended_at', 'is', null)
          .where('subscription.word', 'is', null)
          .$if(districtIds.length > 0, (qb) =>
            qb.where((eb) =>
              eb.or([eb('district.id', 'in', districtIds), eb('district.whole_region', '=', true)]),
            ),
          ),
      ),
    );
}
