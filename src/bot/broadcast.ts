import { Composer } from 'grammy';
import type { Message } from 'grammy/types';
import { UserError } from '../errors.js';
import {
  type Announcement,
  confirmAnnouncement,
  findAnnouncement,
  recordAnnouncement,
  saveAudience,
  saveSpread,
  withdrawAnnouncement,
  withdrawDraft,
} from '../store/announcements.js';
import type { Action } from '../store/audit.js';
import { notifyDeliveries } from '../store/deliveries.js';
import { ensurePartition } from '../store/partitions.js';
import { resendFailed } from '../store/resend.js';
import { findAnnouncementRun, markPaused, markResumed, type Run } from '../store/runs.js';
import type { Part } from '../store/schema.js';
import { html, plain } from '../texts.js';
import { commandsOf, requires, type StaffContext } from './access.js';
import {
  audienceDistricts,
  audienceOf,
  chooseDistricts,
  showDraft,
  showProgress,
  startOf,
} from './announcement.js';
import { record } from './audit.js';
import type { BotContext } from './context.js';
import { toggled } from './picker.js';
import { nextSpread } from './progress.js';
import { answeredQuestion, ask } from './question.js';
import { sendPayload, show } from './show.js';

/**
 * An admin's own message to readers: write it, see it as they will, choose the districts, confirm the number of
 * people, watch it go out, stop it. The draft is a row, so a restart between two steps loses nothing.
 */
export const broadcast = new Composer<BotContext>();

const allowed = requires('broadcast', broadcast);
const question = 'v1:ab:t';

allowed.command(commandsOf('broadcast'), async (ctx) => {
  const replied = ctx.message?.reply_to_message;
  if (replied) await compose(ctx, replied);
  else await ask(ctx, 'admin-broadcast-question', question);
});

allowed.callbackQuery('v1:ab:n', (ctx) => ask(ctx, 'admin-broadcast-question', question));

allowed.callbackQuery(/^v1:ab:e:(\d{1,15})$/, async (ctx) => {
  const draft = await pressed(ctx);
  if (isOpen(draft)) await ask(ctx, 'admin-broadcast-question', `${question}:${draft.id}`);
  else await showProgress(ctx, draft);
});

allowed.on('message', async (ctx, next) => {
  const answered = /^v1:ab:t(?::(\d{1,15}))?$/.exec(answeredQuestion(ctx) ?? '');
  if (!answered) return next();
  await compose(ctx, ctx.message, answered[1] ? Number(answered[1]) : undefined);
});

allowed.callbackQuery(/^v1:ab:c:(\d{1,15})$/, async (ctx) => {
  const draft = await pressed(ctx);
  if (isOpen(draft)) await showDraft(ctx, draft);
  else await showProgress(ctx, draft);
});

allowed.callbackQuery(/^v1:ab:d:(\d{1,15}):(\d{1,5})$/, async (ctx) => {
  const draft = await pressed(ctx);
  if (isOpen(draft)) await chooseDistricts(ctx, draft, Number(ctx.match[2]));
  else await showProgress(ctx, draft);
});

allowed.callbackQuery(/^v1:ab:o:(\d{1,15}):(\d{1,5}|all):(\d{1,5})$/, async (ctx) => {
  const draft = await pressed(ctx);
  if (!isOpen(draft)) return showProgress(ctx, draft);
  const districts = await audienceDistricts(ctx.deps.db);
  const district = districts.find(({ number }) => String(number) === ctx.match[2]);
  const district_ids = district ? toggled(districts, draft.district_ids, district) : [];
  await saveAudience(ctx.deps.db, draft.id, district_ids);
  await chooseDistricts(ctx, { ...draft, district_ids }, Number(ctx.match[3]));
});

allowed.callbackQuery(/^v1:ab:x:(\d{1,15})$/, async (ctx) => {
  const draft = await pressed(ctx);
  if (!isOpen(draft)) return showProgress(ctx, draft);
  await withdrawDraft(ctx.deps.db, draft.id, ctx.now);
  await show(ctx, html(ctx.locale, 'admin-broadcast-cancelled'));
});

allowed.callbackQuery(/^v1:ab:s:(\d{1,15}):(\d{1,9})$/, async (ctx) => {
  const draft = await pressed(ctx);
  const { db } = ctx.deps;
  const expected = Number(ctx.match[2]);
  const options = {
    allowed: audienceOf(ctx),
    sendAfter: startOf(ctx, expected, draft.spread_minutes) ?? null,
  };
  await ensurePartition(db, draft.created_at);
  const outcome = await db
    .transaction()
    .execute((trx) => confirmAnnouncement(trx, draft.id, expected, options, ctx.now));
  if (outcome.state === 'changed') {
    const text = plain(ctx.locale, 'admin-broadcast-changed', { chats: outcome.chats });
    await ctx.answerCallbackQuery({ text, show_alert: true });
    return showDraft(ctx, draft);
  }
  if (outcome.state === 'confirmed')
    await record(ctx, 'broadcast-confirmed', draft.id, {
      chats: outcome.chats,
      districts: draft.district_ids,
    });
  await notifyDeliveries(db);
  await showProgress(ctx, await get(ctx, draft.id));
});

allowed.callbackQuery(/^v1:ab:p:(\d{1,15})$/, async (ctx) => showProgress(ctx, await pressed(ctx)));

allowed.callbackQuery(/^v1:ab:w:(\d{1,15})$/, async (ctx) => {
  const announcement = await pressed(ctx);
  await ctx.deps.db.transaction().execute((trx) => withdrawAnnouncement(trx, announcement, ctx.now));
  await record(ctx, 'broadcast-withdrawn', announcement.id);
  await showProgress(ctx, await get(ctx, announcement.id));
});

allowed.callbackQuery(/^v1:ab:r:(\d{1,15})$/, async (ctx) => {
  const draft = await pressed(ctx);
  if (!isOpen(draft)) return showProgress(ctx, draft);
  const spread_minutes = nextSpread(draft.spread_minutes);
  await saveSpread(ctx.deps.db, draft.id, spread_minutes);
  await showDraft(ctx, { ...draft, spread_minutes });
});

allowed.callbackQuery(/^v1:ab:h:(\d{1,15})$/, (ctx) =>
  steer(ctx, 'run-paused', ({ id }) => markPaused(ctx.deps.db, id, ctx.now)),
);
allowed.callbackQuery(/^v1:ab:g:(\d{1,15})$/, (ctx) =>
  steer(ctx, 'run-resumed', ({ id }) => markResumed(ctx.deps.db, id, ctx.now)),
);
allowed.callbackQuery(/^v1:ab:a:(\d{1,15})$/, (ctx) =>
  steer(ctx, 'run-resent', (run) => resendFailed(ctx.deps.db, run, null, ctx.now)),
);

/** Changes how an announcement goes out, and shows how it does. */
async function steer(
  ctx: StaffContext & { match: string | RegExpMatchArray },
  action: Action,
  change: (run: Run) => Promise<unknown>,
): Promise<void> {
  const announcement = await pressed(ctx);
  const run = await findAnnouncementRun(ctx.deps.db, announcement.id, ctx.now);
  if (run) {
    await change(run);
    await record(ctx, action, run.id);
    await notifyDeliveries(ctx.deps.db);
  }
  await showProgress(ctx, announcement);
}

/**
 * Keeps the message as a draft and shows it as readers will get it. An edit is a new draft in place of `former`,
 * so that the old card never sends a text that does not stand above it.
 */
async function compose(ctx: StaffContext, message: Message, former?: number): Promise<void> {
  const { db } = ctx.deps;
  const payload = payloadOf(message);
  if (!payload) throw new UserError('admin-broadcast-text-only');
  const before = former === undefined ? undefined : await findAnnouncement(db, former);
  const content = { parts: [{ payload, article_ids: [] }], district_ids: before?.district_ids ?? [] };
  const draft = await recordAnnouncement(db, ctx.staff.id, content, ctx.now);
  if (before) await withdrawDraft(db, before.id, ctx.now);
  await sendPayload(ctx, payload);
  await showDraft(ctx, draft);
}

/** A text with its formatting. A mention of a person without username would store their name: it stays text. */
function payloadOf(message: Message): Part['payload'] | undefined {
  if (!message.text?.trim()) return undefined;
  const entities = message.entities?.filter(({ type }) => type !== 'text_mention') ?? [];
  return {
    text: message.text,
    ...(entities.length && { entities }),
    ...(message.link_preview_options?.is_disabled && { link_preview_options: { is_disabled: true } }),
  };
}

const isOpen = ({ confirmed_at, withdrawn_at }: Announcement): boolean => !confirmed_at && !withdrawn_at;

/** The announcement a button belongs to. */
const pressed = (ctx: StaffContext & { match: string | RegExpMatchArray }): Promise<Announcement> =>
  get(ctx, Number(ctx.match[1]));

async function get(ctx: StaffContext, id: number): Promise<Announcement> {
  const announcement = await findAnnouncement(ctx.deps.db, id);
  if (!announcement) throw new UserError('admin-broadcast-gone');
  return announcement;
}
