import { Composer, InlineKeyboard } from 'grammy';
import { countChats, countDeliveries, countUncertainArticles } from '../store/counts.js';
import { listSourceHealth } from '../store/sources.js';
import { html, plain } from '../texts.js';
import { day, formatDay, formatTime, startOfDay } from '../time.js';
import { commandsOf, mayUse, type Part, requires, type StaffContext } from './access.js';
import type { BotContext } from './context.js';
import { show } from './show.js';

/** The home of the people who run the bot: today's counts in one message, and the way to everything else. */
export const admin = new Composer<BotContext>();

const allowed = requires('admin', admin);

allowed.command(commandsOf('admin'), showHome);
allowed.callbackQuery('v1:aa:h', showHome);

// Each opens its part as its command does.
const doors: [Part, string][] = [
  ['broadcast', 'v1:ab:n'],
  ['invite', 'v1:ai:n'],
  ['sources', 'v1:as:l'],
  ['roles', 'v1:ar:l'],
];

async function showHome(ctx: StaffContext): Promise<void> {
  const { locale, now } = ctx;
  const keyboard = new InlineKeyboard();
  const open = doors.filter(([part]) => mayUse(ctx.staff.role, part));
  open.forEach(([part, data], index) => {
    keyboard.text(plain(locale, `admin-open-${part}`), data);
    if (index % 2) keyboard.row();
  });
  keyboard.row().text(plain(locale, 'admin-refresh'), 'v1:aa:h');
  const { time_zone } = ctx.deps.pack;
  const at = { day: formatDay(now, time_zone, locale), time: formatTime(now, time_zone) };
  await show(ctx, html(locale, 'admin-home-text', { ...at, ...(await counts(ctx)) }), keyboard);
}

/** Four queries; the role was the fifth. */
async function counts({ deps: { db, pack }, now }: StaffContext): Promise<Record<string, number | string>> {
  const midnight = startOfDay(now, pack.time_zone);
  const [chats, deliveries, sources, uncertain] = await Promise.all([
    countChats(db, midnight, now),
    countDeliveries(db, midnight),
    listSourceHealth(db, now),
    countUncertainArticles(db, new Date(now.getTime() - 7 * day)),
  ]);
  const newest = sources
    .map(({ last_success_at }) => last_success_at)
    .reduce((a, b) => (a && (!b || a > b) ? a : b), null);
  return {
    ...chats,
    sent: deliveries.sent,
    failed: deliveries.failed,
    waiting: deliveries.pending + deliveries.sending,
    sources: sources.length,
    healthy: sources.filter(({ state }) => state === 'ok').length,
    read: newest ? formatTime(newest, pack.time_zone) : '–',
    uncertain,
  };
}
