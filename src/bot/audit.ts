import { Composer, InlineKeyboard, InputFile } from 'grammy';
import { writeCsv } from '../csv.js';
import { type Act, type Action, listActs, type NewAct, recordAct } from '../store/audit.js';
import { Html, html, plain } from '../texts.js';
import { formatDate, formatTime, localDay } from '../time.js';
import { commandsOf, requires, type StaffContext } from './access.js';
import type { BotContext } from './context.js';
import { show } from './show.js';

/** Who did what, when: pages in the chat and a table for the office. People are numbers, as in the list of roles. */
export const audit = new Composer<BotContext>();

const allowed = requires('audit', audit);
const perPage = 15;
// Years of a provincial office, and a file of a megabyte.
const mostExported = 10_000;

allowed.command(commandsOf('audit'), (ctx) => showActs(ctx));
allowed.callbackQuery('v1:al:l', (ctx) => showActs(ctx));

// v1:al:b:<act>: those before it.
allowed.callbackQuery(/^v1:al:b:(\d{1,15})$/, (ctx) => showActs(ctx, Number(ctx.match[1])));

allowed.callbackQuery('v1:al:f', async (ctx) => {
  const acts = await listActs(ctx.deps.db, { limit: mostExported });
  const head = ['at', 'staff', 'action', 'object', 'facts'];
  const rows = acts.map(({ at, staff_id, action, object, facts }) => [
    ...[at.toISOString(), staff_id ?? '', action, object ?? ''],
    Object.keys(facts).length ? JSON.stringify(facts) : '',
  ]);
  const name = `loa-audit-${localDay(ctx.now, ctx.deps.pack.time_zone)}.csv`;
  await ctx.replyWithDocument(new InputFile(Buffer.from(writeCsv([head, ...rows])), name));
});

/** Notes what the sender just did, together with the doing of it. */
export async function record(
  { deps: { db }, staff, now }: StaffContext,
  action: Action,
  object?: NewAct['object'],
  facts?: NewAct['facts'],
): Promise<void> {
  await recordAct(db, { staff_id: staff.id, action, object, facts }, now);
}

async function showActs(ctx: StaffContext, before?: number): Promise<void> {
  const { locale } = ctx;
  // One more tells whether there are older ones.
  const acts = await listActs(ctx.deps.db, { before, limit: perPage + 1 });
  const shown = acts.slice(0, perPage);
  const keyboard = new InlineKeyboard();
  if (acts.length > perPage) keyboard.text(plain(locale, 'audit-older'), `v1:al:b:${shown.at(-1)!.id}`);
  if (before !== undefined) keyboard.text(plain(locale, 'audit-newest'), 'v1:al:l');
  keyboard.row().text(plain(locale, 'audit-file'), 'v1:al:f').text(plain(locale, 'admin-home'), 'v1:aa:h');
  const list = shown.map((act) => lineOf(ctx, act)).join('\n') || html(locale, 'audit-none');
  await show(ctx, html(locale, 'audit-title', { list: new Html(list) }), keyboard);
}

function lineOf({ locale, deps }: StaffContext, { at, staff_id, action, object, facts }: Act): string {
  const { time_zone } = deps.pack;
  const when = `${formatTime(at, time_zone)} ${formatDate(at, time_zone)}`;
  const { districts = [], role, ...others } = facts;
  const args = {
    ...others,
    object: object ?? '–',
    districts: [districts].flat().join(', ') || 'none',
    role: role ? plain(locale, `admin-role-${role}`) : '',
  };
  const what = new Html(html(locale, `audit-${action}`, args));
  return html(locale, 'audit-line', { when, number: staff_id === null ? '–' : String(staff_id), what });
}
