import { createHash } from 'node:crypto';
import { InlineKeyboard } from 'grammy';
import { excerpt } from '../excerpt.js';
import { type Candidate, findCandidates, learnFrom } from '../gazetteer/candidates.js';
import { esc } from '../html.js';
import { countQueued, type DecidedArticle, type QueuedArticle } from '../store/decisions.js';
import { type District, listDistricts } from '../store/region.js';
import { listRemembered, pageRemembered } from '../store/remembered.js';
import { html, nameIn, plain } from '../texts.js';
import { formatDay, formatTime } from '../time.js';
import type { StaffContext } from './access.js';
import { encodeChoice, namesOf, openDistricts, openIds } from './choice.js';
import { districtKeyboard, toggled } from './picker.js';
import { show } from './show.js';

/** What a decision says of a place name that nothing is remembered of yet. */
export interface Lesson {
  article_id: number;
  /** Of name and districts, for the button: it does nothing where text or decision have changed since. */
  code: string;
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
  const candidates = candidatesOf(ctx, all, article);
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
  await show(ctx, await cardText(ctx, all, article, candidatesOf(ctx, all, article)), keyboard);
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

/** What was decided of a story teaches this about the names in its article's text. */
export async function lessonsOf(ctx: StaffContext, decision: DecidedArticle): Promise<Lesson[]> {
  const { db, pack } = ctx.deps;
  const known = await listRemembered(db);
  const all = await listDistricts(db);
  const decided = openIds(all, decision.district_ids).filter((id) => id !== pack.id);
  return candidatesOf(ctx, all, decision).flatMap((candidate) => {
    const { key, place } = candidate;
    const district_ids = [...(learnFrom(candidate, decided) ?? [])];
    const same = known.get(key)?.toSorted().join() === district_ids.toSorted().join();
    const code = createHash('sha256').update(`${key}:${district_ids}`).digest('base64url').slice(0, 8);
    return district_ids.length && !same
      ? [{ article_id: decision.article_id, code, key, place, district_ids }]
      : [];
  });
}

function lessonButtons(
  { locale }: StaffContext,
  all: readonly District[],
  lessons: readonly Lesson[],
  shown?: QueuedArticle,
): InlineKeyboard {
  const keyboard = new InlineKeyboard();
  for (const { article_id, code, place, district_ids } of lessons)
    keyboard
      .text(
        plain(locale, 'admin-queue-remember', { place, where: namesOf(all, district_ids, locale) }),
        `v1:aq:r:${article_id}:${code}:${shown?.id ?? 0}`,
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

/** The place names in title and lead, with the districts of their places as they can be followed today. */
function candidatesOf(
  { deps }: StaffContext,
  all: readonly District[],
  { title, summary, published_at }: Pick<QueuedArticle, 'title' | 'summary' | 'published_at'>,
): Candidate[] {
  const found = findCandidates(deps.gazetteer, { title, summary, published: published_at });
  return found.slice(0, mostNames).map((candidate) => {
    const readings = candidate.readings.map((ids) => openIds(all, ids)).filter((ids) => ids.length);
    return { ...candidate, readings: [...new Map(readings.map((ids) => [ids.join(), ids])).values()] };
  });
}

/** The districts that the names may stand for, the first name's first. */
function likelyDistricts(all: readonly District[], candidates: readonly Candidate[]): District[] {
  const ids = [...new Set(candidates.flatMap(({ readings }) => readings.flat()))];
  const likely = ids.flatMap((id) => all.find((district) => district.id === id) ?? []);
  return likely.filter(({ whole_region }) => !whole_region).slice(0, mostCandidates);
}
