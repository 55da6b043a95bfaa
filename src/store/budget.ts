import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.js';

// Everything here is told by the database's clock, which all senders share.

// Places are a little further apart than the rate says: messages may be some milliseconds longer on their way than
// those before them, and still no second sees more of them than the rate. What was missed is made up for with what
// of that is left.
const usualShare = 0.995;
const hurriedShare = 0.997;
/** Telegram's limit without a paid broadcast, messages a second. */
const freeRate = 30;

/** A block of places, in milliseconds; `firstMs` and `nowMs` by the database's clock. */
export interface Places {
  /** How long the bot is held; there are no places then. */
  heldMs: number;
  nowMs: number;
  firstMs: number;
  /** Between two places. */
  stepMs: number;
  /** The number of the first one, counted over all senders. */
  firstNumber: number;
  /** What Telegram takes a second at the moment; no second's messages are more. */
  perSecond: number;
  /** What came late in the last second, of any sender. */
  late: Late[];
  /** False while the bot may not make paid broadcasts; the places are then 30 a second. */
  mayPay: boolean;
}

/** A message that reached Telegram after its place; milliseconds by the database's clock. */
export interface Late {
  number: number;
  reachedMs: number;
}

/**
 * Whether the bot or a chat is held, of a row of send_budget or chat_budget. A clock that was put back would otherwise
 * hold it for as long: no hold begins in the future.
 */
export const held = sql`(held_until > clock_timestamp() and held_at <= clock_timestamp())`;
// A tenth less after every flood wait of the bot, and a hundredth of the rate back with every second since its end.
const paceNow = sql`
  least(1, pace + 0.01 * greatest(0, extract(epoch from clock_timestamp()) - extract(epoch from held_until)))::float8`;

/**
 * Reserves `n` places in the bot's budget of `rate` messages a second, evenly spaced from now on or from where the
 * block before ends, and none while the bot is held. No second ever has more places than the rate. Up to a quarter of
 * a second in which nobody had a place is made up for by slightly closer ones. `late` is what this sender has to tell.
 */
export async function takePlaces(
  db: Kysely<Database>,
  n: number,
  rate: number,
  late: readonly Late[] = [],
): Promise<Places> {
  const { rows } = await sql<{
    held: number;
    now: number;
    first: number;
    step: number;
    number: number;
    late: [number, number][];
    paid: boolean;
  }>`
    with budget as materialized (select * from send_budget for update),
    told as (
      select ${held} as is_held, unpaid_until <= clock_timestamp() as paid,
        extract(epoch from clock_timestamp())::float8 as now, extract(epoch from held_until)::float8 as held_until,
        extract(epoch from next_place_at)::float8 as next, owed_seconds as owed, places_taken,
        ${paceNow} * case when unpaid_until > clock_timestamp() then least(${rate}::float8, ${freeRate})
          else ${rate}::float8 end as rate
      from budget
    ), start as (
      -- Those who took places before the clock was put back still use them for the next second.
      select *, case when next > now + 60 then now + 1 when next >= now then next else now end as first,
        least(greatest(now - next, 0), 60) as gap
      from told
    ), block as (
      select *, least(0.25, owed + gap) as due,
        ${n} / (${usualShare} * rate) as usual, ${n} / (${hurriedShare} * rate) as hurried
      from start
    ), step as (
      select *, least(due, usual - hurried) as saved from block
    ), heard as (
      -- What reached Telegram over a second ago meets nothing; a clock that was put back would keep it.
      select coalesce(jsonb_agg(entry), '[]') as late
      from budget, jsonb_array_elements(budget.late || ${JSON.stringify(late.map(({ number, reachedMs }) => [number, reachedMs / 1000]))}::jsonb) entry
      where (entry->>1)::float8 - extract(epoch from clock_timestamp()) between -1.5 and 60
    ), taken as (
      update send_budget set late = heard.late, next_place_at = to_timestamp(first + usual - saved), owed_seconds = due - saved,
        places_taken = send_budget.places_taken + ${n}
      from step, heard where not is_held
    )
    select case when is_held then held_until - now else 0 end as held, now, first, (usual - saved) / ${n} as step,
      places_taken as number, heard.late, paid
    from step, heard`.execute(db);
  const { held: heldSeconds, now, first, step, number, paid, ...told } = rows[0]!;
  return {
    heldMs: heldSeconds * 1000,
    nowMs: now * 1000,
    firstMs: first * 1000,
    stepMs: step * 1000,
    firstNumber: number,
    perSecond: paid ? rate : Math.min(rate, freeRate),
    late: told.late.map(([number, reached]) => ({ number, reachedMs: reached * 1000 })),
    mayPay: paid,
  };
}

/**
 * Holds every message of the bot for `seconds`, tells all senders, and returns for how many milliseconds it is held
 * now: a longer hold that is on stays. Then the pace is a tenth less and climbs back, a hundredth of the rate a second;
 * what else is answered while the hold is on belongs to the same flood and slows no further.
 */
export async function holdAll(db: Kysely<Database>, seconds: number): Promise<number> {
  return holdIf(db, seconds, sql`true`);
}

async function holdIf(
  db: Kysely<Database>,
  seconds: number,
  condition: ReturnType<typeof sql>,
): Promise<number> {
  const { rows } = await sql<{ held_ms: number }>`
    with holding as (
      update send_budget set
        pace = case when ${held} then pace else greatest(0.1, 0.9 * ${paceNow}) end,
        held_until = greatest(case when ${held} then held_until end,
          clock_timestamp() + ${seconds} * interval '1 second'),
        held_at = clock_timestamp()
      where ${condition}
      returning extract(epoch from held_until - clock_timestamp())::float8 * 1000 as held_ms
    )
    select held_ms, pg_notify('loa_delivery', 'held ' || round(held_ms)) from holding`.execute(db);
  return rows[0]?.held_ms ?? 0;
}

/** For how many milliseconds the whole bot is held, as told to the senders by `holdAll`; 0 for other notifications. */
export function readHold(said: string): number {
  return Number(/^held (\d+)$/.exec(said)?.[1] ?? 0);
}

/** Holds the messages to one chat, and to all topics of its group, for `seconds`. */
export async function holdChat(db: Kysely<Database>, chatId: number, seconds: number): Promise<void> {
  // A chat that was erased meanwhile has nothing to hold.
  await sql`
    insert into chat_budget (budget_id, held_until, held_at)
    select budget_id, clock_timestamp() + ${seconds} * interval '1 second', clock_timestamp()
    from chat where id = ${chatId} for key share
    on conflict (budget_id) do update set held_at = excluded.held_at, held_until =
      case when chat_budget.held_at <= clock_timestamp() then greatest(chat_budget.held_until, excluded.held_until)
        else excluded.held_until end`.execute(db);
}

/**
 * Obeys a flood wait that a message to `chat` met. A private chat's holds the whole bot. That of a group or
 * channel may be the group's own limit, so it is held alone; when a second one meets a wait within a second, the
 * limit is the bot's. Returns for how many milliseconds the whole bot is held now; 0 when it is not.
 */
export async function holdForFlood(
  db: Kysely<Database>,
  chat: { id: number; isPrivate: boolean },
  seconds: number,
): Promise<number> {
  if (chat.isPrivate) return holdAll(db, seconds);
  await holdChat(db, chat.id, seconds);
  return db.transaction().execute(async (trx) => {
    // The row's lock puts senders that meet a wait at the same moment in order.
    const { rows } = await sql<{ second: boolean }>`
      with before as materialized (select * from send_budget for update),
      -- Two topics of a group are one to Telegram.
      held as (select coalesce((select budget_id from chat where id = ${chat.id}), ${chat.id}) as id)
      update send_budget b set flood_chat_id = held.id, flood_at = clock_timestamp()
      from before, held
      returning coalesce(before.flood_chat_id <> held.id
        and before.flood_at > clock_timestamp() - interval '1 second', false) as second`.execute(trx);
    return holdIf(trx, seconds, rows[0]!.second ? sql`true` : sql`false`);
  });
}

/**
 * Remembers for an hour that the bot may not make paid broadcasts (no stars left, never allowed): everyone goes on at
 * 30 a second. Returns false when that was known.
 */
export async function recordUnpaid(db: Kysely<Database>): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update send_budget set unpaid_until = clock_timestamp() + interval '1 hour'
    where unpaid_until <= clock_timestamp()`.execute(db);
  return Number(numAffectedRows) > 0;
}

/** Seconds until a paid broadcast is tried again; negative when that time has passed, undefined if none was refused. */
export async function findUnpaidSeconds(db: Kysely<Database>): Promise<number | undefined> {
  const { rows } = await sql<{ seconds: number }>`
    select extract(epoch from unpaid_until - clock_timestamp())::float8 as seconds
    from send_budget where unpaid_until > '-infinity'`.execute(db);
  return rows[0]?.seconds;
}
