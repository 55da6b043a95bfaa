import { Composer, InlineKeyboard } from 'grammy';
import { withdrawArticle } from '../digest/withdraw.js';
import { UserError } from '../errors.js';
import { excerpt } from '../excerpt.js';
import { esc } from '../html.js';
import { listWithdrawable, type Withdrawable } from '../store/withdrawals.js';
import { Html, html, nameIn, plain } from '../texts.js';
import { requires, type StaffContext } from './access.js';
import { record } from './audit.js';
import type { BotContext } from './context.js';
import { sendPayload, show } from './show.js';

/** Taking an article back, reached from a story of a digest and from the queue: asked once, because it stays so. */
export const withdraw = new Composer<BotContext>();

const allowed = requires('withdraw', withdraw);

// A button and at most two lines each.
const mostArticles = 8;
const longestTitle = 200;
const longestName = 40;

// v1:aw:q:<article>: which article of its story? In a message of its own, so that the digest or the card stays.
allowed.callbackQuery(/^v1:aw:q:(\d{1,15})$/, async (ctx) => {
  const { locale } = ctx;
  const articles = (await listWithdrawable(ctx.deps.db, Number(ctx.match[1]))).slice(0, mostArticles);
  if (!articles.length) throw new UserError('admin-withdraw-gone');
  const keyboard = new InlineKeyboard();
  articles.forEach(({ id, newspaper }, index) => {
    const name = excerpt(nameIn(locale, newspaper), longestName);
    const label = plain(locale, 'admin-withdraw-yes', { number: String(index + 1), newspaper: name });
    keyboard.text(label, `v1:aw:y:${id}`).danger().row();
  });
  keyboard.text(plain(locale, 'admin-withdraw-no'), 'v1:aw:n');
  const list = articles.map((article, index) => `${index + 1}. ${line(ctx, article)}`).join('\n');
  await sendPayload(ctx, {
    text: html(locale, 'admin-withdraw-question', { list: new Html(list) }),
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    reply_markup: { inline_keyboard: keyboard.inline_keyboard },
  });
});

allowed.callbackQuery('v1:aw:n', (ctx) => show(ctx, html(ctx.locale, 'admin-withdraw-kept')));

// v1:aw:y:<article>
allowed.callbackQuery(/^v1:aw:y:(\d{1,15})$/, async (ctx) => {
  const { db, pack } = ctx.deps;
  const id = Number(ctx.match[1]);
  const article = (await listWithdrawable(db, id)).find((one) => one.id === id);
  const isWithdrawn = article && (await withdrawArticle(db, pack, id, ctx.staff.id, ctx.now));
  if (!isWithdrawn) return show(ctx, html(ctx.locale, 'admin-withdraw-gone'));
  await record(ctx, 'article-withdrawn', id);
  await show(ctx, html(ctx.locale, 'admin-withdrawn', { article: new Html(line(ctx, article)) }));
});

function line({ locale }: StaffContext, { title, newspaper }: Withdrawable): string {
  return `“${esc(excerpt(title.toWellFormed(), longestTitle))}” (${esc(nameIn(locale, newspaper))})`;
}
