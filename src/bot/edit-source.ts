import { Composer, InlineKeyboard } from 'grammy';
import { UserError } from '../errors.js';
import { endSource, renameNewspaper } from '../store/admin-sources.js';
import { findSource, type Source } from '../store/sources.js';
import { html, nameIn, plain } from '../texts.js';
import { requires, type StaffContext } from './access.js';
import { inEveryLanguage, readName } from './add-source.js';
import type { BotContext } from './context.js';
import { answeredQuestion, ask } from './question.js';
import { show } from './show.js';

/** Renames the newspaper of a source that an admin added, or ends the source; a pack's can only be paused. */
export const editSource = new Composer<BotContext>();

const allowed = requires('sources', editSource);

allowed.callbackQuery(/^v1:as:e:([a-z0-9-]+)$/, async (ctx) => showCard(ctx, await get(ctx, ctx.match[1]!)));

allowed.callbackQuery(/^v1:as:en:([a-z0-9-]+)$/, async (ctx) => {
  const { id } = await get(ctx, ctx.match[1]!);
  await ask(ctx, 'admin-source-name-question', `v1:as:en:${id}`);
});

allowed.on('message', async (ctx, next) => {
  const [, id] = /^v1:as:en:([a-z0-9-]+)$/.exec(answeredQuestion(ctx) ?? '') ?? [];
  if (!id) return next();
  await get(ctx, id);
  await renameNewspaper(ctx.deps.db, id, inEveryLanguage(ctx, readName(ctx)));
  await showCard(ctx, await get(ctx, id));
});

allowed.callbackQuery(/^v1:as:ed:([a-z0-9-]+)$/, async (ctx) => {
  const source = await get(ctx, ctx.match[1]!);
  const keyboard = new InlineKeyboard()
    .text(plain(ctx.locale, 'admin-source-end'), `v1:as:ey:${source.id}`)
    .danger()
    .text(plain(ctx.locale, 'admin-back'), `v1:as:e:${source.id}`);
  await show(ctx, html(ctx.locale, 'admin-source-end-question', argsOf(ctx, source)), keyboard);
});

allowed.callbackQuery(/^v1:as:ey:([a-z0-9-]+)$/, async (ctx) => {
  const source = await get(ctx, ctx.match[1]!);
  await endSource(ctx.deps.db, source.id, ctx.now);
  const keyboard = new InlineKeyboard().text(plain(ctx.locale, 'admin-open-sources'), 'v1:as:l');
  await show(ctx, html(ctx.locale, 'admin-source-ended', argsOf(ctx, source)), keyboard);
});

async function showCard(ctx: StaffContext, source: Source): Promise<void> {
  const { locale } = ctx;
  const keyboard = new InlineKeyboard()
    .text(plain(locale, 'admin-source-rename'), `v1:as:en:${source.id}`)
    .text(plain(locale, 'admin-source-end'), `v1:as:ed:${source.id}`)
    .row()
    .text(plain(locale, 'admin-back'), 'v1:as:l');
  await show(
    ctx,
    html(locale, 'admin-source-card', { ...argsOf(ctx, source), address: source.url }),
    keyboard,
  );
}

const argsOf = ({ locale }: StaffContext, { id, newspaper, section }: Source) => ({
  id,
  newspaper: nameIn(locale, newspaper),
  section: section ?? '–',
});

async function get(ctx: StaffContext, id: string): Promise<Source> {
  const source = await findSource(ctx.deps.db, id);
  if (source?.added_by !== 'admin') throw new UserError('admin-source-gone');
  return source;
}
