import type { Kysely, Transaction } from 'kysely';
import type { RegionPack } from '../region.js';
import { type Chat, saveChat } from '../store/chats.js';
import type { Database } from '../store/database.js';
import { notifyDeliveries } from '../store/deliveries.js';
import { recordFirstDelivery } from '../store/digests.js';
import { closeEdition } from '../store/editions.js';
import { beginFormerWatchWords } from '../store/filters.js';
import { ensurePartition } from '../store/partitions.js';
import type { ChatKind, Style } from '../store/schema.js';
import { editionBeforeArticles, listServed } from '../store/stories.js';
import { beginSubscriptions } from '../store/subscriptions.js';
import { holdTurn } from '../store/transaction.js';
import { day, dueAfter, nextSlot } from '../time.js';
import { readersOf } from './model.js';
import { saveLatest } from './news.js';

export interface Follower {
  telegram_id_hash: Buffer;
  telegram_id_sealed: string;
  kind: ChatKind;
  /** Of a topic. */
  thread_id?: number;
  locale: string;
  notice_version: string;
  /** Left out: the pack's hour for the style. */
  times?: string[];
  /** Left out: every day; for officials Monday to Friday. */
  weekdays?: number[];
  style?: Style;
  unit?: string;
}

export interface Followed {
  /** As it is now; it waits for no slot if it wants urgent notices only. */
  chat: Chat;
  /** The districts that were not followed before. */
  added: string[];
}

/**
 * Stores a chat that has just agreed, with its subscriptions, and puts its first digest into the outbox. Closes
 * an edition first: the first digest shows what is in the editions, the next one only what comes after. `first`
 * runs before it in the same transaction; where it throws, nothing is stored.
 */
export async function follow(
  db: Kysely<Database>,
  pack: RegionPack,
  follower: Follower,
  districtIds: readonly string[],
  now: Date,
  first?: (trx: Transaction<Database>) => Promise<void>,
): Promise<Followed> {
  const upTo = await closeEdition(db, now);
  await ensurePartition(db, now);
  const followed = await db.transaction().execute(async (trx) => {
    await first?.(trx);
    return followIn(trx, pack, follower, districtIds, upTo, now);
  });
  await notifyDeliveries(db);
  return followed;
}

/** The caller has closed the edition `upTo` and ensured the partition. */
async function followIn(
  trx: Transaction<Database>,
  pack: RegionPack,
  follower: Follower,
  districtIds: readonly string[],
  upTo: number,
  now: Date,
): Promise<Followed> {
  await holdTurn(trx, 'withdrawals');
  const style = follower.style ?? 'citizen';
  const times = follower.times ?? [pack.digest_times[style]];
  const weekdays = follower.weekdays ?? (style === 'official' ? [1, 2, 3, 4, 5] : [1, 2, 3, 4, 5, 6, 7]);
  // An official without hours is a mistake; a citizen may want urgent notices only.
  const next = style === 'official' ? nextSlot : dueAfter;
  const due_at = next({ times, weekdays }, pack.time_zone, now);
  const chat = await saveChat(trx, {
    unit: null,
    ...follower,
    style,
    times,
    weekdays,
    due_at,
    consented_at: now,
  });
  await beginFormerWatchWords(trx, chat.id, upTo, now);
  const begun = await beginSubscriptions(trx, chat.id, [...districtIds], upTo, now);
  const added = begun.map((subscription) => subscription.district_id);
  if (begun.length === 0) return { chat, added };
  const excluded = await listServed(trx, chat.id, new Date(now.getTime() - 7 * day));
  const query = {
    kind: 'first' as const,
    districtIds: added,
    locale: chat.locale,
    style: chat.style,
    display: chat.display,
    readers: readersOf(chat.kind),
    now,
    upTo,
    excluded,
    muted: chat.style === 'citizen' ? chat : undefined,
  };
  const digest = await saveLatest(trx, pack, query);
  const article_ids = digest.parts.flatMap((part) => part.article_ids);
  await recordFirstDelivery(trx, {
    chat_id: chat.id,
    digest,
    subscriptions: begun,
    began_at: now,
    mark_if_unsent: await editionBeforeArticles(trx, article_ids, upTo),
    article_ids,
  });
  return { chat, added };
}
