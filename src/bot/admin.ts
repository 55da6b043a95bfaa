import { Composer, InlineKeyboard } from 'grammy';
import { countChats, countDeliveries } from '../store/counts.js';
import { countQueued } from '../store/decisions.js';
import { listSourceHealth } from '../store/health.js';
import { listRuns } from '../store/runs.js';
import { Html, html, plain } from '../texts.js';
import { formatDay, formatTime, startOfDay } from '../time.js';
import { commandsOf, mayUse, type Part, requires, type StaffContext } from './access.js';
import type { BotContext } from './context.js';
import { runLine } from './runs.js';
import { show } from './show.js';

/** The home of the people who run the bot: today's counts in one message, and the way to everything else. */
export const admin = new Composer<BotContext>();

const allowed = requires('admin', admin);

allowed.command(commandsOf('admin'), showHome);
allowed.callbackQuery('v1:aa:h', showHome);

const mostRuns = 3;

// Each opens its part as its command does.
const doors: [Part, string][] = [
  ['broadcast', 'v1:ab:n'],
  ['invite', 'v1:ai:n'],
  ['runs', 'v1:au:l'],
  ['sources', 'v1:as:l'],
  ['roles', 'v1:ar:l'],
  ['audit', 'v1:al:l'],
];

async function showHome(ctx: StaffContext): Promise<void> {
  const { locale, now } = ctx;
  const keyboard = new InlineKeyboard();
  const queued = await countQueued(ctx.deps.db, now);
  if (queued && mayUse(ctx.staff.role, 'queue'))
    keyboard.text(plain(locale, 'admin-open-queue', { n: queued }), 'v1:aq:n').row();
  const open = doors.filter(([part]) => mayUse(ctx.staff.role, part));
  open.forEach(([part, data], index) => {
    keyboard.text(plain(locale, `admin-open-${part}`), data);
    if (index % 2) keyboard.row();
  });
  keyboard.row().text(plain(locale, 'admin-refresh'), 'v1:aa:h');
  const { time_zone } = ctx.deps.pack;
  const at = { day: formatDay(now, time_zone, locale), time: formatTime(now, time_zone) };
  await show(ctx, html(locale, 'admin-home-text', { ...at, ...(await counts(ctx)), queued }), keyboard);
}

async function counts(ctx: StaffContext): Promise<Record<string, number | string | Html>> {
  const {
    deps: { db, pack },
    now,
  } = ctx;
  const midnight = startOfDay(now, pack.time_zone);
  const [chats, deliveries, sources, runs] = await Promise.all([
    countChats(db, midnight, now),
    countDeliveries(db, midnight),
    listSourceHealth(db, now),
    listRuns(db, midnight, now),
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
    runs: new Html(
      runs
        .slice(0, mostRuns)
        .map((run) => `\n${runLine(ctx, run)}`)
        .join(''),
    ),
  };
}
