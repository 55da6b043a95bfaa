import { type Kysely, sql } from 'kysely';
import { isCompared } from './alike.js';
import type { Database, Names, SummaryKind } from './schema.js';

/** A story as digests show it: the article that told it first, and who told it besides. */
export interface Story {
  /** Of the first article, also when that has been withdrawn. */
  id: number;
  /** Its articles, the one that is shown first. */
  article_ids: number[];
  title: string;
  summary: string;
  summary_kind: SummaryKind;
  url: string;
  newspaper: Names;
  section: string | null;
  published_at: Date;
  /** The other newspapers' articles. */
  others: { url: string; newspaper: Names }[];
}

/**
 * What a subscription reaches: the editions after `mark` up to the newest. What it served before is known from
 * `first_edition` (exclusive) and `mark` (inclusive).
 */
export interface Reach {
  district_id: string;
  /** Follows the whole region: every district and the province-wide articles. */
  whole: boolean;
  first_edition: number;
  mark: number;
  /** Only articles that this word is in; null: all. */
  word: string | null;
}

/** That an article belongs, or belonged, to a district since an edition. */
export interface EditionMatch {
  article_id: number;
  story_id: number;
  district_id: string;
  edition_id: number;
  open: boolean;
}

/** Everything that digests over the editions after `from` can be made of, newest stories first. */
export interface Window {
  from: number;
  stories: Map<number, Story>;
  matches: EditionMatch[];
  /** What the articles of the stories say, by their id. */
  texts: Map<number, { story_id: number; text: string }>;
}

const articles = (db: Kysely<Database>) =>
  db
    .selectFrom('article')
    .innerJoin('source', 'source.id', 'article.source_id')
    .select([
      'article.id',
      'article.story_id',
      'article.title',
      'article.summary',
      'article.summary_kind',
      'article.url',
      'source.newspaper',
      'article.section',
      'article.published_at',
    ])
    .where('article.withdrawn_at', 'is', null)
    .orderBy('article.id');

type ArticleRow = Awaited<ReturnType<ReturnType<typeof articles>['execute']>>[number];

/** Puts articles, oldest first, together to stories. */
function gather(rows: readonly ArticleRow[]): Map<number, Story> {
  const stories = new Map<number, Story>();
  for (const { id, story_id, ...article } of rows) {
    const story = stories.get(story_id);
    if (!story) {
      stories.set(story_id, { ...article, id: story_id, article_ids: [id], others: [] });
      continue;
    }
    story.article_ids.push(id);
    // A second edition needs no second link.
    const shown = [story, ...story.others].map(({ newspaper }) => JSON.stringify(newspaper));
    if (!shown.includes(JSON.stringify(article.newspaper)))
      story.others.push({ url: article.url, newspaper: article.newspaper });
  }
  return stories;
}

/**
 * Loads the editions in (from, to]; ended matches too, because what they brought was served. What is withdrawn counts
 * for nothing: a story that only it told has yet to be served.
 */
export async function loadWindow(db: Kysely<Database>, from: number, to: number): Promise<Window> {
  const within = db
    .selectFrom('match')
    .innerJoin('article', 'article.id', 'match.article_id')
    .where('article.withdrawn_at', 'is', null)
    .where('edition_id', '>', from)
    .where('edition_id', '<=', to);
  const matches = await within
    .select([
      'article.id as article_id',
      'story_id',
      'district_id',
      'edition_id',
      sql<boolean>`ended_at is null`.as('open'),
    ])
    .$narrowType<{ edition_id: number }>()
    .execute();
  const rows = await articles(db).where('article.story_id', 'in', within.select('story_id')).execute();
  const newestFirst = [...gather(rows)].toSorted(
    ([, one], [, other]) => other.published_at.getTime() - one.published_at.getTime() || other.id - one.id,
  );
  const texts = new Map(
    rows.map(({ id, story_id, ...article }) => [id, { story_id, text: textOf(article) }]),
  );
  return { from, stories: new Map(newestFirst), matches, texts };
}

/** No phrase goes from the title into the summary. */
const textOf = ({ title, summary }: { title: string; summary: string }) => `${title}.\n${summary}`;

/** Stories by id, without what was withdrawn since. */
export async function listStories(db: Kysely<Database>, ids: readonly number[]): Promise<Map<number, Story>> {
  if (ids.length === 0) return new Map();
  return gather(await articles(db).where('article.story_id', 'in', ids).execute());
}

/** What each article of some stories says. */
export async function listTexts(
  db: Kysely<Database>,
  ids: readonly number[],
): Promise<{ story_id: number; text: string }[]> {
  if (ids.length === 0) return [];
  const rows = await articles(db).where('article.story_id', 'in', ids).execute();
  return rows.map(({ story_id, ...article }) => ({ story_id, text: textOf(article) }));
}

/**
 * The newest stories of some districts, with those districts; `since` bounds their articles' date. `districtIds`
 * empty: of every district; `upTo` left out: those that no edition holds yet too. Without what waits to be compared:
 * digests are stored by the ids of their stories, and it may turn out to be another's. Order: newest first.
 */
export async function listLatest(
  db: Kysely<Database>,
  options: {
    districtIds: readonly string[];
    upTo?: number;
    since: Date;
    excluded: readonly number[];
    limit: number;
  },
): Promise<{ story_id: number; district_ids: string[] }[]> {
  const { districtIds, upTo, since, excluded, limit } = options;
  return db
    .selectFrom('match')
    .innerJoin('article', 'article.id', 'match.article_id')
    .select(['article.story_id', sql<string[]>`array_agg(match.district_id)`.as('district_ids')])
    .where('match.ended_at', 'is', null)
    .where('article.withdrawn_at', 'is', null)
    .where(isCompared('match.article_id'))
    .where('article.published_at', '>', since)
    .$if(upTo !== undefined, (query) => query.where('match.edition_id', '<=', upTo!))
    .$if(districtIds.length > 0, (query) => query.where('match.district_id', 'in', districtIds))
    .$if(excluded.length > 0, (query) => query.where('article.story_id', 'not in', excluded))
    .groupBy('article.story_id')
    .orderBy((eb) => eb.fn.max('article.published_at'), 'desc')
    .orderBy('article.story_id', 'desc')
    .limit(limit)
    .execute();
}

/**
 * The stories a chat was served since `since`, through its marks or outside them, and what is on its way to it. Officials
 * have had the province-wide articles too, whatever they follow.
 */
export async function listServed(db: Kysely<Database>, chatId: number, since: Date): Promise<number[]> {
  const { rows } = await sql<{ story_id: number }>`
    select distinct story_id from article where withdrawn_at is null and id in (
    select article_id from served_part where chat_id = ${chatId}
    union
    select m.article_id
    from subscription s
    join chat c on c.id = s.chat_id
    join district d on d.id = s.district_id or (d.whole_region and c.style = 'official')
    join match m on (m.district_id = d.id or (d.whole_region and d.id = s.district_id))
      and m.edition_id > s.first_edition_id and m.edition_id <= s.mark
    join edition e on e.id = m.edition_id and e.closed_at > ${since}
    where s.chat_id = ${chatId} and s.ended_at is null and s.word is null
    union
    select article_id::bigint
    from delivery
    join digest on digest.id = delivery.digest_id
    cross join jsonb_array_elements(digest.parts) as part
    cross join jsonb_array_elements_text(part->'article_ids') as article_id
    -- Also what arrived before a stop: who begins anew soon after has read it.
    where delivery.chat_id = ${chatId} and (delivery.status in ('pending', 'sending')
      or delivery.status = 'sent' and delivery.slot > ${since}))`.execute(db);
  return rows.map((row) => row.story_id);
}

/** Forgets what was served outside the marks more than two weeks ago: no digest reaches further back. */
export async function forgetServed(db: Kysely<Database>, now: Date): Promise<void> {
  await sql`delete from served_part where served_at < ${now}::timestamptz - interval '14 days'`.execute(db);
}

/** The edition before the oldest of these articles' matches: with this mark a chat has yet to be served them. */
export async function editionBeforeArticles(
  db: Kysely<Database>,
  ids: readonly number[],
  upTo: number,
): Promise<number> {
  if (ids.length === 0) return upTo;
  const row = await db
    .selectFrom('match')
    .select((eb) => eb.fn.min('edition_id').as('oldest'))
    .where('article_id', 'in', ids)
    .where('edition_id', '>', 0)
    .executeTakeFirst();
  return row?.oldest ? Math.min(row.oldest - 1, upTo) : upTo;
}

/** How many stories lie in the editions after each mark that a digest no longer reaches (up to `floor`). */
export async function countUnreached(
  db: Kysely<Database>,
  reaches: readonly Reach[],
  floor: number,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(distinct a.story_id) as n
    from jsonb_to_recordset(${JSON.stringify(reaches)}) as s (district_id text, whole boolean, mark bigint)
    join match m on (m.district_id = s.district_id or s.whole) and m.edition_id > s.mark and m.edition_id <= ${floor}
    join article a on a.id = m.article_id and a.withdrawn_at is null
    where m.ended_at is null`.execute(db);
  return rows[0]?.n ?? 0;
}
