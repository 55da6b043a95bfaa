import { type Kysely, sql, type Transaction } from 'kysely';
import type { Night } from '../quiet.js';
import { held } from './budget.js';
import { isQuiet, quietEnd } from './quiet.js';
import type { ChatKind, Database } from './schema.js';
import { failUnsent, type Ref } from './unsent.js';

// 1 urgent, 2 first digests, 3 officials, 4 citizens, 5 announcements: what is lower goes first.
const lanes = [1, 2, 3, 4, 5];
// In each lane what has been begun (a next part, another try) goes first.
const parts = sql.join(
  lanes.flatMap((lane) => [sql`(${sql.lit(lane)}, true)`, sql`(${sql.lit(lane)}, false)`]),
);

/** One message to send now: the next part of a delivery that this sender holds a lease on. */
export interface Claim extends Ref {
  chat_id: number;
  chat_kind: ChatKind;
  telegram_id_sealed: string;
  /** Of a topic; 0 where there is none. */
  thread_id: number;
  /** Whose pace the chat keeps: all topics of a group share one. */
  budget_id: number;
  digest_id: number | null;
  /** Of the digest: changes with its text. */
  revision: number;
  announcement_id: number | null;
  next_part: number;
  repeats: number;
  /** True when the digest's late note belongs before its first part. */
  late: boolean;
}

interface Due extends Claim {
  ending: string | null;
  waits: boolean;
}

export interface ClaimOptions {
  limit: number;
  leaseSeconds: number;
  /** Whom a rehearsal is limited to, as keyed hashes of Telegram ids; '*' is everyone. */
  deliverTo: '*' | readonly Buffer[];
  /** Left out: nobody has quiet hours. */
  night?: Night | undefined;
}

/**
 * What waits for the end of its chat's quiet hours, of rows `d` and `c`: announcements, and citizens' digests but for
 * those that `digest --at` let go at once. One that is in time comes at the hour the reader chose, even when that is in
 * quiet hours of their own.
 */
const waitsForMorning = (now: Date, night: Night | undefined) =>
  night
    ? sql<boolean>`
  (${isQuiet(night)} and (d.lane = 5 or d.lane = 4 and coalesce(d.late_after, '-infinity') > '-infinity'
    and (${night.everywhere}::boolean or d.late_after <= ${now})))`
    : sql<boolean>`false`;

/**
 * Takes a lease on up to `limit` due deliveries, urgent lanes first, one a chat or group and none while the bot or the
 * chat has to wait. Those that may not go out any more end here, with the reason; those of chats that have quiet hours
 * are put off, so that no other claim meets them again. With the lease comes the chat's place (`paceSeconds`).
 */
export async function claimDue(
  db: Kysely<Database>,
  now: Date,
  options: ClaimOptions,
): Promise<{ claims: Claim[]; ended: number; putOff: number }> {
  return db.transaction().execute(async (trx) => {
    const due = await lockDue(trx, now, options);
    const ended = due.filter((delivery) => delivery.ending !== null);
    await failUnsent(
      trx,
      ended.map((delivery) => ({ ...delivery, reason: delivery.ending! })),
      now,
    );
    const paced = new Set<number>();
    const quiet = due.filter(({ ending, waits }) => ending === null && waits);
    if (quiet.length && options.night) await putOff(trx, quiet, options.night);
    const sendable = due.filter(({ ending, waits, budget_id }) => {
      if (ending !== null || waits || paced.has(budget_id)) return false;
      return paced.add(budget_id);
    });
    const claims = sendable.length ? await lease(trx, sendable, options.leaseSeconds) : [];
    return { claims, ended: ended.length, putOff: quiet.length };
  });
}

/** To the end of the quiet hours; what would be too old by then ends unsent as soon as it is. */
async function putOff(trx: Transaction<Database>, due: readonly Ref[], night: Night): Promise<void> {
  await sql`
    update delivery d set send_after = least(${quietEnd(night)}, d.send_before)
    from unnest(${due.map(({ slot }) => slot)}::timestamptz[], ${due.map(({ id }) => id)}::bigint[]) as quiet (slot, id),
      chat c
    where d.slot = quiet.slot and d.id = quiet.id and c.id = d.chat_id`.execute(trx);
}

/** Telegram asks for no more than one message a second to a person, and 20 a minute to a group or channel. */
export function paceSeconds(kind: ChatKind): number {
  return kind === 'private' ? 1 : 3;
}

/**
 * What is due, each with the reason why it has to end unsent, or none, and whether it waits for the end of quiet hours.
 * Locked, and its chat with it.
 */
async function lockDue(
  trx: Transaction<Database>,
  now: Date,
  { limit, deliverTo, night }: ClaimOptions,
): Promise<Due[]> {
  // The index has the order already. Postgres takes what is due for much less than it is after a cut, and would sort
  // all of it for the few that are wanted.
  await sql`set local enable_sort = off`.execute(trx);
  // A chat that someone changes at this moment is passed over: waiting for its lock while holding the delivery's
  // could wait for ever, since erasing a chat locks them in the other order.
  const { rows } = await sql<Due>`
    -- Locked first: whether each may go is then looked up for these few alone. Each lane of each run is a range of its
    -- own in the index, in this order, and no further one is looked at once there are enough.
    with due as materialized (
      select d.* from (
        select lane, begun, run.id as run_id from (values ${parts}) as part (lane, begun)
        cross join (
          select 0 as id, '-infinity'::timestamptz as slot
          union all
          -- What is paused or stopped waits for its run. Whatever waits has a run that is open, or none.
          select id, slot from run where finished_at is null and coalesce(paused_at, stopped_at) is null
        ) run
        order by lane, begun desc, slot, run.id
      ) part
      cross join lateral (
        select d.*, c.kind as chat_kind, c.telegram_id_sealed, c.thread_id, c.budget_id, c.paused_until, c.announcements,
          ${waitsForMorning(now, night)} as waits
        from delivery d join chat c on c.id = d.chat_id
        where d.status = 'pending' and d.lane = part.lane and (d.attempts > 0) = part.begun
          and coalesce(d.run_id, 0) = part.run_id and coalesce(d.send_after, '-infinity') <= ${now}
          and ${deliverTo === '*' ? sql`true` : sql`c.telegram_id_hash = any(${deliverTo})`}
          -- A second message might overtake the first, or come within its second.
          and d.chat_id not in (select chat_id from delivery where status = 'sending')
          -- In a group also one to another topic; asked of groups only, so that it costs the many others nothing.
          and (c.kind = 'private' or c.budget_id not in (
            select o.budget_id from delivery s join chat o on o.id = s.chat_id
            where s.status = 'sending' and o.kind <> 'private'))
          and not exists (
            select from chat_budget b
            -- No chat has a place five seconds ahead: such a clock was put back.
            where b.budget_id = c.budget_id and (${held}
              or b.next_place_at > clock_timestamp() and b.next_place_at < clock_timestamp() + interval '5 seconds'))
        order by coalesce(d.send_after, '-infinity'), d.id
        limit ${limit}
        for update of d skip locked
        for no key update of c skip locked
      ) d
      where (select not ${held} from send_budget)
      limit ${limit}
    )
    select due.slot::text as slot, due.id, chat_id, chat_kind, telegram_id_sealed, thread_id, budget_id, digest_id, announcement_id,
      coalesce(digest.revision, 0) as revision, next_part, attempts, repeats, coalesce(late_after <= ${now}, false) as late, waits,
      case
        when exists (select from announcement a where a.id = announcement_id and a.withdrawn_at is not null)
          or digest.withdrawn_at is not null then 'withdrawn'
        -- Telegram may have said it before the message was tried.
        when not exists (select from subscription s where s.chat_id = due.chat_id and s.ended_at is null)
          then coalesce((
            select s.ended_reason from subscription s
            where s.chat_id = due.chat_id and s.ended_reason not in ('removed', 'revoked', 'merged')
            order by s.ended_at desc limit 1), 'stopped')
        when kind = 'announcement' and not announcements then 'stopped'
        when send_before <= ${now} then 'expired'
        -- A first digest answers someone who has just asked for it.
        when paused_until > ${now} and kind <> 'first' then 'paused'
      end as ending
    from due left join digest on digest.id = digest_id
    order by lane, attempts = 0, send_after nulls first, due.id`.execute(trx);
  return rows;
}

async function lease(trx: Transaction<Database>, due: Claim[], leaseSeconds: number): Promise<Claim[]> {
  const { rows } = await sql<{ id: number; attempts: number }>`
    with due as (
      select * from unnest(${due.map((d) => d.slot)}::timestamptz[], ${due.map((d) => d.id)}::bigint[],
        ${due.map((d) => d.budget_id)}::bigint[],
        ${due.map((d) => paceSeconds(d.chat_kind))}::integer[]) as due (slot, id, budget_id, seconds)
    ), place as (
      insert into chat_budget (budget_id, next_place_at)
      select budget_id, clock_timestamp() + seconds * interval '1 second' from due order by budget_id
      on conflict (budget_id) do update set next_place_at = excluded.next_place_at
        -- Taken by another sender between looking and now.
        where not (chat_budget.held_until > clock_timestamp() and chat_budget.held_at <= clock_timestamp()) and not
          chat_budget.next_place_at between clock_timestamp() and clock_timestamp() + interval '5 seconds'
      returning budget_id
    )
    update delivery d set status = 'sending', attempts = d.attempts + 1,
      lease_until = clock_timestamp() + ${leaseSeconds} * interval '1 second'
    from due join place on place.budget_id = due.budget_id
    where d.slot = due.slot and d.id = due.id
    returning d.id, d.attempts`.execute(trx);
  const attempts = new Map(rows.map((row) => [row.id, row.attempts]));
  return due
    .filter((delivery) => attempts.has(delivery.id))
    .map((delivery) => ({ ...delivery, attempts: attempts.get(delivery.id)! }));
}

/** Prolongs the leases of what is still in hand; returns the ids of those that are still this sender's. */
export async function renewLeases(
  db: Kysely<Database>,
  claims: readonly Claim[],
  leaseSeconds: number,
): Promise<Set<number>> {
  const { rows } = await sql<{ id: number }>`
    update delivery d set lease_until = clock_timestamp() + ${leaseSeconds} * interval '1 second'
    from unnest(${claims.map((c) => c.slot)}::timestamptz[], ${claims.map((c) => c.id)}::bigint[],
      ${claims.map((c) => c.attempts)}::integer[]) as held (slot, id, attempts)
    where d.slot = held.slot and d.id = held.id and d.attempts = held.attempts and d.status = 'sending'
    returning d.id`.execute(db);
  return new Set(rows.map((row) => row.id));
}

/**
 * Makes due again what a sender that is gone held; returns how many. Any of them may have been sent
 * with nobody left to record it, and nobody can tell which, so each counts as a possible repeat.
 */
export async function freeLapsed(db: Kysely<Database>): Promise<number> {
  const { numAffectedRows } = await sql`
    update delivery d set status = 'pending', lease_until = null, repeats = d.repeats + 1
    from (
      select slot, id from delivery
      -- No lease is a minute long: such a clock was put back.
      where status = 'sending' and lease_until not between clock_timestamp() and clock_timestamp() + interval '1 minute'
      for update skip locked
    ) lapsed
    where d.slot = lapsed.slot and d.id = lapsed.id`.execute(db);
  return Number(numAffectedRows);
}

/**
 * Brings forward what was put off by a clock that was ahead and has been put back since: no try is put off for more
 * than a minute.
 */
export async function freePutOff(
  db: Kysely<Database>,
  now: Date,
  { night }: Pick<ClaimOptions, 'night'> = {},
): Promise<void> {
  await sql`
    update delivery d set send_after = ${now}::timestamptz + interval '1 minute'
    from (
      select d.slot, d.id from delivery d join chat c on c.id = d.chat_id
      where d.status = 'pending' and d.attempts > 0 and d.lane = any(${lanes}::smallint[])
        and coalesce(d.send_after, '-infinity') > ${now}::timestamptz + interval '1 minute'
        and not ${waitsForMorning(now, night)}
      for update of d skip locked
    ) ahead
    where d.slot = ahead.slot and d.id = ahead.id`.execute(db);
}

/**
 * How many deliveries are due, being sent, or waiting for another try; not those of slots that are still to come, and
 * of runs that an admin has paused or stopped.
 */
export async function countUnfinished(
  db: Kysely<Database>,
  now: Date,
  { deliverTo, night }: Pick<ClaimOptions, 'deliverTo' | 'night'>,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from delivery d join chat c on c.id = d.chat_id
    where (d.status = 'sending' or d.status = 'pending'
        and (d.send_after is null or d.send_after <= ${now} or d.attempts > 0)
        and (coalesce(d.send_before <= ${now}, false) or not ${waitsForMorning(now, night)})
        and not exists (
          select from run r where r.id = d.run_id and coalesce(r.paused_at, r.stopped_at) is not null))
      and ${deliverTo === '*' ? sql`true` : sql`c.telegram_id_hash = any(${deliverTo})`}`.execute(db);
  return rows[0]!.n;
}

/** Wakes the senders; within a transaction they hear of it at its commit. */
export async function notifyDeliveries(db: Kysely<Database>): Promise<void> {
  await sql`select pg_notify('loa_delivery', '')`.execute(db);
}
