import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { lockChat } from './chats.js';
import type { Database, EndedReason, SubscriptionTable } from './schema.js';

export type Subscription = Selectable<SubscriptionTable>;

/** Begins following after `edition`; returns only what the chat did not follow yet. */
export async function beginSubscriptions(
  trx: Transaction<Database>,
  chatId: number,
  districtIds: string[],
  edition: number,
  now: Date,
): Promise<{ id: number; district_id: string }[]> {
  if (!districtIds.length) return [];
  return trx
    .insertInto('subscription')
    .values(
      districtIds.map((district_id) => ({
        chat_id: chatId,
        district_id,
        first_edition_id: edition,
        mark: edition,
        created_at: now,
        ended_reason: null,
      })),
    )
    .onConflict((oc) =>
      oc.expression(sql`chat_id, district_id, coalesce(word, '')`).where('ended_at', 'is', null).doNothing(),
    )
    .returning(['id', 'district_id'])
    .execute();
}

/** The districts a chat follows, in the pack's order; not its watch words. */
export async function listOpenSubscriptions(db: Kysely<Database>, chatId: number): Promise<Subscription[]> {
  return db
    .selectFrom('subscription')
    .innerJoin('district', 'district.id', 'subscription.district_id')
    .selectAll('subscription')
    .where('chat_id', '=', chatId)
    .where('subscription.ended_at', 'is', null)
    .where('subscription.word', 'is', null)
    .orderBy('district.position')
    .execute();
}

// Ends after which someone may come back to what they had; what they removed they did not want.
export const comeBackFrom: readonly EndedReason[] = [
  'stopped',
  'blocked',
  'deactivated',
  'kicked',
  'no_rights',
  'not_found',
];

/** What a chat that follows nothing any more followed to the end, in the pack's order. */
export async function listFormerDistricts(db: Kysely<Database>, chatId: number): Promise<string[]> {
  const rows = await db
    .selectFrom('subscription')
    .innerJoin('district', 'district.id', 'subscription.district_id')
    .select('district_id')
    .where('chat_id', '=', chatId)
    .where('ended_reason', 'in', comeBackFrom)
    .where('word', 'is', null)
    .where('subscription.ended_at', '=', (eb) =>
      eb
        .selectFrom('subscription as last')
        .select((e) => e.fn.max('last.ended_at').as('at'))
        .where('last.chat_id', '=', chatId),
    )
    .orderBy('district.position')
    .execute();
  return rows.map(({ district_id }) => district_id);
}

/** Ends these subscriptions; a chat left with none has no watch words either, and waits for no slot and no pause. */
export async function endSubscriptions(
  trx: Transaction<Database>,
  chatId: number,
  districtIds: string[] | 'all',
  reason: EndedReason,
  now: Date,
): Promise<void> {
  if (!districtIds.length) return;
  await lockChat(trx, chatId);
  await trx
    .updateTable('subscription')
    .set({ ended_at: now, ended_reason: reason })
    .where('chat_id', '=', chatId)
    .where('ended_at', 'is', null)
    .$if(districtIds !== 'all', (query) =>
      query.where('district_id', 'in', districtIds as string[]).where('word', 'is', null),
    )
    .execute();
  const { rows: open } = await sql`
    select from subscription where chat_id = ${chatId} and ended_at is null and word is null limit 1`.execute(
    trx,
  );
  if (open.length) return;
  await trx
    .updateTable('subscription')
    .set({ ended_at: now, ended_reason: reason })
    .where('chat_id', '=', chatId)
    .where('ended_at', 'is', null)
    .execute();
  await trx.updateTable('chat').set({ due_at: null, paused_until: null }).where('id', '=', chatId).execute();
}

/**
 * Takes back the end, by `reason`, of `stopped_at`, marks as they were, so that nothing in between is missed. What has
 * been followed anew since then stays as it is, also where it has ended again. Returns the districts followed again.
 */
export async function reopenSubscriptions(
  trx: Transaction<Database>,
  chatId: number,
  stopped_at: Date,
  due_at: Date | null,
  reason: EndedReason = 'stopped',
): Promise<string[]> {
  await lockChat(trx, chatId);
  const reopened = await trx
    .updateTable('subscription')
    .set({ ended_at: null, ended_reason: null })
    .where('chat_id', '=', chatId)
    .where('ended_at', '=', stopped_at)
    .where('ended_reason', '=', reason)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('subscription as open')
            .select('open.id')
            .whereRef('open.chat_id', '=', 'subscription.chat_id')
            .whereRef('open.district_id', '=', 'subscription.district_id')
            .whereRef('open.word', 'is not distinct from', 'subscription.word')
            .whereRef('open.id', '<>', 'subscription.id')
            // Followed anew and ended since: the marks of before know nothing of what was served then.
            .where((e) => e.or([e('open.ended_at', 'is', null), e('open.created_at', '>=', stopped_at)])),
        ),
      ),
    )
    .returning('district_id')
    .execute();
  if (reopened.length)
    await trx
      .updateTable('chat')
      .set((eb) => ({ due_at: eb.fn.coalesce('due_at', eb.val(due_at)) }))
      .where('id', '=', chatId)
      .execute();
  return reopened.map(({ district_id }) => district_id);
}
