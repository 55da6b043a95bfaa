import { Composer, InlineKeyboard, InputFile } from 'grammy';
import { UserError } from '../errors.js';
import { type Chat, countStored, eraseChat, exportChat } from '../store/chats.js';
import { listDistricts } from '../store/region.js';
import { endStaffByHash, findStaff } from '../store/staff.js';
import { listOpenSubscriptions } from '../store/subscriptions.js';
import { Html, html, plain } from '../texts.js';
import { formatDate, formatTime, localDay } from '../time.js';
import { namesOf } from './choice.js';
import { commands } from './commands.js';
import type { BotContext } from './context.js';
import { findThisChat } from './following.js';
import { noticeVersion } from './notice.js';
import { scheduleText } from './schedule.js';
import { show } from './show.js';

/** /privacy: what is kept and why, all of it as a file, and its end. */
export const privacy = new Composer<BotContext>();

privacy.command(commands.privacy, (ctx) => showPrivacy(ctx));
privacy.callbackQuery('v1:e', (ctx) => showPrivacy(ctx));

privacy.callbackQuery('v1:ej', async (ctx) => {
  const { db, seal, pack } = ctx.deps;
  const chat = await getChat(ctx);
  const stored = await exportChat(db, chat.id);
  const staff = await findOwnRole(ctx);
  const data = {
    telegram_id: seal.open(chat.telegram_id_sealed),
    ...stored,
    ...(staff && { role: staff.role, role_granted_at: staff.granted_at }),
  };
  const file = new InputFile(
    Buffer.from(JSON.stringify(data, null, 2)),
    `loa-${localDay(ctx.now, pack.time_zone)}.json`,
  );
  await ctx.replyWithDocument(file, { caption: plain(ctx.locale, 'bot-export-caption') });
});

privacy.callbackQuery('v1:eq', async (ctx) => {
  const chat = await getChat(ctx);
  const counts = await countStored(ctx.deps.db, chat.id);
  await show(
    ctx,
    html(ctx.locale, 'bot-erase-confirm', { ...counts }),
    new InlineKeyboard()
      .text(plain(ctx.locale, 'bot-button-erase-all', { n: rowsOf(counts) }), 'v1:ey')
      .danger()
      .text(plain(ctx.locale, 'bot-button-cancel'), 'v1:e'),
  );
});

privacy.callbackQuery('v1:ey', async (ctx) => {
  const { db, seal } = ctx.deps;
  const chat = await getChat(ctx);
  const { counts, role } = await db.transaction().execute(async (trx) => ({
    role: isPrivate(ctx) ? await endStaffByHash(trx, seal.hash(ctx.from.id), ctx.now) : 'none',
    counts: await eraseChat(trx, chat.id),
  }));
  const note = role === 'none' ? '' : `\n${html(ctx.locale, `bot-erased-role-${role.replace('_', '-')}`)}`;
  await show(ctx, html(ctx.locale, 'bot-erased', { ...counts }) + note);
});

const rowsOf = ({ subscriptions, deliveries }: { subscriptions: number; deliveries: number }) =>
  1 + subscriptions + deliveries;

const isPrivate = (ctx: BotContext) => ctx.chat?.type === 'private';

/** A person's role is theirs, not their group's. */
async function findOwnRole(ctx: BotContext) {
  const { db, seal } = ctx.deps;
  return isPrivate(ctx) && ctx.from ? findStaff(db, seal.hash(ctx.from.id)) : undefined;
}

async function getChat(ctx: BotContext): Promise<Chat> {
  const chat = await findThisChat(ctx);
  if (!chat) throw new UserError('bot-nothing-stored');
  return chat;
}

async function showPrivacy(ctx: BotContext): Promise<void> {
  const { orgName, contact } = ctx.deps.config;
  const chat = await findThisChat(ctx);
  const manager = [orgName, contact].filter(Boolean).join(', ');
  const text = html(ctx.locale, 'bot-privacy', {
    version: noticeVersion,
    manager: manager || plain(ctx.locale, 'bot-privacy-no-manager'),
    stored: new Html(chat ? await storedText(ctx, chat) : html(ctx.locale, 'bot-nothing-stored')),
  });
  const keyboard = new InlineKeyboard()
    .text(plain(ctx.locale, 'bot-button-export'), 'v1:ej')
    .text(plain(ctx.locale, 'bot-button-erase'), 'v1:eq')
    .danger();
  await show(ctx, text, chat ? keyboard : undefined);
}

async function storedText(ctx: BotContext, chat: Chat): Promise<string> {
  const { db, pack } = ctx.deps;
  const open = await listOpenSubscriptions(db, chat.id);
  const ids = open.map(({ district_id }) => district_id);
  const { deliveries } = await countStored(db, chat.id);
  return html(ctx.locale, 'bot-stored', {
    n: ids.length,
    districts: namesOf(await listDistricts(db), ids, ctx.locale),
    schedule: scheduleText(ctx.locale, chat),
    language: plain(chat.locale, 'bot-language'),
    time: formatTime(chat.consented_at, pack.time_zone),
    date: formatDate(chat.consented_at, pack.time_zone),
    deliveries,
  });
}
