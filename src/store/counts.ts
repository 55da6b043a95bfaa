import { type Kysely, type Selectable, sql } from 'kysely';
import { held } from './budget.js';
import type { Database } from './database.js';
import type { DeliveryTable } from './schema.js';

export interface ChatCounts {
  /** Following something and not paused. */
  receiving: number;
  paused: number;
  /** Chats that blocked the bot since the given instant. */
  blocked: number;
}

/** Chats by what they get; `since` bounds `blocked` only. */
export async function countChats(db: Kysely<Database>, since: Date, now: Date): Promise<ChatCounts> {
  const { rows } = await sql<ChatCounts>`
    select count(*) filter (where paused_until is null or paused_until <= ${now}) as receiving,
           count(*) filter (where paused_until > ${now}) as paused,
           (select count(distinct chat_id) from subscription
            where ended_reason = 'blocked' and ended_at >= ${since}) as blocked
    from chat
    where exists (select from subscription where chat_id = chat.id and ended_at is null)`.execute(db);
  return rows[0]!;
}

export type DeliveryCounts = Record<Selectable<DeliveryTable>['status'], number>;

/** Deliveries of the slots since an instant, by status. */
export async function countDeliveries(db: Kysely<Database>, since: Date): Promise<DeliveryCounts> {
  const rows = await db
    .selectFrom('delivery')
    .select((eb) => ['status', eb.fn.countAll<number>().as('deliveries')])
    .where('slot', '>=', since)
    .groupBy('status')
    .execute();
  const counts = { pending: 0, sending: 0, sent: 0, failed: 0 };
  for (const row of rows) counts[row.status] = row.deliveries;
  return counts;
}

/**
 * Since when a delivery has been due. Each try puts its send_after off, by a minute at most, so for one that was tried
 * its creation counts; what is put off for longer waits for the end of quiet hours.
 */
export const dueSince = (now: Date) => sql`
  case when attempts > 0 and send_after <= ${now}::timestamptz + interval '1 minute' then created_at
    else greatest(send_after, created_at) end`;

/** Deliveries of no run: first digests and notices. */
export interface WithoutRun {
  /** How many have been due for ten minutes; those that wait for their own chat's flood wait are not counted. */
  overdue: number;
  last_sent_at: Date | null;
}

/** `deliverTo` is whom a rehearsal is limited to, as keyed hashes of Telegram ids. */
export async function tallyWithoutRun(
  db: Kysely<Database>,
  now: Date,
  deliverTo: '*' | readonly Buffer[],
): Promise<WithoutRun> {
  const { rows } = await sql<WithoutRun>`
    select (
      select count(*) from delivery d join chat c on c.id = d.chat_id
      where d.run_id is null and d.finished_at is null
        and ${dueSince(now)} < ${now}::timestamptz - interval '10 minutes'
        and ${deliverTo === '*' ? sql`true` : sql`c.telegram_id_hash = any(${deliverTo})`}
        and not exists (select from chat_budget b where b.budget_id = c.budget_id and ${held})
    ) as overdue, (
      select max(finished_at) from delivery where run_id is null and status = 'sent'
    ) as last_sent_at`.execute(db);
  return rows[0]!;
}

/** Articles stored since an instant whose district nobody could tell. */
export async function countUncertainArticles(db: Kysely<Database>, since: Date): Promise<number> {
  const { articles } = await db
    .selectFrom('article')
    .select((eb) => eb.fn.countAll<number>().as('articles'))
    .where('scope', '=', 'uncertain')
    .where('withdrawn_at', 'is', null)
    .where('stored_at', '>=', since)
    .executeTakeFirstOrThrow();
  return articles;
}
