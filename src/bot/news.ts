import { Composer } from 'grammy';
import { readersOf } from '../digest/model.js';
import type { Muted } from '../digest/muted.js';
import { latestNews } from '../digest/news.js';
import { digestPage } from '../digest/page.js';
import { UserError } from '../errors.js';
import { listDistricts } from '../store/region.js';
import type { Part } from '../store/schema.js';
import { plain } from '../texts.js';
import { asksForNews, findDistrictsAsked, readQuestion } from './asking.js';
import { decodeChoice } from './choice.js';
import { commands } from './commands.js';
import type { BotContext } from './context.js';
import { answerDay } from './date.js';
import { type Following, findFollowing, findThisChat } from './following.js';
import { answeredQuestion } from './question.js';
import { refuseInChannel, sendPayload, showPayload } from './show.js';

/** /news, the button "only look" and the pages of a digest. Looking stores nothing. */
export const news = new Composer<BotContext>();

// What is typed behind it, a day or a place, is a shortcut.
news.command(commands.news, async (ctx) => {
  if (await answerDay(ctx, ctx.match)) return;
  const districtIds = await findDistrictsAsked(ctx, ctx.match);
  await (districtIds.length ? sendNews(ctx, districtIds) : answerNews(ctx));
});

// v1:n: the same from a button.
news.callbackQuery('v1:n', (ctx) => {
  refuseInChannel(ctx);
  return answerNews(ctx);
});

// v1:l:<choice>: only look.
news.callbackQuery(/^v1:l:([\w-]*)$/, async (ctx) => {
  const districtIds = decodeChoice(await listDistricts(ctx.deps.db), ctx.match[1]!);
  if (!districtIds.length) throw new UserError('bot-old-button');
  await sendNews(ctx, districtIds);
});

// v1:p:<digest>:<page>: more of a digest, in place.
news.callbackQuery(/^v1:p:(\d{1,15}):(\d{1,4})$/, async (ctx) => {
  const { db, pack } = ctx.deps;
  const payload = await digestPage(db, pack, Number(ctx.match[1]), Number(ctx.match[2]));
  if (!payload) throw new UserError('bot-old-digest');
  await showPayload(ctx, withChoice(ctx, payload, await findFollowing(ctx)));
});

/**
 * 'tin mới', 'Đà Bắc có tin gì không?': the same from someone who types no slash, also of a place. After dates, which
 * may be asked for like that too.
 */
export const typedNews = new Composer<BotContext>();

typedNews
  .chatType('private')
  .on('message:text')
  .filter((ctx) => !answeredQuestion(ctx))
  .use(async (ctx, next) => {
    const { text } = ctx.message;
    const { about, asking } = readQuestion(text);
    if (!asksForNews(asking)) return next();
    if (!about.length) return answerNews(ctx);
    const districtIds = await findDistrictsAsked(ctx, text);
    await (districtIds.length ? sendNews(ctx, districtIds) : next());
  });

/** What these districts have now, at least the latest three stories, as a new message; nothing of it is muted. */
export async function sendNews(ctx: BotContext, districtIds: string[]): Promise<void> {
  await answerWith(ctx, districtIds, await findFollowing(ctx));
}

/** One's own news without what one mutes; someone who follows nothing yet reads the whole region's. */
async function answerNews(ctx: BotContext): Promise<void> {
  const following = await findFollowing(ctx);
  // An official's news are complete.
  const muted = following?.chat.style === 'citizen' ? following.chat : undefined;
  await answerWith(ctx, following?.districtIds ?? [ctx.deps.pack.id], following, muted);
}

/** A citizen's news is one message; what does not fit is behind its button. */
async function answerWith(
  ctx: BotContext,
  districtIds: string[],
  following: Following | undefined,
  muted?: Muted,
): Promise<void> {
  const { db, pack } = ctx.deps;
  const display = (await findThisChat(ctx))?.display ?? 'normal';
  const readers = ctx.subject && readersOf(ctx.subject.kind);
  const options = { display, muted, ...(readers && { readers }) };
  const [part] = await latestNews(db, pack, districtIds, ctx.locale, ctx.now, options);
  await sendPayload(ctx, withChoice(ctx, part!.payload, following));
}

/** Under what is read by someone who follows nothing stands the way to choose. */
function withChoice(
  { chat, locale }: BotContext,
  payload: Part['payload'],
  following: Following | undefined,
): Part['payload'] {
  if (following || chat?.type === 'channel') return payload;
  const choose = [{ text: plain(locale, 'bot-button-choose'), callback_data: 'v1:dn' }];
  const rows = payload.reply_markup?.inline_keyboard ?? [];
  return { ...payload, reply_markup: { inline_keyboard: [...rows, choose] } };
}
