import { Composer, InlineKeyboard } from 'grammy';
import { SourceError, UserError } from '../errors.js';
import { readSource } from '../ingest/read.js';
import { endSource, renameNewspaper } from '../store/admin-sources.js';
import { findSource, type Source } from '../store/sources.js';
import { Html, html, nameIn, plain } from '../texts.js';
import { requires, type StaffContext } from './access.js';
import { inEveryLanguage, readName } from './add-source.js';
import { record } from './audit.js';
import type { BotContext } from './context.js';
import { answeredQuestion, ask } from './question.js';
import { samplesText, shorten } from './samples.js';
import { show } from './show.js';
import { faultOf } from './source-fault.js';

/**
 * One source: its address, its articles as the parser sees them now, and, if an admin added it, another name for its
 * newspaper or its end. A pack's source is named and ended in the pack.
 */
export const sourceDetails = new Composer<BotContext>();

// With three articles it stays below the 4,096 characters of a message.
const addressLength = 500;

const allowed = requires('sources', sourceDetails);

allowed.callbackQuery(/^v1:as:e:([a-z0-9-]+)$/, async (ctx) => showCard(ctx, await get(ctx, ctx.match[1]!)));

allowed.callbackQuery(/^v1:as:es:([a-z0-9-]+)$/, async (ctx) => {
  const source = await get(ctx, ctx.match[1]!);
  await showCard(ctx, source, await readSamples(ctx, source));
});

allowed.callbackQuery(/^v1:as:en:([a-z0-9-]+)$/, async (ctx) => {
  const { id } = await getAdded(ctx, ctx.match[1]!);
  await ask(ctx, 'admin-source-name-question', `v1:as:en:${id}`);
});

allowed.on('message', async (ctx, next) => {
  const [, id] = /^v1:as:en:([a-z0-9-]+)$/.exec(answeredQuestion(ctx) ?? '') ?? [];
  if (!id) return next();
  await getAdded(ctx, id);
  await renameNewspaper(ctx.deps.db, id, inEveryLanguage(ctx, readName(ctx)));
  await record(ctx, 'source-renamed', id);
  await showCard(ctx, await get(ctx, id));
});

allowed.callbackQuery(/^v1:as:ed:([a-z0-9-]+)$/, async (ctx) => {
  const source = await getAdded(ctx, ctx.match[1]!);
  const keyboard = new InlineKeyboard()
    .text(plain(ctx.locale, 'admin-source-end'), `v1:as:ey:${source.id}`)
    .danger()
    .text(plain(ctx.locale, 'admin-back'), `v1:as:e:${source.id}`);
  await show(ctx, html(ctx.locale, 'admin-source-end-question', argsOf(ctx, source)), keyboard);
});

allowed.callbackQuery(/^v1:as:ey:([a-z0-9-]+)$/, async (ctx) => {
  const source = await getAdded(ctx, ctx.match[1]!);
  await endSource(ctx.deps.db, source.id, ctx.now);
  await record(ctx, 'source-ended', source.id);
  const keyboard = new InlineKeyboard().text(plain(ctx.locale, 'admin-open-sources'), 'v1:as:l');
  await show(ctx, html(ctx.locale, 'admin-source-ended', argsOf(ctx, source)), keyboard);
});

async function showCard(ctx: StaffContext, source: Source, samples = new Html('')): Promise<void> {
  const { locale } = ctx;
  const keyboard = new InlineKeyboard()
    .text(plain(locale, 'admin-source-samples'), `v1:as:es:${source.id}`)
    .row();
  if (source.added_by === 'admin')
    keyboard
      .text(plain(locale, 'admin-source-rename'), `v1:as:en:${source.id}`)
      .text(plain(locale, 'admin-source-end'), `v1:as:ed:${source.id}`)
      .row();
  keyboard.text(plain(locale, 'admin-back'), 'v1:as:l');
  const args = { ...argsOf(ctx, source), address: shorten(source.url, addressLength), samples };
  await show(ctx, html(locale, 'admin-source-card', args), keyboard);
}

/** Read now, with nothing stored: the fastest way to notice that a newspaper was rebuilt. */
async function readSamples(ctx: StaffContext, source: Source): Promise<Html> {
  const { deps, locale, now } = ctx;
  try {
    const result = await readSource(deps.fetcher, { ...source, etag: null, last_modified: null }, now);
    const items = result.status === 'ok' ? result.listed.items : [];
    if (items.length) return await samplesText(ctx, source, items);
    return new Html(html(locale, 'admin-source-no-samples'));
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return new Html(html(locale, 'admin-source-unread', { error: faultOf(locale, error) }));
  }
}

const argsOf = ({ locale }: StaffContext, { id, newspaper, section }: Source) => ({
  id,
  newspaper: nameIn(locale, newspaper),
  section: section ?? '–',
});

async function get(ctx: StaffContext, id: string): Promise<Source> {
  const source = await findSource(ctx.deps.db, id);
  if (!source) throw new UserError('admin-source-gone');
  return source;
}

async function getAdded(ctx: StaffContext, id: string): Promise<Source> {
  const source = await get(ctx, id);
  if (source.added_by !== 'admin') throw new UserError('admin-source-of-pack');
  return source;
}
