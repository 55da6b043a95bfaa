import { InlineKeyboard } from 'grammy';
import { excerpt } from '../excerpt.js';
import { type Candidate, findCandidates, learnFrom } from '../gazetteer/candidates.js';
import { esc } from '../html.js';
import { findArticle } from '../store/articles.js';
import { countQueued, type QueuedArticle } from '../store/decisions.js';
import { type District, listDistricts } from '../store/region.js';
import { listRemembered, pageRemembered } from '../store/remembered.js';
import { html, nameIn, plain } from '../texts.js';
import { formatDay, formatTime } from '../time.js';
import type { StaffContext } from './access.js';
import { encodeChoice, findOpen, namesOf, openDistricts } from './choice.js';
import { districtKeyboard, toggled } from './picker.js';
import { show } from './show.js';

/** What a decision says of a place name that nothing is remembered of yet. */
export interface Lesson {
  article_id: number;
  /** Among the article's place names. */
  index: number;
  key: string;
  place: string;
  district_ids: string[];
}

interface After {
  done?: string;
  lessons?: Lesson[];
}

const mostCandidates = 6;
const mostNames = 8;
// In UTF-16 units: all together, and what stands around them, stay below a message's 4,096 characters.
const longest = { title: 300, lead: 1200, link: 600, places: 300 };

/** One article with what speaks for which district, and a button for each way to decide. */
export async function showArticle(
  ctx: StaffContext,
  article: QueuedArticle,
  after: After = {},
): Promise<void> {
  const { locale } = ctx;
  const all = await listDistricts(ctx.deps.db);
  const candidates = candidatesOf(ctx, article);
  const keyboard = lessonButtons(ctx, all, after.lessons ?? [], article);
  const decide = (ids: readonly string[]) => `v1:aq:d:${article.id}:${encodeChoice(all, ids)}`;
  const likely = likelyDistricts(all, candidates);
  likely.forEach((district, index) => {
    keyboard.text(nameIn(locale, district.name), decide([district.id]));
    if (index % 2) keyboard.row();
  });
  keyboard
    .row()
    .text(plain(locale, 'bot-whole-region'), decide([ctx.deps.pack.id]))
    .text(
      plain(locale, 'admin-queue-other'),
      `v1:aq:p:${article.id}:0:${encodeChoice(all, article.district_ids)}`,
    )
    .row()
    .text(plain(locale, 'admin-queue-not-ours-button'), decide([]))
    .text(plain(locale, 'admin-queue-skip'), `v1:aq:n:${article.id}`)
    .row()
    .text(plain(locale, 'admin-queue-withdraw'), `v1:aw:q:${article.id}`)
    .row()
    .text(plain(locale, 'admin-queue-remembered-button'), 'v1:aq:m:0')
    .text(plain(locale, 'admin-home'), 'v1:aa:h');
  const text = await cardText(ctx, all, article, candidates);
  await show(ctx, [after.done, text].filter(Boolean).join('\n\n'), keyboard);
}

/** All districts to choose from, several at once. */
export async function chooseForArticle(
  ctx: StaffContext,
  article: QueuedArticle,
  chosen: readonly string[],
  page: number,
): Promise<void> {
  const { locale } = ctx;
  const all = await listDistricts(ctx.deps.db);
  const open = openDistricts(all);
  const turnTo = (ids: readonly string[], to: number) =>
    `v1:aq:p:${article.id}:${to}:${encodeChoice(all, ids)}`;
  const keyboard = districtKeyboard(locale, {
    districts: open,
    chosen,
    page,
    toggle: (district, current) => turnTo(toggled(open, chosen, district), current),
    turn: (other) => turnTo(chosen, other),
  });
  keyboard.row();
  if (chosen.length)
    keyboard
      .text(
        plain(locale, 'bot-button-save', { n: chosen.length }),
        `v1:aq:d:${article.id}:${encodeChoice(all, chosen)}`,
      )
      .success();
  keyboard.text(plain(locale, 'admin-back'), `v1:aq:s:${article.id}`);
  await show(ctx, await cardText(ctx, all, article, candidatesOf(ctx, article)), keyboard);
}

/** Nothing waits, or everything was skipped. */
export async function showEmpty(ctx: StaffContext, { done, lessons = [] }: After): Promise<void> {
  const { locale } = ctx;
  const n = await countQueued(ctx.deps.db, ctx.now);
  const keyboard = lessonButtons(ctx, await listDistricts(ctx.deps.db), lessons);
  if (n) keyboard.text(plain(locale, 'admin-queue-again'), 'v1:aq:n').row();
  const { total } = await pageRemembered(ctx.deps.db, { offset: 0, limit: 1 });
  if (total) keyboard.text(plain(locale, 'admin-queue-remembered-button'), 'v1:aq:m:0');
  keyboard.text(plain(locale, 'admin-home'), 'v1:aa:h');
  await show(ctx, [done, html(locale, 'admin-queue-empty', { n })].filter(Boolean).join('\n\n'), keyboard);
}

/** What deciding so would teach about the names in an article's text. */
export async function lessonsOf(
  ctx: StaffContext,
  article_id: number,
  districtIds: readonly string[],
): Promise<Lesson[]> {
  const { db } = ctx.deps;
  const article = await findArticle(db, article_id);
  if (!article) return [];
  const known = await listRemembered(db);
  const parts = districtIds.filter((id) => id !== ctx.deps.pack.id);
  return candidatesOf(ctx, article).flatMap((candidate, index) => {
    const { key, place } = candidate;
    const district_ids = [...(learnFrom(candidate, parts) ?? [])];
    const same = known.get(key)?.toSorted().join() === district_ids.toSorted().join();
    return district_ids.length && !same ? [{ article_id, index, key, place, district_ids }] : [];
  });
}

function lessonButtons(
  { locale }: StaffContext,
  all: readonly District[],
  lessons: readonly Lesson[],
  shown?: QueuedArticle,
): InlineKeyboard {
  const keyboard = new InlineKeyboard();
  for (const { article_id, index, place, district_ids } of lessons)
    keyboard
      .text(
        plain(locale, 'admin-queue-remember', { place, where: namesOf(all, district_ids, locale) }),
        `v1:aq:r:${article_id}:${index}:${shown?.id ?? 0}`,
      )
      .row();
  return keyboard;
}

/** Title, lead, link and newspaper, and what is known, in words. */
async function cardText(
  ctx: StaffContext,
  all: readonly District[],
  article: QueuedArticle,
  candidates: readonly Candidate[],
): Promise<string> {
  const { locale, deps } = ctx;
  const title = html(locale, 'admin-queue-title', { n: await countQueued(deps.db, ctx.now) });
  const headline = `<b>${esc(excerpt(article.title.toWellFormed(), longest.title))}</b>`;
  const linked =
    /^https?:/.test(article.url) && article.url.length <= longest.link
      ? `<a href="${esc(article.url)}">${headline}</a>`
      : headline;
  const lead =
    article.summary &&
    `<blockquote>${esc(excerpt(article.summary.toWellFormed(), longest.lead))}</blockquote>`;
  const from = html(locale, 'admin-queue-from', {
    newspaper: nameIn(locale, article.newspaper),
    time: formatTime(article.published_at, deps.pack.time_zone),
    day: formatDay(article.published_at, deps.pack.time_zone, locale),
  });
  return [title, linked, lead, from, ...knownLines(ctx, all, article, candidates)].filter(Boolean).join('\n');
}

function knownLines(
  { locale }: StaffContext,
  all: readonly District[],
  { reports, district_ids }: QueuedArticle,
  candidates: readonly Candidate[],
): string[] {
  const lines = candidates.map(({ place, readings }) => {
    const places = readings.map((ids) => namesOf(all, ids, locale)).join('; ');
    return html(locale, 'admin-queue-name', { place, places, n: readings.length });
  });
  if (!lines.length) lines.push(html(locale, 'admin-queue-no-name'));
  if (district_ids.length)
    lines.push(
      html(locale, 'admin-queue-stands', {
        places: excerpt(namesOf(all, district_ids, locale), longest.places),
      }),
    );
  if (reports) lines.push(html(locale, 'admin-queue-reports', { n: reports }));
  return lines;
}

const candidatesOf = (
  { deps }: StaffContext,
  { title, summary, published_at }: Pick<QueuedArticle, 'title' | 'summary' | 'published_at'>,
): Candidate[] =>
  findCandidates(deps.gazetteer, { title, summary, published: published_at }).slice(0, mostNames);

/** The districts that the names may stand for, as they can be followed today, the first name's first. */
function likelyDistricts(all: readonly District[], candidates: readonly Candidate[]): District[] {
  const ids = candidates.flatMap(({ readings }) => readings.flat());
  const open = ids.flatMap((id) => findOpen(all, id) ?? []).filter(({ whole_region }) => !whole_region);
  return [...new Set(open)].slice(0, mostCandidates);
}
