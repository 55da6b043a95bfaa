import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.js';

// Everything here is told by the database's clock, which all senders share.

/**
 * Reserves `n` places in the bot's budget, `1 / rate` seconds apart and none while the bot is held. Returns how
 * many milliseconds from now each place comes, in order.
 */
export async function takePlaces(db: Kysely<Database>, n: number, rate: number): Promise<number[]> {
  const block = sql`${n / rate} * interval '1 second'`;
  const { rows } = await sql<{ first_ms: number }>`
    update send_budget
    set next_place_at = greatest(next_place_at, held_until, clock_timestamp()) + ${block}
    returning extract(epoch from next_place_at - ${block} - clock_timestamp())::float8 * 1000 as first_ms`.execute(
    db,
  );
  const firstMs = rows[0]!.first_ms;
  return Array.from({ length: n }, (_, place) => Math.max(0, firstMs + (place * 1000) / rate));
}

/** Holds every message of the bot for `seconds`; a longer hold that is on stays. */
export async function holdAll(db: Kysely<Database>, seconds: number): Promise<void> {
  await sql`
    update send_budget
    set held_until = greatest(held_until, clock_timestamp() + ${seconds} * interval '1 second')`.execute(db);
}

/** Holds the messages to one chat for `seconds`. */
export async function holdChat(db: Kysely<Database>, chatId: number, seconds: number): Promise<void> {
  // A chat that was erased meanwhile has nothing to hold.
  await sql`
    insert into chat_budget (chat_id, held_until)
    select id, clock_timestamp() + ${seconds} * interval '1 second' from chat where id = ${chatId} for key share
    on conflict (chat_id) do update
      set held_until = greatest(chat_budget.held_until, excluded.held_until)`.execute(db);
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
  if (chat.isPrivate) {
    await holdAll(db, seconds);
    return seconds * 1000;
  }
  await holdChat(db, chat.id, seconds);
  // One statement, whose row lock puts senders that meet a wait at the same moment in order.
  const { rows } = await sql<{ held_ms: number }>`
    update send_budget set
      flood_chat_id = ${chat.id},
      flood_at = clock_timestamp(),
      held_until = case
        when flood_chat_id <> ${chat.id} and flood_at > clock_timestamp() - interval '1 second'
        then greatest(held_until, clock_timestamp() + ${seconds} * interval '1 second')
        else held_until end
    returning case when held_until > clock_timestamp()
      then extract(epoch from held_until - clock_timestamp())::float8 * 1000 else 0 end as held_ms`.execute(
    db,
  );
  return rows[0]!.held_ms;
}
