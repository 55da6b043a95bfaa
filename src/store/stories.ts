import { type Kysely, sql } from 'kysely';
import type { Database, Names, SummaryKind } from './schema.js';

/** An article as digests show it. */
export interface Story {
  id: number;
  title: string;
  summary: string;
  summary_kind: SummaryKind;
  url: string;
  newspaper: Names;
  section: string | null;
  published_at: Date;
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
}

/** That an article belongs, or belonged, to a district since an edition. */
interface EditionMatch {
  article_id: number;
  district_id: string;
  edition_id: number;
  open: boolean;
}

/** Everything that digests over the editions after `from` can be made of, newest stories first. */
export interface Window {
  from: number;
  stories: Map<number, Story>;
  matches: EditionMatch[];
}

const story = (db: Kysely<Database>) =>
  db
    .selectFrom('article')
    .innerJoin('source', 'source.id', 'article.source_id')
    .select([
      'article.id',
      'article.title',
      'article.summary',
      'article.summary_kind',
      'article.url',
      'source.newspaper',
      'article.section',
      'article.published_at',
    ])
    .where('article.withdrawn_at', 'is', null);

/** Loads the editions in (from, to]; ended matches too, because what they brought was served. */
export async function loadWindow(db: Kysely<Database>, from: number, to: number): Promise<Window> {
  const matches = await db
    .selectFrom('match')
    .select(['article_id', 'district_id', 'edition_id', sql<boolean>`ended_at is null`.as('open')])
    .where('edition_id', '>', from)
    .where('edition_id', '<=', to)
    .$narrowType<{ edition_id: number }>()
    .execute();
  const stories = await story(db)
    .where('article.id', 'in', (eb) =>
      eb
        .selectFrom('match')
        .select('article_id')
        .where('edition_id', '>', from)
        .where('edition_id', '<=', to),
    )
    .orderBy('article.published_at', 'desc')
    .orderBy('article.id', 'desc')
    .execute();
  return { from, stories: new Map(stories.map((row) => [row.id, row])), matches };
}

/** Stories by id, without those withdrawn since. */
export async function listStories(db: Kysely<Database>, ids: readonly number[]): Promise<Map<number, Story>> {
  if (ids.length === 0) return new Map();
  const rows = await story(db).where('article.id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * The newest articles of some districts, with those districts; `since` bounds their date. `districtIds` empty: of
 * every district; `upTo` left out: those that no edition holds yet too. Order: newest first.
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
): Promise<{ article_id: number; district_ids: string[] }[]> {
  const { districtIds, upTo, since, excluded, limit } = options;
  return db
    .selectFrom('match')
    .innerJoin('article', 'article.id', 'match.article_id')
    .select(['article.id as article_id', sql<string[]>`array_agg(match.district_id)`.as('district_ids')])
    .where('match.ended_at', 'is', null)
    .where('article.withdrawn_at', 'is', null)
    .where('article.published_at', '>', since)
    .$if(upTo !== undefined, (query) => query.where('match.edition_id', '<=', upTo!))
    .$if(districtIds.length > 0, (query) => query.where('match.district_id', 'in', districtIds))
    .$if(excluded.length > 0, (query) => query.where('article.id', 'not in', excluded))
    .groupBy('article.id')
    .orderBy('article.published_at', 'desc')
    .orderBy('article.id', 'desc')
    .limit(limit)
    .execute();
}

/**
 * What a chat was served since `since`, through its marks or outside them, and what is on its way to it. Officials
 * have had the province-wide articles too, whatever they follow.
 */
export async function listServed(db: Kysely<Database>, chatId: number, since: Date): Promise<number[]> {
  const { rows } = await sql<{ article_id: number }>`
    select article_id from served_part where chat_id = ${chatId}
    union
    select m.article_id
    from subscription s
    join chat c on c.id = s.chat_id
    join district d on d.id = s.district_id or (d.whole_region and c.style = 'official')
    join match m on (m.district_id = d.id or (d.whole_region and d.id = s.district_id))
      and m.edition_id > s.first_edition_id and m.edition_id <= s.mark
    join edition e on e.id = m.edition_id and e.closed_at > ${since}
    where s.chat_id = ${chatId} and s.ended_at is null
    union
    select article_id::bigint
    from delivery
    join digest on digest.id = delivery.digest_id
    cross join jsonb_array_elements(digest.parts) as part
    cross join jsonb_array_elements_text(part->'article_ids') as article_id
    where delivery.chat_id = ${chatId} and delivery.status in ('pending', 'sending')`.execute(db);
  return rows.map((row) => row.article_id);
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

/** How many articles lie in the editions after each mark that a digest no longer reaches (up to `floor`). */
export async function countUnreached(
  db: Kysely<Database>,
  reaches: readonly Reach[],
  floor: number,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(distinct m.article_id) as n
    from jsonb_to_recordset(${JSON.stringify(reaches)}) as s (district_id text, whole boolean, mark bigint)
    join match m on (m.district_id = s.district_id or s.whole) and m.edition_id > s.mark and m.edition_id <= ${floor}
    join article a on a.id = m.article_id and a.withdrawn_at is null
    where m.ended_at is null`.execute(db);
  return rows[0]?.n ?? 0;
}
