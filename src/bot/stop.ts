import { Composer, InlineKeyboard } from 'grammy';
import { UserError } from '../errors.js';
import { listDistricts } from '../store/region.js';
import { endSubscriptions, reopenSubscriptions } from '../store/subscriptions.js';
import { moveSubscriptions } from '../store/successors.js';
import { Html, html, plain } from '../texts.js';
import { dueAfter } from '../time.js';
import { namesOf, openIds } from './choice.js';
import { commands } from './commands.js';
import type { BotContext } from './context.js';
import { type Following, findFollowing, findThisChat } from './following.js';
import { announceMenu } from './menu.js';
import { pauseFor } from './pause.js';
import { changeSchedule, isPaused, nextText } from './schedule.js';
import { show } from './show.js';

/** /stop: a week's pause, or the end; at once, and undone by one press. */
export const stop = new Composer<BotContext>();

stop.command(commands.stop, (ctx) => askHow(ctx));
stop.callbackQuery('v1:x', (ctx) => askHow(ctx));

stop.callbackQuery('v1:xp', async (ctx) => {
  const following = await getFollowing(ctx);
  await pauseFor(ctx, following, 7);
  const { chat } = await getFollowing(ctx);
  await show(
    ctx,
    html(ctx.locale, 'bot-paused', {
      next: new Html(nextText(ctx, chat)),
      digests: chat.due_at ? 'yes' : 'no',
    }),
    new InlineKeyboard().text(plain(ctx.locale, 'bot-button-resume'), 'v1:sr'),
  );
});

stop.callbackQuery('v1:xy', async (ctx) => {
  const { chat } = await getFollowing(ctx);
  const pause = isPaused(chat, ctx.now) ? `:${chat.paused_until.getTime().toString(36)}` : '';
  await ctx.deps.db.transaction().execute((trx) => endSubscriptions(trx, chat.id, 'all', 'stopped', ctx.now));
  await show(
    ctx,
    html(ctx.locale, 'bot-stopped'),
    new InlineKeyboard()
      .text(plain(ctx.locale, 'bot-button-undo'), `v1:xu:${ctx.now.getTime().toString(36)}${pause}`)
      .text(plain(ctx.locale, 'bot-button-erase-now'), 'v1:eq'),
  );
  if (chat.style === 'official') await announceMenu(ctx);
});

// v1:xu:<when>[:<until>], ms in base 36: takes back the stop made at that moment, in a pause until then.
stop.callbackQuery(/^v1:xu:([0-9a-z]{1,9})(?::([0-9a-z]{1,9}))?$/, async (ctx) => {
  const { db, pack } = ctx.deps;
  const chat = await findThisChat(ctx);
  if (!chat) throw new UserError('bot-undo-too-late');
  const isServed = Boolean(await findFollowing(ctx));
  const stopped_at = new Date(Number.parseInt(ctx.match[1]!, 36));
  const due_at = dueAfter(chat, pack.time_zone, ctx.now);
  const isReopened = await db.transaction().execute(async (trx) => {
    const reopened = await reopenSubscriptions(trx, chat.id, stopped_at, due_at);
    const open = openIds(await listDistricts(trx), reopened);
    // A district that ended in between stands as its successor.
    if (reopened.some((id) => !open.includes(id))) await moveSubscriptions(trx, ctx.now);
    return reopened.length > 0;
  });
  let following = await findFollowing(ctx);
  // Who has begun anew since then has not asked for the pause.
  if (following && isReopened && !isServed && ctx.match[2]) {
    const paused_until = new Date(Number.parseInt(ctx.match[2], 36));
    await changeSchedule(ctx, following, () => ({ paused_until }));
    following = await findFollowing(ctx);
  }
  if (!following) throw new UserError('bot-undo-too-late');
  await show(
    ctx,
    html(ctx.locale, 'bot-stop-undone', {
      districts: namesOf(await listDistricts(db), following.districtIds, ctx.locale),
      next: new Html(nextText(ctx, following.chat)),
    }),
    new InlineKeyboard().text(plain(ctx.locale, 'bot-button-settings'), 'v1:s'),
  );
  if (chat.style === 'official') await announceMenu(ctx);
});

async function askHow(ctx: BotContext): Promise<void> {
  const following = await findFollowing(ctx);
  if (!following) return show(ctx, html(ctx.locale, 'bot-nothing-to-stop'));
  const { style, weekdays } = following.chat;
  const keyboard = new InlineKeyboard().text(plain(ctx.locale, 'bot-button-pause'), 'v1:xp').row();
  // Of the settings; officials are served as they were invited, and one weekday is weekly.
  if (style === 'citizen' && weekdays.length > 1)
    keyboard.text(plain(ctx.locale, 'bot-button-to-weekly'), 'v1:sf:w').row();
  await show(
    ctx,
    html(ctx.locale, 'bot-stop'),
    keyboard
      .text(plain(ctx.locale, 'bot-button-stop'), 'v1:xy')
      .danger()
      .row()
      .text(plain(ctx.locale, 'bot-button-keep'), 'v1:s'),
  );
}

async function getFollowing(ctx: BotContext): Promise<Following> {
  const following = await findFollowing(ctx);
  if (!following) throw new UserError('bot-nothing-to-stop');
  return following;
}
