import { Composer, InlineKeyboard } from 'grammy';
import { lastSendAt } from '../digest/slot.js';
import { UserError } from '../errors.js';
import type { Action } from '../store/audit.js';
import { notifyDeliveries } from '../store/deliveries.js';
import { countCurable, resendFailed } from '../store/resend.js';
import {
  findRun,
  findSpread,
  listRuns,
  markPaused,
  markResumed,
  markStopped,
  type Run,
  setSpread,
} from '../store/runs.js';
import { endStopped } from '../store/settle.js';
import { Html, html, plain } from '../texts.js';
import { day, formatDay } from '../time.js';
import { commandsOf, requires, type StaffContext } from './access.js';
import { record } from './audit.js';
import type { BotContext } from './context.js';
import { countsOf, nextSpread, runName, stateOf } from './progress.js';
import { show } from './show.js';

/** What went out lately and how: pause, resume, stop, send again to the failed, and spread the next. */
export const runs = new Composer<BotContext>();

const allowed = requires('runs', runs);
const mostShown = 8;

allowed.command(commandsOf('runs'), (ctx) => showRuns(ctx));
allowed.callbackQuery('v1:au:l', (ctx) => showRuns(ctx));

allowed.callbackQuery('v1:au:w', async (ctx) => {
  const { db } = ctx.deps;
  const minutes = nextSpread(await findSpread(db));
  await setSpread(db, minutes);
  await record(ctx, 'spread-changed', minutes);
  await showRuns(ctx);
});

allowed.callbackQuery(/^v1:au:i:(\d{1,15})$/, async (ctx) => showRun(ctx, await pressed(ctx)));

allowed.callbackQuery(/^v1:au:p:(\d{1,15})$/, (ctx) =>
  change(ctx, 'run-paused', ({ id }) => markPaused(ctx.deps.db, id, ctx.now)),
);

allowed.callbackQuery(/^v1:au:g:(\d{1,15})$/, (ctx) =>
  change(ctx, 'run-resumed', async ({ id }) => {
    await markResumed(ctx.deps.db, id, ctx.now);
    await notifyDeliveries(ctx.deps.db);
  }),
);

allowed.callbackQuery(/^v1:au:q:(\d{1,15})$/, async (ctx) => {
  const { locale } = ctx;
  const run = await pressed(ctx);
  const keyboard = new InlineKeyboard()
    .text(plain(locale, 'admin-run-stop-yes', { n: run.waiting }), `v1:au:s:${run.id}`)
    .danger()
    .row()
    .text(plain(locale, 'admin-back'), `v1:au:i:${run.id}`);
  await show(
    ctx,
    html(locale, 'admin-run-stop-question', { name: runName(ctx, run), n: run.waiting }),
    keyboard,
  );
});

allowed.callbackQuery(/^v1:au:s:(\d{1,15})$/, (ctx) =>
  change(ctx, 'run-stopped', async ({ id }) => {
    await markStopped(ctx.deps.db, id, ctx.now);
    // Nothing more goes out from here on; what a first step does not end, the clock does.
    await endStopped(ctx.deps.db, id, ctx.now);
  }),
);

allowed.callbackQuery(/^v1:au:a:(\d{1,15})$/, async (ctx) => {
  const { db, pack } = ctx.deps;
  const run = await pressed(ctx);
  const sendBefore = run.style === 'citizen' ? lastSendAt(ctx.now, pack.time_zone) : null;
  if (sendBefore && sendBefore <= ctx.now) throw new UserError('admin-run-too-late');
  const chats = await resendFailed(db, run, sendBefore, ctx.now);
  await record(ctx, 'run-resent', run.id, { chats });
  await notifyDeliveries(db);
  await ctx.answerCallbackQuery({ text: plain(ctx.locale, 'admin-run-resent', { chats }), show_alert: true });
  await showRun(ctx, await pressed(ctx));
});

async function showRuns(ctx: StaffContext): Promise<void> {
  const { locale, now } = ctx;
  const { db } = ctx.deps;
  const listed = (await listRuns(db, new Date(now.getTime() - 2 * day), now)).slice(0, mostShown);
  const keyboard = new InlineKeyboard();
  for (const run of listed) keyboard.text(runName(ctx, run), `v1:au:i:${run.id}`).row();
  const minutes = await findSpread(db);
  keyboard
    .text(plain(locale, 'admin-runs-spread', { minutes }), 'v1:au:w')
    .row()
    .text(plain(locale, 'admin-home'), 'v1:aa:h');
  const lines = listed.map((run) => runLine(ctx, run));
  const list = new Html(lines.join('\n') || html(locale, 'admin-runs-none'));
  await show(ctx, html(locale, 'admin-runs-title', { list }), keyboard);
}

/** One line about a run: 'Bản tin 06:30: đang gửi, 120 trên 2.000, …' */
export function runLine(ctx: BotContext, run: Run): string {
  return html(ctx.locale, `admin-run-line-${stateOf(run)}`, {
    name: runName(ctx, run),
    ...countsOf(ctx, run),
  });
}

async function showRun(ctx: StaffContext, run: Run): Promise<void> {
  const { locale, deps } = ctx;
  const state = stateOf(run);
  const keyboard = new InlineKeyboard().text(plain(locale, 'admin-refresh'), `v1:au:i:${run.id}`);
  if (state === 'running') keyboard.text(plain(locale, 'admin-run-pause'), `v1:au:p:${run.id}`);
  if (state === 'paused') keyboard.text(plain(locale, 'admin-run-resume'), `v1:au:g:${run.id}`).success();
  if (state === 'running' || state === 'paused')
    keyboard.text(plain(locale, 'admin-run-stop'), `v1:au:q:${run.id}`).danger();
  const curable = state === 'stopped' ? 0 : countCurable(run);
  if (curable)
    keyboard.row().text(plain(locale, 'admin-run-resend', { chats: curable }), `v1:au:a:${run.id}`);
  keyboard.row().text(plain(locale, 'admin-back'), 'v1:au:l');
  const reasons = Object.entries(run.failed)
    .filter(([, n]) => n > 0)
    .map(([reason, n]) => html(locale, 'admin-run-reason', { reason, n }));
  await show(
    ctx,
    html(locale, 'admin-run-card', {
      line: new Html(runLine(ctx, run)),
      day: formatDay(run.slot, deps.pack.time_zone, locale),
      pace: Math.round(run.per_second * 10) / 10,
      repeated: run.repeated,
      reasons: new Html(reasons.join('\n')),
    }),
    keyboard,
  );
}

async function change(
  ctx: StaffContext & { match: string | RegExpMatchArray },
  action: Action,
  work: (run: Run) => Promise<void>,
): Promise<void> {
  const run = await pressed(ctx);
  await work(run);
  await record(ctx, action, run.id);
  await showRun(ctx, await pressed(ctx));
}

/** The run a button belongs to, as it is now. */
async function pressed(ctx: StaffContext & { match: string | RegExpMatchArray }): Promise<Run> {
  const run = await findRun(ctx.deps.db, Number(ctx.match[1]), ctx.now);
  if (!run) throw new UserError('admin-run-gone');
  return run;
}
