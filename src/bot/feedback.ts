import { Composer, InlineKeyboard } from 'grammy';
import { digestPage, digestStories, type NumberedStory } from '../digest/page.js';
import { UserError } from '../errors.js';
import { excerpt } from '../excerpt.js';
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

// Up to so many stories have a button with their title each, more have their number.
const mostTitles = 10;
const perRow = 8;
const longestTitle = 40;

// v1:g:l:<digest>:<page>: which story?
feedback.callbackQuery(/^v1:g:l:(\d{1,15}):(\d{1,4})$/, async (ctx) => {
  const { digest, page, stories } = await pressed(ctx);
  const keyboard = new InlineKeyboard();
  stories.forEach((story, index) => {
    const data = `v1:g:s:${digest}:${page}:${story.id}`;
    if (stories.length <= mostTitles) keyboard.text(labelOf(story), data).row();
    else keyboard.text(String(story.number), data);
    if (index % perRow === perRow - 1) keyboard.row();
  });
  keyboard.row().text(plain(ctx.locale, 'bot-button-back'), `v1:g:b:${digest}:${page}`);
  await showKeyboard(ctx, keyboard.inline_keyboard);
});

// v1:g:b:<digest>:<page>: the digest's own buttons again.
feedback.callbackQuery(/^v1:g:b:(\d{1,15}):(\d{1,4})$/, (ctx) => showOwnButtons(ctx));

// v1:g:s:<digest>:<page>:<article>: what about it?
feedback.callbackQuery(/^v1:g:s:(\d{1,15}):(\d{1,4}):(\d{1,15})$/, async (ctx) => {
  const { digest, page, story } = await pressedStory(ctx);
  const which = `${digest}:${page}:${story.id}`;
  const n = String(story.number);
  const keyboard = new InlineKeyboard()
    .text(plain(ctx.locale, 'bot-feedback-why', { n }), `v1:g:w:${which}`)
    .row()
    .text(plain(ctx.locale, 'bot-feedback-wrong', { n }), `v1:g:r:${which}`)
    .row();
  if (await findAllowed(ctx, 'withdraw'))
    keyboard.text(plain(ctx.locale, 'admin-withdraw', { n }), `v1:aw:q:${story.id}`).row();
  keyboard.text(plain(ctx.locale, 'bot-button-back'), `v1:g:l:${digest}:${page}`);
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

type Pressed = BotContext & { match: string | RegExpMatchArray };

async function pressed(ctx: Pressed): Promise<{ digest: number; page: number; stories: NumberedStory[] }> {
  const [digest, page] = [Number(ctx.match[1]), Number(ctx.match[2])];
  const stories = await digestStories(ctx.deps.db, ctx.deps.pack, digest, page);
  if (!stories) throw new UserError('bot-old-digest');
  return { digest, page, stories };
}

async function pressedStory(ctx: Pressed): Promise<{ digest: number; page: number; story: NumberedStory }> {
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

const labelOf = ({ number, title }: NumberedStory): string =>
  `${number}. ${excerpt(title.toWellFormed(), longestTitle)}`;
