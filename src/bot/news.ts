import { Composer, InlineKeyboard } from 'grammy';
import { readersOf } from '../digest/model.js';
import type { Muted } from '../digest/muted.js';
import { latestNews } from '../digest/news.js';
import { digestPage } from '../digest/page.js';
import { UserError } from '../errors.js';
import { listDistricts } from '../store/region.js';
import type { Part } from '../store/schema.js';
import { plain } from '../texts.js';
import { decodeChoice } from './choice.js';
import { commands } from './commands.js';
import type { BotContext } from './context.js';
import { type Following, findFollowing, findThisChat } from './following.js';
import { sendPayload, showPayload } from './show.js';

/** /news, the button "only look" and the pages of a digest. Looking stores nothing. */
export const news = new Composer<BotContext>();

news.command(commands.news, (ctx) => answerNews(ctx));

// v1:n: the same from a button.
news.callbackQuery('v1:n', (ctx) => answerNews(ctx));

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
  await showPayload(ctx, payload);
});

/** What these districts have now, at least the latest three stories, as a new message. */
export async function sendNews(ctx: BotContext, districtIds: string[]): Promise<void> {
  await sendPayload(ctx, await composeNews(ctx, districtIds));
}

/** Someone who follows nothing yet reads the whole region's news, and finds the way to choose under it. */
async function answerNews(ctx: BotContext): Promise<void> {
  const following = await findFollowing(ctx);
  if (following) return sendPayload(ctx, await composeNews(ctx, following.districtIds, mutedBy(following)));
  const payload = await composeNews(ctx, [ctx.deps.pack.id]);
  const choose = new InlineKeyboard().text(plain(ctx.locale, 'bot-button-choose'), 'v1:dn');
  const rows = payload.reply_markup?.inline_keyboard ?? [];
  await sendPayload(ctx, {
    ...payload,
    reply_markup: { inline_keyboard: [...rows, ...choose.inline_keyboard] },
  });
}

/** An official's news are complete. */
const mutedBy = ({ chat }: Following) => (chat.style === 'citizen' ? chat : undefined);

/** A citizen's news is one message; what does not fit is behind its button. */
async function composeNews(ctx: BotContext, districtIds: string[], muted?: Muted): Promise<Part['payload']> {
  const { db, pack } = ctx.deps;
  const display = (await findThisChat(ctx))?.display ?? 'normal';
  const readers = ctx.subject && readersOf(ctx.subject.kind);
  const options = { display, muted, ...(readers && { readers }) };
  const [part] = await latestNews(db, pack, districtIds, ctx.locale, ctx.now, options);
  const { payload } = part!;
  if (readers === 'channel') return payload;
  const week = [{ text: plain(ctx.locale, 'bot-button-week'), callback_data: 'v1:m:w' }];
  return {
    ...payload,
    reply_markup: { inline_keyboard: [...(payload.reply_markup?.inline_keyboard ?? []), week] },
  };
}
