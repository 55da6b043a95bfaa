import { type Kysely, type Selectable, sql } from 'kysely';
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
