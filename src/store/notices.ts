import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Night } from '../quiet.js';
import { isQuiet, quietEnd } from './quiet.js';
import type { Database, Names, Part } from './schema.js';

/** A moment for notices: whom they may go to, and until when. */
export interface NoticeTime {
  now: Date;
  sendBefore: Date;
  /** Whom a rehearsal is limited to, as keyed hashes of Telegram ids; '*' is everyone. */
  deliverTo: '*' | readonly Buffer[];
  /** Chats per transaction: few, for a cut passes over the chats that are locked here. */
  limit: number;
}

/** Chats that read the same sentence. */
export interface Audience {
  locale: string;
  /** Channels apart: what stands under a post is seen by all who read it. */
  is_channel: boolean;
  chat_ids: number[];
}

export interface SilentAudience extends Audience {
  district_ids: string[];
}

interface Outage {
  newspaper: string;
  name: Names;
  began_at: Date;
}

// After every digest: a notice never holds one up.
const noticeLane = 5;

const mayBeTold = ({ now, deliverTo }: NoticeTime): RawBuilder<boolean> => sql`
  (c.paused_until is null or c.paused_until <= ${now})
  and ${deliverTo === '*' ? sql`true` : sql`c.telegram_id_hash = any(${deliverTo})`}`;

/**
 * One message to all these chats, not during a pause and, where `night` is given, not in their quiet hours; returns its
 * announcement. The caller has ensured the partition of `now`.
 */
export async function recordNotice(
  trx: Transaction<Database>,
  payload: Part['payload'],
  chatIds: readonly number[],
  { now, night, sendBefore = null }: { now: Date; night?: Night | undefined; sendBefore?: Date | null },
): Promise<number> {
  const { id } = await trx
    .insertInto('announcement')
    .values({
      created_by: null,
      parts: JSON.stringify([{ payload, article_ids: [] }]),
      created_at: now,
      confirmed_at: now,
      withdrawn_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await sql`
    insert into delivery (slot, kind, chat_id, announcement_id, lane, send_after, send_before, created_at)
    select ${now}, 'supplement', c.id, ${id}, ${sql.lit(noticeLane)},
      greatest(c.paused_until, case when ${isQuiet(night)} then ${quietEnd(night)} end), ${sendBefore}, ${now}
    from chat c where c.id = any(${chatIds}::bigint[])`.execute(trx);
  return id;
}

/**
 * Records which newspapers cannot be read, and that the others can. What nobody has been sent yet of an outage that is
 * over is withdrawn.
 */
export async function saveOutages(
  db: Kysely<Database>,
  outages: readonly Outage[],
  now: Date,
): Promise<void> {
  await sql`
    with over as (
      update outage set ended_at = ${now}
      where ended_at is null and newspaper <> all(${outages.map(({ newspaper }) => newspaper)}::text[])
      returning announcement_ids
    )
    update announcement set withdrawn_at = ${now}
    from over where announcement.id = any(over.announcement_ids) and withdrawn_at is null`.execute(db);
  for (const { newspaper, name, began_at } of outages)
    await db
      .insertInto('outage')
      .values({ newspaper, name: JSON.stringify(name), began_at })
      .onConflict((oc) => oc.column('newspaper').where('ended_at', 'is', null).doNothing())
      .execute();
}

/**
 * Takes the next citizens who have not been told of the newspapers that cannot be read; several that fell silent
 * together are told together. Officials read it in every press review. Undefined when everyone has been told.
 */
export async function claimUntoldReaders(
  trx: Transaction<Database>,
  time: NoticeTime,
): Promise<{ outage_ids: number[]; names: Names[]; audiences: Audience[] } | undefined> {
  const open = await trx
    .selectFrom('outage')
    .select(['id', 'name', 'told_to'])
    .where('ended_at', 'is', null)
    .where('told_at', 'is', null)
    .orderBy('told_to')
    .orderBy('id')
    .forUpdate()
    .execute();
  const together = open.filter(({ told_to }) => told_to === open[0]!.told_to);
  if (!together.length) return undefined;
  const { rows } = await sql<Told>`
    select c.id, c.locale, c.kind = 'channel' as is_channel from chat c
    where c.id > ${together[0]!.told_to} and c.style = 'citizen' and c.due_at is not null and ${mayBeTold(time)}
    order by c.id limit ${time.limit}`.execute(trx);
  const outage_ids = together.map(({ id }) => id);
  const last = rows.at(-1);
  await trx
    .updateTable('outage')
    .set(last && rows.length === time.limit ? { told_to: last.id } : { told_at: time.now })
    .where('id', 'in', outage_ids)
    .execute();
  return { outage_ids, names: together.map(({ name }) => name), audiences: asAudiences(rows) };
}

/** Remembers what tells of these outages, to be withdrawn with them. */
export async function saveOutageNotice(
  trx: Transaction<Database>,
  outageIds: readonly number[],
  announcementId: number,
): Promise<void> {
  await sql`
    update outage set announcement_ids = announcement_ids || ${announcementId}::bigint
    where id = any(${outageIds}::bigint[])`.execute(trx);
}

/** Whether a newspaper could not be read for a day at any time since `since`. */
export async function hadOutage(db: Kysely<Database>, since: Date): Promise<boolean> {
  const row = await db
    .selectFrom('outage')
    .select('id')
    .where((eb) => eb.or([eb('ended_at', 'is', null), eb('ended_at', '>', since)]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The districts without any article of theirs since `since`; `floor` is the newest edition before it. */
export async function listSilentDistricts(
  db: Kysely<Database>,
  { since, floor }: { since: Date; floor: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select d.id from district d
    where ended_at is null and not exists (
      select from match m join article a on a.id = m.article_id
      where (m.edition_id > ${floor} or m.edition_id is null) and (d.whole_region or m.district_id = d.id)
        and m.ended_at is null and a.withdrawn_at is null and a.published_at > ${since})
    order by position`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Takes the citizens with a digest a day or more who have had none since `since` because all they follow was silent as
 * long, and who were not told of it since then. Each is noted as told.
 */
export async function claimSilentReaders(
  trx: Transaction<Database>,
  silent: readonly string[],
  since: Date,
  time: NoticeTime,
): Promise<SilentAudience[]> {
  const { rows } = await sql<SilentAudience>`
    with told as (
      select c.id from chat c
      where c.style = 'citizen' and c.due_at > ${time.now} and cardinality(c.weekdays) > 1
        and coalesce(c.silence_told_at, '-infinity') <= ${since} and ${mayBeTold(time)}
        and exists (
          select from subscription s
          where s.chat_id = c.id and s.ended_at is null and s.word is null and s.district_id = any(${silent}))
        and not exists (
          select from subscription s
          where s.chat_id = c.id and s.ended_at is null and s.word is null
            and (s.created_at > ${since} or s.district_id <> all(${silent})))
        and not exists (
          select from delivery d where d.chat_id = c.id and d.digest_id is not null and d.slot > ${since})
      order by c.id limit ${time.limit}
      for update of c skip locked
    ), noted as (
      update chat set silence_told_at = ${time.now} from told where chat.id = told.id returning chat.id, chat.locale,
        chat.kind = 'channel' as is_channel
    ), followed as (
      select n.id, n.locale, n.is_channel, array_agg(s.district_id order by d.position) as district_ids
      from noted n join subscription s on s.chat_id = n.id and s.ended_at is null and s.word is null
      join district d on d.id = s.district_id
      group by n.id, n.locale, n.is_channel
    )
    select locale, is_channel, district_ids, array_agg(id order by id) as chat_ids
    from followed group by locale, is_channel, district_ids`.execute(trx);
  return rows;
}

/**
 * Takes the chats that are served, agreed to another data notice and have not been told of this one; no channels,
 * whose readers agreed to nothing and of whom nothing is stored.
 */
export async function claimOutdatedReaders(
  trx: Transaction<Database>,
  version: string,
  time: NoticeTime,
): Promise<Audience[]> {
  const { rows } = await sql<Told>`
    with told as (
      select c.id from chat c
      -- Two ranges of the index: nearly everyone agreed to this one.
      where (c.notice_version < ${version} or c.notice_version > ${version})
        and c.notice_told is distinct from ${version} and c.kind <> 'channel' and ${mayBeTold(time)}
        and exists (select from subscription s where s.chat_id = c.id and s.ended_at is null)
      order by c.id limit ${time.limit}
      for update of c skip locked
    )
    update chat set notice_told = ${version} from told where chat.id = told.id
    returning chat.id, chat.locale, false as is_channel`.execute(trx);
  return asAudiences(rows);
}

interface Told {
  id: number;
  locale: string;
  is_channel: boolean;
}

function asAudiences(chats: readonly Told[]): Audience[] {
  const audiences = new Map<string, Audience>();
  for (const { id, locale, is_channel } of chats) {
    const key = `${locale} ${is_channel}`;
    const audience = audiences.get(key) ?? { locale, is_channel, chat_ids: [] };
    audience.chat_ids.push(id);
    audiences.set(key, audience);
  }
  return [...audiences.values()];
}
