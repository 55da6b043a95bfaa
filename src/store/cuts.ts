import { type Kysely, sql, type Transaction } from 'kysely';
import { recordFound } from './cut-filters.js';
import type { Database, Display, Readers, Style } from './schema.js';
import type { Reach } from './stories.js';

/** What the clock makes of a schedule; `send_…` and `late_after` go into its deliveries. */
export interface TimedSlot {
  slot: Date;
  next_due: Date;
  /** False when the slot is too old to be sent: the chats are only moved on to the next one. */
  send: boolean;
  send_after: Date | null;
  send_before: Date | null;
  late_after: Date | string | null;
}

/** When due chats are served. */
interface SharedSchedule {
  style: Style;
  times: string[];
  weekdays: number[];
  /** Weekly, or until lately: its digests reach further back. */
  far: boolean;
}

/** A schedule that due chats share. */
export interface DueSchedule extends SharedSchedule, TimedSlot {
  /** Editions up to this one are not reached. */
  floor: number;
  weekly: boolean;
}

/** Chats whose digests read alike. */
export interface Combination {
  key: string;
  style: Style;
  display: Display;
  readers: Readers;
  locale: string;
  slot: Date;
  floor: number;
  weekly: boolean;
  reaches: Reach[];
  /** Stories of which the chat has had an article outside its marks. */
  excluded: number[];
}

const unfinished = sql`d.status in ('pending', 'sending') and d.digest_id is not null`;

const due = (now: Date, deliverTo: readonly Buffer[] | '*') => sql`
  c.due_at <= ${now}
  and (c.paused_until is null or c.paused_until <= ${now})
  and ${deliverTo === '*' ? sql`true` : sql`c.telegram_id_hash = any(${deliverTo})`}
  and not exists (select from delivery d where d.chat_id = c.id and ${unfinished})`;

// One weekday is weekly.
const far = (now: Date) => sql`(cardinality(c.weekdays) = 1 or coalesce(c.weekly_until > ${now}, false))`;

/** The distinct schedules of the chats that are due. */
export async function listDueSchedules(
  db: Kysely<Database>,
  now: Date,
  deliverTo: readonly Buffer[] | '*',
): Promise<SharedSchedule[]> {
  const { rows } = await sql<SharedSchedule>`
    select distinct c.style, c.times, c.weekdays, ${far(now)} as far from chat c where ${due(now, deliverTo)}`.execute(
    db,
  );
  return rows;
}

/**
 * Locks up to `limit` due chats, officials first, into a table of this transaction; returns how many.
 * Chats that another cutter holds are passed over, those with an unfinished digest wait for its outcome.
 */
export async function lockDueChats(
  trx: Transaction<Database>,
  options: {
    now: Date;
    deliverTo: readonly Buffer[] | '*';
    schedules: readonly DueSchedule[];
    limit: number;
  },
): Promise<number> {
  const { now, deliverTo, schedules, limit } = options;
  await sql`
    create temporary table cut_chat (
      chat_id bigint primary key, style text, display text, readers text, locale text, slot timestamptz, next_due timestamptz, send boolean,
      send_after timestamptz, send_before timestamptz, late_after timestamptz, floor bigint,
      weekly boolean, muted_words text[], muted_sections text[], excluded bigint[] not null default '{}'
    ) on commit drop`.execute(trx);
  const { numAffectedRows } = await sql`
    with due as (
      select c.id, c.style, c.display, c.kind, c.locale, c.times, c.weekdays, ${far(now)} as far, c.muted_words,
        c.muted_sections
      from chat c
      where ${due(now, deliverTo)}
      order by c.style desc, c.due_at, c.id limit ${limit}
      for update skip locked
    )
    insert into cut_chat (chat_id, style, display, readers, locale, slot, next_due, send, send_after, send_before, late_after,
      floor, weekly, muted_words, muted_sections)
    select due.id, due.style, due.display,
      case due.kind when 'private' then 'person' when 'channel' then 'channel' else 'group' end, due.locale, s.slot, s.next_due, s.send, s.send_after, s.send_before,
      s.late_after, s.floor, s.weekly,
      -- An official's review is complete.
      case due.style when 'citizen' then due.muted_words else '{}' end,
      case due.style when 'citizen' then due.muted_sections else '{}' end
    from due
    join jsonb_to_recordset(${JSON.stringify(schedules)}) as s (
      style text, times text[], weekdays smallint[], far boolean, slot timestamptz, next_due timestamptz, send boolean,
      send_after timestamptz, send_before timestamptz, late_after timestamptz, floor bigint, weekly boolean)
      on s.style = due.style and s.times = due.times and s.weekdays = due.weekdays and s.far = due.far`.execute(
    trx,
  );
  // A follow that held a chat until just now has given it a first digest that the lock's own statement did not see.
  await sql`
    delete from cut_chat c using delivery d
    where d.chat_id = c.chat_id and ${unfinished}`.execute(trx);
  await sql`analyze cut_chat`.execute(trx);
  return Number(numAffectedRows);
}

/**
 * Gives each locked chat the key of its combination: everything that changes the text. A mark counts as the
 * last edition at or before it that holds a match of that district, so that equal content has an equal key; a watch
 * word counts only where it finds something new, and a mute as the stories that it hides. `saveFilterHits` comes first.
 */
export async function keyDueChats(
  trx: Transaction<Database>,
  options: { newest: number; servedFloor: number },
): Promise<void> {
  const { newest, servedFloor } = options;
  await sql`
    create temporary table cut_subscription on commit drop as
    select s.id as subscription_id, s.chat_id, s.district_id, d.position, d.whole_region as whole,
      s.first_edition_id, s.mark, coalesce(s.word, '') as word
    from cut_chat c join subscription s on s.chat_id = c.chat_id join district d on d.id = s.district_id
    where s.ended_at is null`.execute(trx);
  // Officials always get the province-wide articles, whatever they follow.
  await sql`
    insert into cut_subscription
    select null, s.chat_id, (select id from district where whole_region), 0, false, min(s.first_edition_id), min(s.mark), ''
    from cut_subscription s join cut_chat c on c.chat_id = s.chat_id
    where c.style = 'official' and s.word = '' group by s.chat_id having not bool_or(s.whole)`.execute(trx);
  // Few distinct pairs, however many chats: each is looked up once.
  await sql`
    create temporary table cut_mark on commit drop as
    select district_id, whole, word, edition,
      case when word <> '' then coalesce(
        (select max(f.edition_id) from cut_found f where f.word = p.word and f.edition_id <= edition), 0)
      when whole then edition else coalesce(
        (select max(m.edition_id) from match m where m.district_id = p.district_id and m.edition_id <= edition), 0)
      end as counts_as
    from (select district_id, whole, word, mark as edition from cut_subscription
          union select district_id, whole, word, first_edition_id from cut_subscription) p`.execute(trx);
  await sql`
    create temporary table cut_reach on commit drop as
    select s.*, greatest(f.counts_as, ${servedFloor}::bigint) as served_from, m.counts_as as served_to,
      s.word = '' or coalesce(w.newest > m.counts_as, false) as counts
    from cut_subscription s
    join cut_mark m on m.district_id = s.district_id and m.whole = s.whole and m.word = s.word and m.edition = s.mark
    join cut_mark f on f.district_id = s.district_id and f.whole = s.whole and f.word = s.word
      and f.edition = s.first_edition_id
    left join (select word, max(edition_id) as newest from cut_found group by word) w on w.word = s.word`.execute(
    trx,
  );
  await sql`create index on cut_reach (chat_id)`.execute(trx);
  await sql`analyze cut_reach`.execute(trx);
  await sql`
    update cut_chat c set excluded = x.excluded
    from (
      select chat_id, array_agg(story_id order by story_id) as excluded from (
      select p.chat_id, served.story_id
      from served_part p
      join cut_reach r on r.chat_id = p.chat_id and r.counts
      join article served on served.id = p.article_id and served.withdrawn_at is null
      join article a on a.story_id = served.story_id
      join match m on m.article_id = a.id and m.edition_id > r.served_to and m.edition_id <= ${newest}
        and (m.district_id = r.district_id or r.whole)
      union
      select v.chat_id, h.story_id
      from (
        select chat_id, 'word' as kind, unnest(muted_words) as value from cut_chat
        union all select chat_id, 'section', unnest(muted_sections) from cut_chat
      ) v
      join cut_hidden h on h.kind = v.kind and h.value = v.value
      join cut_reach r on r.chat_id = v.chat_id and r.counts
        and (h.district_id = r.district_id or r.whole) and h.edition_id > r.served_to
      ) left_out
      group by chat_id
    ) x where x.chat_id = c.chat_id`.execute(trx);
  await sql`
    create temporary table cut_key on commit drop as
    select c.chat_id, encode(sha256(convert_to(concat_ws('|', c.style, c.display, c.readers, c.locale, extract(epoch from c.slot), c.floor, c.weekly,
      ${newest}::bigint, r.reaches, c.excluded::text), 'UTF8')), 'hex') as key
    from cut_chat c
    join (
      select chat_id, string_agg(concat_ws(':', district_id, whole, served_from, served_to, to_json(nullif(word, ''))), ','
        order by position, district_id, word collate "C") filter (where counts) as reaches
      from cut_reach group by chat_id
    ) r on r.chat_id = c.chat_id
    where c.send`.execute(trx);
  await sql`analyze cut_key`.execute(trx);
}

/** The combinations that no digest is stored for yet and that may have something to say. */
export async function listCombinations(trx: Transaction<Database>, newest: number): Promise<Combination[]> {
  const { rows } = await sql<Combination>`
    select c.key, c.style, c.display, c.readers, c.locale, c.slot, c.floor, c.weekly, c.excluded,
      (select coalesce(json_agg(json_build_object('district_id', r.district_id, 'whole', r.whole,
          'first_edition', r.served_from, 'mark', r.served_to, 'word', nullif(r.word, ''))
          order by r.position, r.district_id, r.word collate "C"), '[]')
       from cut_reach r where r.chat_id = c.chat_id and r.counts) as reaches
    from (select distinct on (key) * from cut_key join cut_chat using (chat_id) order by key, chat_id) c
    where not exists (select from digest d where d.key = c.key)
      and (c.style = 'official' or exists (
        select from cut_reach r join match m on (m.district_id = r.district_id or r.whole)
          and m.edition_id > r.served_to and m.edition_id <= ${newest}
        where r.chat_id = c.chat_id and r.counts))
    -- Two cutters that store the same digests do so in the same order, and never wait for each other in a circle.
    order by c.key`.execute(trx);
  return rows;
}

/**
 * Keeps the runs of the locked chats from being settled until this transaction ends, and opens those again that were
 * finished before. Two cutters hold them together.
 */
export async function holdRuns(trx: Transaction<Database>): Promise<void> {
  const runs = sql`kind = 'digest' and (slot, style) in (select slot, style from cut_chat where send)`;
  await sql`update run set finished_at = null where finished_at is not null and ${runs}`.execute(trx);
  await sql`select from run where ${runs} order by id for share`.execute(trx);
}

/**
 * Writes one delivery for each locked chat whose digest exists, moves its marks to the newest edition and its
 * due_at to the next slot. A chat with nothing to say only moves on; one that was served for this slot already
 * keeps its marks. Citizens' deliveries are spread evenly over the first `spreadMinutes`, at most half the time there is.
 */
export async function recordCut(
  trx: Transaction<Database>,
  options: { newest: number; now: Date; spreadMinutes: number },
): Promise<{ deliveries: number }> {
  const { newest, now, spreadMinutes } = options;
  const { rows } = await sql<{ deliveries: number }>`
    with before as (
      select chat_id, jsonb_agg(jsonb_build_object('subscription_id', subscription_id, 'mark', mark,
        'first_edition_id', first_edition_id, 'served_to', greatest(mark, ${newest}::bigint))) as marks
      from cut_reach where subscription_id is not null group by chat_id
    ), spread as (
      select *, case style when 'official' then interval '0' else
        least(${spreadMinutes} * interval '1 minute', (send_before - send_after) / 2)
        * (row_number() over (partition by slot, style order by chat_id) - 1)
        / count(*) over (partition by slot, style) end as wait
      from cut_chat
    ), delivered as (
      insert into delivery (slot, kind, chat_id, digest_id, run_id, marks, lane,
        send_after, send_before, late_after, created_at)
      select c.slot, 'scheduled', c.chat_id, d.id, r.id, b.marks, case c.style when 'official' then 3 else 4 end,
        c.send_after + c.wait, c.send_before, c.late_after + c.wait, ${now}
      from spread c join cut_key k on k.chat_id = c.chat_id join digest d on d.key = k.key
      join before b on b.chat_id = c.chat_id
      left join run r on r.kind = 'digest' and r.slot = c.slot and r.style = c.style
      -- Numbered as they are to go, for that is the order in which senders look.
      order by c.wait
      on conflict (slot, chat_id) where kind = 'scheduled' do nothing
      returning chat_id, digest_id, slot
    ), found as (${recordFound(sql`delivered`)}
    ), moved as (
      update subscription o set mark = greatest(o.mark, ${newest})
      from cut_reach r join cut_key k on k.chat_id = r.chat_id
      where o.id = r.subscription_id
        and (k.chat_id in (select chat_id from delivered) or not exists (select from digest d where d.key = k.key))
    )
    select count(*) as deliveries from delivered`.execute(trx);
  await sql`
    update chat set due_at = case when exists (select from cut_reach r where r.chat_id = c.chat_id) then c.next_due end
    from cut_chat c where c.chat_id = chat.id`.execute(trx);
  return { deliveries: rows[0]!.deliveries };
}
