import { type Followed, follow } from '../digest/follow.js';
import { type Chat, findChat } from '../store/chats.js';
import { listDistricts } from '../store/region.js';
import { listFormerDistricts, listOpenSubscriptions } from '../store/subscriptions.js';
import { findOpen } from './choice.js';
import type { BotContext } from './context.js';
import { hoursOf } from './hours.js';
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

/** What someone followed who blocked, stopped or lost the bot, as far as it can be followed today, and their hour. */
export async function findFormer(
  ctx: BotContext,
): Promise<{ districtIds: string[]; time: string } | undefined> {
  const { db, pack } = ctx.deps;
  const chat = await findThisChat(ctx);
  if (!chat || (await listOpenSubscriptions(db, chat.id)).length) return undefined;
  const all = await listDistricts(db);
  const open = (await listFormerDistricts(db, chat.id)).flatMap((id) => findOpen(all, id)?.id ?? []);
  if (!open.length) return undefined;
  const own = chat.style === 'citizen' && hoursOf(pack, 'citizen').find((time) => time === chat.times[0]);
  return { districtIds: [...new Set(open)], time: own || pack.digest_times.citizen };
}

/**
 * Follows these districts for the chat that has just agreed, and brings its first digest. `time` is for a chat
 * that is not served yet; one that is keeps its schedule.
 */
export async function followDistricts(
  ctx: BotContext,
  districtIds: string[],
  time: string,
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
      times: following?.chat.times ?? [time],
      weekdays: following?.chat.weekdays ?? everyDay,
    },
    districtIds,
    ctx.now,
  );
}
