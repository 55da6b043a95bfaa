import { Composer, InlineKeyboard, InputFile } from 'grammy';
import { UserError } from '../errors.js';
import { type Chat, countStored, eraseChat, exportChat, keptDays } from '../store/chats.js';
import { listDistricts } from '../store/region.js';
import { endStaff, findStaff, type Staff } from '../store/staff.js';
import { findLastEnd } from '../store/standing.js';
import { listOpenSubscriptions } from '../store/subscriptions.js';
import { Html, html, plain } from '../texts.js';
import { day, formatDate, formatTime, localDay } from '../time.js';
import { namesOf } from './choice.js';
import { commands } from './commands.js';
import { type BotContext, isPrivate } from './context.js';
import { findThisChat } from './following.js';
import { announceMenu } from './menu.js';
import { noticeVersion } from './notice.js';
import { scheduleText } from './schedule.js';
import { show } from './show.js';

/** /privacy: what is kept and why, all of it as a file, and its end. */
export const privacy = new Composer<BotContext>();

privacy.command(commands.privacy, (ctx) => showPrivacy(ctx));
privacy.callbackQuery('v1:e', (ctx) => showPrivacy(ctx));

privacy.callbackQuery('v1:ej', async (ctx) => {
  const { db, seal, pack } = ctx.deps;
  const { chat, staff } = await getStored(ctx);
  const data = {
    about: plain(ctx.locale, 'bot-export-about'),
    telegram_id: seal.open((chat ?? staff!).telegram_id_sealed),
    ...(chat && (await exportChat(db, chat.id))),
    ...(staff && { role: { role: staff.role, locale: staff.locale, granted_at: staff.granted_at } }),
  };
  const file = new InputFile(
    Buffer.from(JSON.stringify(data, null, 2)),
    `loa-${localDay(ctx.now, pack.time_zone)}.json`,
  );
  await ctx.replyWithDocument(file, { caption: plain(ctx.locale, 'bot-export-caption') });
});

privacy.callbackQuery('v1:eq', async (ctx) => {
  const { chat, staff } = await getStored(ctx);
  const counts = chat && (await countStored(ctx.deps.db, chat.id));
  const lines = [
    ...(counts ? [html(ctx.locale, 'bot-erase-confirm', { ...counts })] : []),
    ...(staff ? [html(ctx.locale, 'bot-erase-confirm-role', { role: roleName(ctx, staff) })] : []),
    html(ctx.locale, 'bot-erase-final'),
  ];
  const n = (counts ? 1 + counts.subscriptions + counts.filters + counts.deliveries : 0) + (staff ? 1 : 0);
  await show(
    ctx,
    lines.join('\n'),
    new InlineKeyboard()
      .text(plain(ctx.locale, 'bot-button-erase-all', { n }), 'v1:ey')
      .danger()
      .text(plain(ctx.locale, 'bot-button-cancel'), 'v1:e'),
  );
});

privacy.callbackQuery('v1:ey', async (ctx) => {
  const { chat, staff } = await getStored(ctx);
  const { counts, role } = await ctx.deps.db.transaction().execute(async (trx) => ({
    role: staff && (await endStaff(trx, staff.id, ctx.now)),
    counts: chat && (await eraseChat(trx, chat.id)),
  }));
  const lines = [
    ...(counts ? [html(ctx.locale, 'bot-erased', { ...counts })] : []),
    ...(role === 'ended' ? [html(ctx.locale, 'bot-erased-role')] : []),
    html(ctx.locale, role === 'last_owner' ? 'bot-erased-but-owner' : 'bot-erased-all'),
  ];
  await show(ctx, lines.join('\n'));
  if (isPrivate(ctx)) await announceMenu(ctx);
});

/** What is kept about whoever this chat is: as a reader, and as someone with a role, which a group has none of. */
async function findStored(ctx: BotContext): Promise<{ chat?: Chat; staff?: Staff }> {
  const { db, seal } = ctx.deps;
  const chat = await findThisChat(ctx);
  const staff = isPrivate(ctx) && ctx.from ? await findStaff(db, seal.hash(ctx.from.id)) : undefined;
  return { ...(chat && { chat }), ...(staff && { staff }) };
}

async function getStored(ctx: BotContext): Promise<{ chat?: Chat; staff?: Staff }> {
  const stored = await findStored(ctx);
  if (!stored.chat && !stored.staff) throw new UserError('bot-nothing-stored');
  return stored;
}

async function showPrivacy(ctx: BotContext): Promise<void> {
  const { orgName, contact } = ctx.deps.config;
  const { chat, staff } = await findStored(ctx);
  const lines = [
    ...(chat ? [await chatText(ctx, chat)] : []),
    ...(staff ? [roleText(ctx, staff)] : []),
    ...(chat || staff ? [] : [html(ctx.locale, 'bot-nothing-stored')]),
  ];
  const manager = [orgName, contact].filter(Boolean).join(', ');
  const text = html(ctx.locale, 'bot-privacy', {
    version: noticeVersion,
    manager: manager || plain(ctx.locale, 'bot-privacy-no-manager'),
    stored: new Html(lines.join('\n')),
  });
  const keyboard = new InlineKeyboard()
    .text(plain(ctx.locale, 'bot-button-export'), 'v1:ej')
    .text(plain(ctx.locale, 'bot-button-erase'), 'v1:eq')
    .danger();
  await show(ctx, text, chat || staff ? keyboard : undefined);
}

async function chatText(ctx: BotContext, chat: Chat): Promise<string> {
  const { db, pack } = ctx.deps;
  const open = await listOpenSubscriptions(db, chat.id);
  const ids = open.map(({ district_id }) => district_id);
  const { filters, deliveries } = await countStored(db, chat.id);
  const ended_at = ids.length ? undefined : (await findLastEnd(db, chat.id))?.ended_at;
  return html(ctx.locale, 'bot-stored', {
    n: ids.length,
    districts: namesOf(await listDistricts(db), ids, ctx.locale),
    filters,
    schedule: scheduleText(ctx.locale, chat),
    style: chat.style,
    unit: chat.unit ?? '',
    language: plain(chat.locale, 'bot-language'),
    time: formatTime(chat.consented_at, pack.time_zone),
    date: formatDate(chat.consented_at, pack.time_zone),
    version: chat.notice_version,
    deliveries,
    until: ended_at ? formatDate(new Date(ended_at.getTime() + keptDays * day), pack.time_zone) : 'none',
  });
}

const roleText = (ctx: BotContext, staff: Staff): string =>
  html(ctx.locale, 'bot-stored-role', {
    role: roleName(ctx, staff),
    language: plain(staff.locale, 'bot-language'),
    date: formatDate(staff.granted_at, ctx.deps.pack.time_zone),
  });

const roleName = (ctx: BotContext, { role }: Staff): string => plain(ctx.locale, `admin-role-${role}`);
