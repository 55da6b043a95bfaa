import { type Followed, follow } from '../digest/follow.js';
import { type Chat, findChat } from '../store/chats.js';
import { listDistricts } from '../store/region.js';
import { listFormerDistricts, listOpenSubscriptions } from '../store/subscriptions.js';
import type { Schedule } from '../time.js';
import { findOpen } from './choice.js';
import type { BotContext } from './context.js';
import { noticeVersion } from './notice.js';

/** A chat that is served, and what it follows, in the pack's order. */
export interface Following {
  chat: Chat;
  districtIds: string[];
}

const everyDay = [1, 2, 3, 4, 5, 6, 7];

/** The row of the chat that this update is about. */
export async function findThisChat(ctx: BotContext): Promise<Chat | undefined> {
  const { db, seal } = ctx.deps;
  const { subject } = ctx;
  return subject && findChat(db, seal.hash(subject.id), subject.thread_id);
}

/** Nothing for a chat we do not know and for one that has stopped. */
export async function findFollowing(ctx: BotContext): Promise<Following | undefined> {
  const chat = await findThisChat(ctx);
  if (!chat) return undefined;
  const subscriptions = await listOpenSubscriptions(ctx.deps.db, chat.id);
  const districtIds = subscriptions.map(({ district_id }) => district_id);
  return districtIds.length ? { chat, districtIds } : undefined;
}

/** What a chat that left would be served again, and when. */
export interface Former {
  districtIds: string[];
  schedule: Schedule;
}

/** The schedule of whoever has not chosen another. */
export const dailyAt = (time: string): Schedule => ({ times: [time], weekdays: everyDay });

/**
 * What someone followed who blocked, stopped or lost the bot, as far as it can be followed today, and when. Urgent notices
 * alone need a consent of their own, and an official comes back as a reader: they are offered the pack's hour.
 */
export async function findFormer(ctx: BotContext): Promise<Former | undefined> {
  const { db, pack } = ctx.deps;
  const chat = await findThisChat(ctx);
  if (!chat || (await listOpenSubscriptions(db, chat.id)).length) return undefined;
  const all = await listDistricts(db);
  const open = (await listFormerDistricts(db, chat.id)).flatMap((id) => findOpen(all, id)?.id ?? []);
  if (!open.length) return undefined;
  const { style, times, weekdays } = chat;
  const isOwn = style === 'citizen' && times.length > 0;
  const schedule = isOwn ? { times, weekdays } : dailyAt(pack.digest_times.citizen);
  return { districtIds: [...new Set(open)], schedule };
}

/**
 * Follows these districts for the chat that has just agreed, and brings its first digest. `schedule` is for a chat
 * that is not served yet; one that is keeps its schedule.
 */
export async function followDistricts(
  ctx: BotContext,
  districtIds: string[],
  schedule: Schedule,
): Promise<Followed> {
  const { db, pack, seal } = ctx.deps;
  const following = await findFollowing(ctx);
  const { id, kind, thread_id } = ctx.subject!;
  return follow(
    db,
    pack,
    {
      telegram_id_hash: seal.hash(id),
      telegram_id_sealed: seal.seal(id),
      kind,
      thread_id,
      locale: ctx.locale,
      notice_version: noticeVersion,
      times: [...(following?.chat ?? schedule).times],
      weekdays: [...(following?.chat ?? schedule).weekdays],
    },
    districtIds,
    ctx.now,
  );
}
