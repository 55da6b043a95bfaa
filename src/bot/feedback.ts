import { Composer, InlineKeyboard } from 'grammy';
import { digestPage, digestStories, type NumberedStory } from '../digest/page.js';
import { UserError } from '../errors.js';
import { listEvidence } from '../store/evidence.js';
import { recordReport } from '../store/reports.js';
import { plain } from '../texts.js';
import { findAllowed } from './access.js';
import type { BotContext } from './context.js';
import { findFollowing } from './following.js';
import { showKeyboard } from './show.js';
import { explain } from './why.js';

/**
 * About one story of a digest: why it is there, and that its area is wrong. The digest's text stays as it is, only the
 * buttons under it change, so that a list of stories never pushes the news away.
 */
export const feedback = new Composer<BotContext>();

// So many stories have what can be asked and said of them at once, more have their number first.
const mostAtOnce = 10;
const perRow = 8;

// v1:g:l:<digest>:<page>: which story, and what about it?
feedback.callbackQuery(/^v1:g:l:(\d{1,15}):(\d{1,4})$/, async (ctx) => {
  const { digest, page, stories } = await pressed(ctx);
  const keyboard = new InlineKeyboard();
  const mayWithdraw = await findAllowed(ctx, 'withdraw');
  stories.forEach((story, index) => {
    if (stories.length <= mostAtOnce) addStory(ctx, keyboard, { digest, page, story }, !!mayWithdraw);
    else keyboard.text(String(story.number), `v1:g:s:${digest}:${page}:${story.id}`);
    if (index % perRow === perRow - 1) keyboard.row();
  });
  keyboard.row().text(plain(ctx.locale, 'bot-button-back'), `v1:g:b:${digest}:${page}`);
  await showKeyboard(ctx, keyboard.inline_keyboard);
});

// v1:g:b:<digest>:<page>: the digest's own buttons again.
feedback.callbackQuery(/^v1:g:b:(\d{1,15}):(\d{1,4})$/, (ctx) => showOwnButtons(ctx));

// v1:g:s:<digest>:<page>:<article>: what about it?
feedback.callbackQuery(/^v1:g:s:(\d{1,15}):(\d{1,4}):(\d{1,15})$/, async (ctx) => {
  const pressed = await pressedStory(ctx);
  const keyboard = new InlineKeyboard();
  addStory(ctx, keyboard, pressed, !!(await findAllowed(ctx, 'withdraw')));
  keyboard.text(plain(ctx.locale, 'bot-button-back'), `v1:g:l:${pressed.digest}:${pressed.page}`);
  await showKeyboard(ctx, keyboard.inline_keyboard);
});

// v1:g:w:<digest>:<page>:<article>: why this?
feedback.callbackQuery(/^v1:g:w:(\d{1,15}):(\d{1,4}):(\d{1,15})$/, async (ctx) => {
  const { story } = await pressedStory(ctx);
  const { text } = await explain(ctx, await listEvidence(ctx.deps.db, story.id), story);
  await ctx.answerCallbackQuery({ text, show_alert: true });
});

// v1:g:r:<digest>:<page>:<article>: its area is wrong. Told once by each chat; nothing is kept of those that never agreed.
feedback.callbackQuery(/^v1:g:r:(\d{1,15}):(\d{1,4}):(\d{1,15})$/, async (ctx) => {
  const { story } = await pressedStory(ctx);
  const following = await findFollowing(ctx);
  if (!following) throw new UserError('bot-feedback-followers-only');
  // What somebody has put right since is not reported for where it stood.
  const { text, stands } = await explain(ctx, await listEvidence(ctx.deps.db, story.id), story);
  if (stands) await recordReport(ctx.deps.db, story.id, following.chat.id, ctx.now);
  await ctx.answerCallbackQuery({
    text: stands ? plain(ctx.locale, 'bot-feedback-thanks') : text,
    show_alert: true,
  });
  await showOwnButtons(ctx);
});

function addStory(
  { locale }: BotContext,
  keyboard: InlineKeyboard,
  { digest, page, story }: PressedStory,
  mayWithdraw: boolean,
): void {
  const which = `${digest}:${page}:${story.id}`;
  const n = String(story.number);
  keyboard
    .text(plain(locale, 'bot-feedback-why', { n }), `v1:g:w:${which}`)
    .text(plain(locale, 'bot-feedback-wrong', { n }), `v1:g:r:${which}`)
    .row();
  if (mayWithdraw) keyboard.text(plain(locale, 'admin-withdraw', { n }), `v1:aw:q:${story.id}`).row();
}

type Pressed = BotContext & { match: string | RegExpMatchArray };

interface PressedStory {
  digest: number;
  page: number;
  story: NumberedStory;
}

async function pressed(ctx: Pressed): Promise<{ digest: number; page: number; stories: NumberedStory[] }> {
  const [digest, page] = [Number(ctx.match[1]), Number(ctx.match[2])];
  const stories = await digestStories(ctx.deps.db, ctx.deps.pack, digest, page);
  if (!stories) throw new UserError('bot-old-digest');
  return { digest, page, stories };
}

async function pressedStory(ctx: Pressed): Promise<PressedStory> {
  const { stories, ...where } = await pressed(ctx);
  const story = stories.find(({ id }) => id === Number(ctx.match[3]));
  if (!story) throw new UserError('bot-old-digest');
  return { ...where, story };
}

async function showOwnButtons(ctx: Pressed): Promise<void> {
  const { db, pack } = ctx.deps;
  const payload = await digestPage(db, pack, Number(ctx.match[1]), Number(ctx.match[2]));
  if (!payload) throw new UserError('bot-old-digest');
  await showKeyboard(ctx, payload.reply_markup?.inline_keyboard ?? []);
}
