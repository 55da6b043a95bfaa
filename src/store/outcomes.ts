import { type Kysely, sql, type Transaction } from 'kysely';
import { type Claim, paceSeconds } from './deliveries.js';
import type { ChatKind, Database, EndedReason } from './schema.js';
import { endSubscriptions } from './subscriptions.js';
import { failUnsent, type Ref } from './unsent.js';

/**
 * Records parts that have arrived, each with Telegram's message id and how many parts its delivery has. A fact
 * whoever holds the lease by now, so only the part's number is compared; one of an erased chat is dropped.
 */
export async function recordSent(
  db: Kysely<Database>,
  sent: readonly (Claim & { parts: number; message_id: number })[],
  now: Date,
): Promise<void> {
  await sql`
    with sent as (
      select * from unnest(${sent.map((s) => s.slot)}::timestamptz[], ${sent.map((s) => s.id)}::bigint[],
        ${sent.map((s) => s.next_part)}::integer[], ${sent.map((s) => s.parts)}::integer[],
        ${sent.map((s) => s.message_id)}::bigint[], ${sent.map((s) => paceSeconds(s.chat_kind))}::integer[])
        as sent (slot, id, part, parts, message_id, seconds)
    ), recorded as (
      update delivery d set
        next_part = d.next_part + 1,
        message_ids = d.message_ids || sent.message_id,
        status = case when d.next_part + 1 >= sent.parts then 'sent' else 'pending' end,
        finished_at = case when d.next_part + 1 >= sent.parts then ${now}::timestamptz end,
        lease_until = null
      from sent
      where d.slot = sent.slot and d.id = sent.id and d.next_part = sent.part
        and d.status in ('pending', 'sending')
      returning d.chat_id, d.status, sent.seconds
    )
    -- From the answer, not from the claim: between the two a message waits for its place. To a person it is worth a
    -- write only where another follows at once.
    update chat_budget b set next_place_at = clock_timestamp() + recorded.seconds * interval '1 second'
    from recorded
    where b.chat_id = recorded.chat_id and (recorded.status = 'pending' or recorded.seconds > 1
      or exists (select from delivery o where o.chat_id = recorded.chat_id and o.status = 'pending'))`.execute(
    db,
  );
}

/** Gives deliveries back that were not sent after all, and their chats' places with them. */
export async function releaseClaims(db: Kysely<Database>, claims: readonly Claim[]): Promise<void> {
  await sql`
    with released as (
      update delivery d set status = 'pending', lease_until = null
      from unnest(${claims.map((c) => c.slot)}::timestamptz[], ${claims.map((c) => c.id)}::bigint[],
        ${claims.map((c) => c.attempts)}::integer[]) as held (slot, id, attempts)
      where d.slot = held.slot and d.id = held.id and d.attempts = held.attempts and d.status = 'sending'
      returning d.chat_id
    )
    update chat_budget b set next_place_at = '-infinity' from released where b.chat_id = released.chat_id`.execute(
    db,
  );
}

/** A delivery whose message has no answer yet, to be tried again in `seconds`. */
export interface Retry extends Claim {
  seconds: number;
  /** The answer was lost, so that the next try may repeat the message, and counts as a possible repeat. */
  maybeSent: boolean;
}

/** Puts deliveries off. */
export async function recordRetries(
  db: Kysely<Database>,
  retries: readonly Retry[],
  now: Date,
): Promise<void> {
  await sql`
    update delivery d set status = 'pending', lease_until = null,
      send_after = ${now}::timestamptz + retry.seconds * interval '1 second',
      repeats = d.repeats + retry.repeats
    from unnest(${retries.map((r) => r.slot)}::timestamptz[], ${retries.map((r) => r.id)}::bigint[],
      ${retries.map((r) => r.attempts)}::integer[], ${retries.map((r) => r.seconds)}::float8[],
      ${retries.map((r) => (r.maybeSent ? 1 : 0))}::integer[]) as retry (slot, id, attempts, seconds, repeats)
    where d.slot = retry.slot and d.id = retry.id and d.attempts = retry.attempts and d.status = 'sending'`.execute(
    db,
  );
}

/** Ends deliveries that Telegram will not take. */
export async function recordRejected(
  db: Kysely<Database>,
  claims: readonly Claim[],
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockChats(
      trx,
      claims.map(({ chat_id }) => chat_id),
    );
    await failUnsent(
      trx,
      claims.map((claim) => ({ ...claim, reason: 'rejected' })),
      now,
    );
  });
}

/** Nothing reaches these chats any more: their deliveries end, and their subscriptions with the same reason. */
export async function recordGone(
  db: Kysely<Database>,
  gone: readonly (Claim & { reason: EndedReason })[],
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const inOrder = gone.toSorted((one, other) => one.chat_id - other.chat_id);
    for (const { chat_id, reason } of inOrder) await endSubscriptions(trx, chat_id, 'all', reason, now);
    await failUnsent(trx, gone, now);
  });
}

/**
 * A group that became a supergroup: its chat goes on under the new id, and what was in hand is due again. Where the
 * new id is a chat already, subscriptions and waiting deliveries move over to it.
 */
export async function recordMoved(
  db: Kysely<Database>,
  claim: Claim,
  to: { telegram_id_hash: Buffer; telegram_id_sealed: string; kind: ChatKind },
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const known = await trx
      .selectFrom('chat')
      .select('id')
      .where('telegram_id_hash', '=', to.telegram_id_hash)
      .executeTakeFirst();
    await lockChats(trx, known ? [claim.chat_id, known.id] : [claim.chat_id]);
    if (!known) await trx.updateTable('chat').set(to).where('id', '=', claim.chat_id).execute();
    else if (known.id !== claim.chat_id) await mergeChat(trx, claim.chat_id, known.id, now);
    await releaseClaims(trx, [claim]);
  });
}

async function mergeChat(trx: Transaction<Database>, from: number, into: number, now: Date): Promise<void> {
  // One that the new chat has too would be a second message; it ends here, and its marks count for the merge.
  const { rows: doubles } = await sql<Ref>`
    select d.slot::text as slot, d.id, d.attempts from delivery d
    where d.chat_id = ${from} and d.status in ('pending', 'sending') and exists (
      select from delivery o where o.chat_id = ${into} and o.slot = d.slot and o.kind = d.kind
        and o.announcement_id is not distinct from d.announcement_id)`.execute(trx);
  await failUnsent(
    trx,
    doubles.map((double) => ({ ...double, reason: 'merged' })),
    now,
  );
  // What both follow goes on from the lower mark, so that nothing is missed.
  await sql`
    update subscription s set mark = least(s.mark, o.mark), first_edition_id = least(s.first_edition_id, o.first_edition_id)
    from subscription o
    where s.chat_id = ${into} and o.chat_id = ${from} and o.district_id = s.district_id
      and o.word is not distinct from s.word and s.ended_at is null and o.ended_at is null`.execute(trx);
  await sql`
    update subscription s set chat_id = ${into}
    where s.chat_id = ${from} and s.ended_at is null and not exists (
      select from subscription o
      where o.chat_id = ${into} and o.district_id = s.district_id and o.word is not distinct from s.word
        and o.ended_at is null)`.execute(trx);
  await sql`
    update delivery set chat_id = ${into}
    where chat_id = ${from} and status in ('pending', 'sending')`.execute(trx);
  await sql`
    update chat set due_at = least(chat.due_at, old.due_at) from chat old
    where chat.id = ${into} and old.id = ${from}`.execute(trx);
  await endSubscriptions(trx, from, 'all', 'merged', now);
}

/** In the order of their ids, so that two who lock several never wait for each other. */
async function lockChats(trx: Transaction<Database>, ids: number[]): Promise<void> {
  await trx.selectFrom('chat').select('id').where('id', 'in', ids).orderBy('id').forNoKeyUpdate().execute();
}
