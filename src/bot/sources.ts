import { Composer, InlineKeyboard } from 'grammy';
import { listSourceHealth, type SourceHealth } from '../store/health.js';
import { setSourceDue, setSourcePaused } from '../store/sources.js';
import { Html, html, nameIn, plain } from '../texts.js';
import { formatDate, formatTime, localDay } from '../time.js';
import { commandsOf, requires, type StaffContext } from './access.js';
import { record } from './audit.js';
import type { BotContext } from './context.js';
import { show } from './show.js';
import { faultOf } from './source-fault.js';

// Some 300 characters each in one message of 4,096.
const perPage = 10;

/** The health of every source in words; read one now, pause it, let it go on. */
export const sources = new Composer<BotContext>();

const allowed = requires('sources', sources);

allowed.command(commandsOf('sources'), (ctx) => showSources(ctx));
allowed.callbackQuery(/^v1:as:l(?::(\d{1,4}))?$/, (ctx) => showSources(ctx, Number(ctx.match[1] ?? 0)));

// The clock asks every minute what is due; this makes a source due.
allowed.callbackQuery(/^v1:as:n:(.+)$/, async (ctx) => {
  await setSourceDue(ctx.deps.db, ctx.match[1]!, ctx.now);
  await record(ctx, 'source-due', ctx.match[1]);
  await ctx.answerCallbackQuery({ text: plain(ctx.locale, 'admin-sources-due') });
  await showSources(ctx, ctx.match[1]!);
});

allowed.callbackQuery(/^v1:as:p:(.+)$/, async (ctx) => {
  await setSourcePaused(ctx.deps.db, ctx.match[1]!, ctx.now);
  await record(ctx, 'source-paused', ctx.match[1]);
  await showSources(ctx, ctx.match[1]!);
});

allowed.callbackQuery(/^v1:as:r:(.+)$/, async (ctx) => {
  await setSourcePaused(ctx.deps.db, ctx.match[1]!, null);
  await record(ctx, 'source-resumed', ctx.match[1]);
  await showSources(ctx, ctx.match[1]!);
});

/** `at` is a page from 0, or the id of a source that it holds. */
async function showSources(ctx: StaffContext, at: number | string = 0): Promise<void> {
  const { locale } = ctx;
  const health = await listSourceHealth(ctx.deps.db, ctx.now);
  const pages = Math.max(Math.ceil(health.length / perPage), 1);
  const index = typeof at === 'number' ? at * perPage : health.findIndex(({ id }) => id === at);
  const page = Math.min(Math.max(Math.floor(index / perPage), 0), pages - 1);
  const first = page * perPage;
  const shown = health.slice(first, first + perPage);
  const keyboard = new InlineKeyboard();
  shown.forEach(({ id, state }, index) => {
    const number = String(first + index + 1);
    if (state === 'paused') keyboard.text(plain(locale, 'admin-sources-resume', { number }), `v1:as:r:${id}`);
    else
      keyboard
        .text(plain(locale, 'admin-sources-now', { number }), `v1:as:n:${id}`)
        .text(plain(locale, 'admin-sources-pause', { number }), `v1:as:p:${id}`);
    keyboard.text(plain(locale, 'admin-sources-details', { number }), `v1:as:e:${id}`);
    keyboard.row();
  });
  if (pages > 1)
    keyboard
      .text('‹', `v1:as:l:${(page + pages - 1) % pages}`)
      .text(`${page + 1}/${pages}`, `v1:as:l:${page}`)
      .text('›', `v1:as:l:${(page + 1) % pages}`)
      .row();
  keyboard.text(plain(locale, 'admin-sources-add'), 'v1:as:a').row();
  keyboard
    .text(plain(locale, 'admin-refresh'), `v1:as:l:${page}`)
    .text(plain(locale, 'admin-home'), 'v1:aa:h');
  const list = new Html(shown.map((source, index) => lineOf(ctx, source, first + index + 1)).join('\n\n'));
  await show(ctx, html(locale, 'admin-sources-title', { sources: health.length, list }), keyboard);
}

function lineOf(ctx: StaffContext, source: SourceHealth, number: number): string {
  const { locale } = ctx;
  const state = html(locale, `admin-source-${source.state}`, {
    read: when(ctx, source.last_success_at),
    since: when(ctx, source.state === 'empty' ? source.empty_since : source.failing_since),
    next: when(ctx, source.next_poll_at),
    failures: source.failures,
    items: source.items,
    usual: source.items_usual ?? 'unknown',
    parser: source.parser ?? 'none',
    error: faultOf(locale, { kind: source.error_kind ?? '', message: source.error_message ?? '' }),
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
