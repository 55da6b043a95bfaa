import { Composer, InlineKeyboard } from 'grammy';
import { listSourceHealth, type SourceHealth, setSourceDue, setSourcePaused } from '../store/sources.js';
import { Html, html, nameIn, plain } from '../texts.js';
import { formatDate, formatTime, localDay } from '../time.js';
import { commandsOf, requires, type StaffContext } from './access.js';
import type { BotContext } from './context.js';
import { show } from './show.js';

// Some 230 characters each in one message of 4,096.
const shownAtMost = 15;

/** The health of every source in words; read one now, pause it, let it go on. */
export const sources = new Composer<BotContext>();

const allowed = requires('sources', sources);

allowed.command(commandsOf('sources'), showSources);
allowed.callbackQuery('v1:as:l', showSources);

// The clock asks every minute what is due; this makes a source due.
allowed.callbackQuery(/^v1:as:n:(.+)$/, async (ctx) => {
  await setSourceDue(ctx.deps.db, ctx.match[1]!, ctx.now);
  await ctx.answerCallbackQuery({ text: plain(ctx.locale, 'admin-sources-due') });
  await showSources(ctx);
});

allowed.callbackQuery(/^v1:as:p:(.+)$/, async (ctx) => {
  await setSourcePaused(ctx.deps.db, ctx.match[1]!, ctx.now);
  await showSources(ctx);
});

allowed.callbackQuery(/^v1:as:r:(.+)$/, async (ctx) => {
  await setSourcePaused(ctx.deps.db, ctx.match[1]!, null);
  await showSources(ctx);
});

async function showSources(ctx: StaffContext): Promise<void> {
  const { locale } = ctx;
  const health = await listSourceHealth(ctx.deps.db, ctx.now);
  const shown = health.slice(0, shownAtMost);
  const keyboard = new InlineKeyboard();
  shown.forEach(({ id, state }, index) => {
    const number = String(index + 1);
    if (state === 'paused') keyboard.text(plain(locale, 'admin-sources-resume', { number }), `v1:as:r:${id}`);
    else
      keyboard
        .text(plain(locale, 'admin-sources-now', { number }), `v1:as:n:${id}`)
        .text(plain(locale, 'admin-sources-pause', { number }), `v1:as:p:${id}`);
    keyboard.text(plain(locale, 'admin-sources-details', { number }), `v1:as:e:${id}`);
    keyboard.row();
  });
  keyboard.text(plain(locale, 'admin-sources-add'), 'v1:as:a').row();
  keyboard.text(plain(locale, 'admin-refresh'), 'v1:as:l').text(plain(locale, 'admin-home'), 'v1:aa:h');
  const list = new Html(shown.map((source, index) => lineOf(ctx, source, index + 1)).join('\n\n'));
  const more = health.length - shown.length;
  await show(ctx, html(locale, 'admin-sources-title', { sources: health.length, list, more }), keyboard);
}

function lineOf(ctx: StaffContext, source: SourceHealth, number: number): string {
  const { locale } = ctx;
  const state = html(locale, `admin-source-${source.state}`, {
    read: when(ctx, source.last_success_at),
    since: when(ctx, source.failing_since),
    next: when(ctx, source.next_poll_at),
    failures: source.failures,
    items: source.items,
    error: plain(locale, 'admin-source-error', { kind: source.error_kind ?? '' }),
  });
  const name = html(locale, 'admin-source-name', {
    number: String(number),
    newspaper: nameIn(locale, source.newspaper),
    id: source.id,
  });
  return `${name}\n${state}`;
}

/** '07:52', with the day when it is not today; '–' for never. */
function when(ctx: StaffContext, at: Date | null): string {
  const { time_zone } = ctx.deps.pack;
  if (!at) return '–';
  const time = formatTime(at, time_zone);
  return localDay(at, time_zone) === localDay(ctx.now, time_zone)
    ? time
    : `${time} ${formatDate(at, time_zone)}`;
}
