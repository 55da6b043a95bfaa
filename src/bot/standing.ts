import { Composer, GrammyError } from 'grammy';
import type { ChatMember, Chat as TelegramChat } from 'grammy/types';
import { readRefusal } from '../delivery/outcome.js';
import { endGroup, findLastEnd, listChatsOf, reopenAfterRights } from '../store/standing.js';
import { moveSubscriptions } from '../store/successors.js';
import { moveChats } from '../store/upgrades.js';
import { html } from '../texts.js';
import { nextSlot } from '../time.js';
import { actFor, showChannel, showWay } from './channels.js';
import { askToReturn } from './consent.js';
import type { BotContext } from './context.js';
import { findFormer } from './following.js';
import { show } from './show.js';

/** What becomes of the bot in a group or channel: added, silenced, put out, its group moved. */
export const standing = new Composer<BotContext>();

const inGroups = standing.chatType(['group', 'supergroup', 'channel']);

/** Whether the bot is there and may write. */
type Standing = 'out' | 'silenced' | 'in';

inGroups.on('my_chat_member', async (ctx) => {
  const { old_chat_member, new_chat_member } = ctx.myChatMember;
  const { db, seal } = ctx.deps;
  const hash = seal.hash(ctx.chat.id);
  const before = readStanding(old_chat_member, ctx.chat.type);
  const after = readStanding(new_chat_member, ctx.chat.type);
  switch (after) {
    case 'out':
      return endGroup(db, hash, 'kicked', ctx.now);
    case 'silenced':
      await endGroup(db, hash, 'no_rights', ctx.now);
      if (before === 'out' && ctx.chat.type === 'channel') await tellOfRight(ctx, ctx.chat);
      return;
    case 'in':
      if (before !== 'out') await reopen(ctx, 'all');
      if (before !== 'in' && ctx.chat.type === 'channel') return askAdmin(ctx, ctx.chat);
      if (before === 'out') await offerReturn(ctx);
      return;
    default:
      return after satisfies never;
  }
});

function readStanding(member: ChatMember, type: TelegramChat['type']): Standing {
  switch (member.status) {
    case 'left':
    case 'kicked':
      return 'out';
    case 'restricted':
      if (!member.is_member) return 'out';
      return member.can_send_messages ? 'in' : 'silenced';
    case 'administrator':
      return type !== 'channel' || member.can_post_messages ? 'in' : 'silenced';
    default:
      return type === 'channel' ? 'silenced' : 'in';
  }
}

inGroups.on('message:forum_topic_reopened', (ctx) => reopen(ctx, ctx.message.message_thread_id ?? 0));

inGroups.on('message:migrate_to_chat_id', (ctx) => move(ctx, ctx.chat.id, ctx.message.migrate_to_chat_id));
inGroups.on('message:migrate_from_chat_id', (ctx) =>
  move(ctx, ctx.message.migrate_from_chat_id, ctx.chat.id),
);

async function move({ deps: { db, seal }, now }: BotContext, from: number, to: number): Promise<void> {
  const upgraded = {
    telegram_id_hash: seal.hash(to),
    telegram_id_sealed: seal.seal(to),
    kind: 'supergroup' as const,
  };
  await db.transaction().execute((trx) => moveChats(trx, seal.hash(from), upgraded, now));
}

/** What only a lost right has ended goes on by itself: nobody wanted it gone. */
async function reopen(ctx: BotContext, threadId: number | 'all'): Promise<void> {
  const { db, seal, pack } = ctx.deps;
  const chats = await listChatsOf(db, seal.hash(ctx.chat!.id));
  for (const { id, thread_id } of chats) {
    if (threadId !== 'all' && thread_id !== threadId) continue;
    await db.transaction().execute(async (trx) => {
      const reopened = await reopenAfterRights(trx, id, (chat) => nextSlot(chat, pack.time_zone, ctx.now));
      // A district that ended in between stands as its successor.
      if (reopened.length) await moveSubscriptions(trx, ctx.now);
    });
  }
}

/**
 * Back in a group: asks in each place that was served until then whether it should be again. One that was never served,
 * or has stopped, hears nothing: Telegram also says that the bot came when the group has become a supergroup.
 */
async function offerReturn(ctx: BotContext): Promise<void> {
  const { db, seal } = ctx.deps;
  const { id, type } = ctx.chat!;
  ctx.api.config.use((call, method, payload, signal) =>
    call(method, { ...payload, message_thread_id: ctx.subject!.thread_id || undefined } as never, signal),
  );
  for (const chat of await listChatsOf(db, seal.hash(id))) {
    const last = await findLastEnd(db, chat.id);
    if (last?.ended_reason === 'stopped') continue;
    ctx.subject = { id, kind: type, thread_id: chat.thread_id };
    const former = await findFormer(ctx);
    if (former) await askToReturn(ctx, former).catch(ignoreRefusal);
  }
}

/** A topic may be gone by now, and the others are asked all the same. */
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof GrammyError)) throw error;
}

/** In a channel: asks the admin who let the bot in, in private; who has not started it finds the way in a post. */
async function askAdmin(ctx: BotContext, channel: TelegramChat.ChannelChat): Promise<void> {
  if (!(await tellAdmin(ctx, channel, () => showChannel(ctx)))) await showWay(ctx);
}

/** Who let the bot into a channel where it may not post would wait in vain; the bot cannot say so in the channel. */
async function tellOfRight(ctx: BotContext, channel: TelegramChat.ChannelChat): Promise<void> {
  await tellAdmin(ctx, channel, () => show(ctx, html(ctx.locale, 'bot-channel-no-right')));
}

/** Says something about a channel, in private, to who changed where the bot stands there; false to who is deaf to it. */
async function tellAdmin(
  ctx: BotContext,
  channel: TelegramChat.ChannelChat,
  say: () => Promise<void>,
): Promise<boolean> {
  let chat_id = ctx.from!.id;
  actFor(ctx, channel);
  ctx.api.config.use((call, method, payload, signal) =>
    call(method, { ...payload, chat_id } as never, signal),
  );
  try {
    await say();
    return true;
  } catch (error) {
    if (!(error instanceof GrammyError) || readRefusal(error).kind !== 'gone') throw error;
    chat_id = channel.id;
    return false;
  }
}
