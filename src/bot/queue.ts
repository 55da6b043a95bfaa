import { Composer } from 'grammy';
import { UserError } from '../errors.js';
import { excerpt } from '../excerpt.js';
import { findDecision, findNextQueued, findQueued, recordDecision } from '../store/decisions.js';
import { type District, listDistricts } from '../store/region.js';
import { saveRemembered } from '../store/remembered.js';
import { html, plain } from '../texts.js';
import { formatTime } from '../time.js';
import { requires, type StaffContext } from './access.js';
import { record } from './audit.js';
import { decodeChoice, namesOf } from './choice.js';
import type { BotContext } from './context.js';
import { chooseForArticle, type Lesson, lessonsOf, showArticle, showEmpty } from './queue-card.js';

/**
 * Articles whose district is uncertain or was reported, one at a time: an editor decides, the next one takes its place
 * in the same message, and what the decision says of a place name may be remembered.
 */
export const queue = new Composer<BotContext>();

const allowed = requires('queue', queue);
// In UTF-16 units: a decision may name every district of a large region.
const mostNamed = 120;

allowed.callbackQuery('v1:aq:n', (ctx) => showNext(ctx));

// v1:aq:n:<article>: what waits behind it, so that skipping goes through all.
allowed.callbackQuery(/^v1:aq:n:(\d{1,15})$/, (ctx) => showNext(ctx, { behind: Number(ctx.match[1]) }));

// v1:aq:s:<article>: back to it from the choice of districts.
allowed.callbackQuery(/^v1:aq:s:(\d{1,15})$/, async (ctx) => {
  const article = await findQueued(ctx.deps.db, Number(ctx.match[1]), ctx.now);
  if (article) await showArticle(ctx, article);
  else await tellDecided(ctx, Number(ctx.match[1]));
});

// v1:aq:p:<article>:<page>:<choice>: choosing among all districts.
allowed.callbackQuery(/^v1:aq:p:(\d{1,15}):(\d{1,3}):([\w-]*)$/, async (ctx) => {
  const article = await findQueued(ctx.deps.db, Number(ctx.match[1]), ctx.now);
  if (!article) return tellDecided(ctx, Number(ctx.match[1]));
  const chosen = decodeChoice(await listDistricts(ctx.deps.db), ctx.match[3]!);
  await chooseForArticle(ctx, article, chosen, Number(ctx.match[2]));
});

// v1:aq:d:<article>:<choice>: decide; no district means that it is no news of ours.
allowed.callbackQuery(/^v1:aq:d:(\d{1,15}):([\w-]*)$/, async (ctx) => {
  const { db } = ctx.deps;
  const id = Number(ctx.match[1]);
  const all = await listDistricts(db);
  const chosen = decodeChoice(all, ctx.match[2]!);
  if (ctx.match[2] && !chosen.length) throw new UserError('bot-old-button');
  const article = await findQueued(db, id, ctx.now);
  const outcome = await db
    .transaction()
    .execute((trx) => recordDecision(trx, id, chosen, ctx.staff.id, ctx.now));
  if (outcome === 'gone' || !article) return tellDecided(ctx, id);
  await record(ctx, 'article-decided', id, { districts: chosen });
  // Where the text was clear enough, a remembered name would change nothing.
  const lessons = article.uncertain ? await findLessons(ctx, id) : [];
  const done = html(ctx.locale, 'admin-queue-decided', {
    title: excerpt(article.title.toWellFormed(), 100),
    where: placesOf(ctx, all, chosen),
  });
  await showNext(ctx, { done, lessons, behind: id });
});

// v1:aq:r:<article>:<code>:<next article, 0 for none>: remember what a decision said of a place name.
allowed.callbackQuery(/^v1:aq:r:(\d{1,15}):([\w-]{8}):(\d{1,15})$/, async (ctx) => {
  const { db } = ctx.deps;
  const [id, shown] = [Number(ctx.match[1]), Number(ctx.match[3])];
  const lesson = (await findLessons(ctx, id)).find(({ code }) => code === ctx.match[2]);
  if (!lesson) throw new UserError('bot-old-button');
  const { key, place, district_ids } = lesson;
  await saveRemembered(db, { key, place, district_ids, staff_id: ctx.staff.id }, ctx.now);
  await record(ctx, 'place-remembered', place, { districts: district_ids });
  const where = namesOf(await listDistricts(db), district_ids, ctx.locale);
  const done = html(ctx.locale, 'admin-queue-remembered', { place, where });
  const after = { done, lessons: await findLessons(ctx, id) };
  const article = await findQueued(db, shown, ctx.now);
  if (article) await showArticle(ctx, article, after);
  else await showNext(ctx, after);
});

async function findLessons(ctx: StaffContext, articleId: number): Promise<Lesson[]> {
  const decision = await findDecision(ctx.deps.db, articleId);
  return decision ? lessonsOf(ctx, decision) : [];
}

interface After {
  /** What was done just now, above the next article. */
  done?: string;
  /** What it may teach. */
  lessons?: Lesson[];
  behind?: number;
}

async function showNext(ctx: StaffContext, { behind, ...after }: After = {}): Promise<void> {
  const article = await findNextQueued(ctx.deps.db, ctx.now, behind);
  if (article) await showArticle(ctx, article, after);
  else await showEmpty(ctx, after);
}

/** Somebody else was first: says what they decided, and goes on. */
async function tellDecided(ctx: StaffContext, articleId: number): Promise<void> {
  const decision = await findDecision(ctx.deps.db, articleId);
  const text = decision
    ? plain(ctx.locale, 'admin-queue-decided-before', {
        where: placesOf(ctx, await listDistricts(ctx.deps.db), decision.district_ids),
        number: String(decision.staff_id),
        time: formatTime(decision.decided_at, ctx.deps.pack.time_zone),
      })
    : plain(ctx.locale, 'admin-queue-gone');
  await ctx.answerCallbackQuery({ text: excerpt(text, 200), show_alert: true });
  await showNext(ctx, { behind: articleId });
}

const placesOf = ({ locale }: BotContext, all: readonly District[], ids: readonly string[]): string =>
  excerpt(namesOf(all, ids, locale), mostNamed) || plain(locale, 'admin-queue-not-ours');
