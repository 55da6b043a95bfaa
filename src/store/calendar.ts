import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from './schema.js';

/** What is looked through: the districts, none for all of the region, and from when (inclusive) to when. */
export interface Period {
  districtIds: readonly string[];
  from: Date;
  to: Date;
}

/** When these districts had news next before a period and next after it. */
export interface Neighbours {
  before: Date | null;
  after: Date | null;
}

/** The local days, '2019-11-25', on which some districts had news. */
export async function readDays(
  db: Kysely<Database>,
  period: Period,
  timeZone: string,
): Promise<Neighbours & { days: string[] }> {
  const { rows } = await sql<Neighbours & { days: string[] }>`
    select
      array(
        select distinct (m.published_at at time zone ${timeZone})::date::text
        from match m where ${open} and ${within(period)}) as days,
      ${neighbours(period)}`.execute(db);
  return rows[0]!;
}

export interface ListedStory {
  story_id: number;
  /** Every district it belongs to. */
  district_ids: string[];
  published_at: Date;
}

/** A page of what was published in a period, newest first. */
export interface DayPage extends Neighbours {
  total: number;
  /** Different sections of the whole period. */
  sections: number;
  /** The one that is shown alone. */
  section: string | null;
  stories: ListedStory[];
}

/**
 * The stories of a period; `sectionOf`, an article, leaves only those of its section, however that is capitalised. A
 * story that two newspapers told on different days stands on both.
 */
export async function listPeriod(
  db: Kysely<Database>,
  period: Period,
  { sectionOf, offset, limit }: { sectionOf?: number | undefined; offset: number; limit: number },
): Promise<DayPage> {
  const section = sql`(select section from article where id = ${sectionOf ?? null})`;
  const { rows } = await sql<Omit<DayPage, 'stories'> & Listed>`
    with found as materialized (${articlesOf(period)}),
    story as (
      select story_id, max(published_at) as published_at from found
      where ${section} is null or lower(section) = lower(${section}) group by story_id),
    page as (
      select * from story order by published_at desc, story_id desc offset ${offset} limit ${limit})
    select (select count(*) from story) as total,
      (select count(distinct lower(section)) from found) as sections, ${section} as section,
      ${listed}, ${neighbours(period)}`.execute(db);
  const { stories, ...rest } = rows[0]!;
  return { ...rest, stories: stories.map(dated) };
}

/** The sections of a period, the fullest first, each with an article of it. */
export async function listSections(
  db: Kysely<Database>,
  period: Period,
  limit: number,
): Promise<{ section: string; article_id: number; stories: number }[]> {
  const { rows } = await sql<{ section: string; article_id: number; stories: number }>`
    with found as (${articlesOf(period)})
    select min(section) as section, min(article_id) as article_id, count(distinct story_id) as stories
    from found where section is not null
    group by lower(section) order by stories desc, section limit ${limit}`.execute(db);
  return rows;
}

/** The article published first among some stories; none where all of them were withdrawn. */
export async function findOldest(
  db: Kysely<Database>,
  storyIds: readonly number[],
): Promise<number | undefined> {
  const row = await db
    .selectFrom('article')
    .select('id')
    .where('story_id', '=', sql<number>`any(${storyIds})`)
    .where('withdrawn_at', 'is', null)
    .orderBy('published_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

export interface OtherStories {
  /** The article that the others were published before. */
  article: {
    title: string;
    url: string;
    section: string | null;
    published_at: Date;
    withdrawn: boolean;
    /** Of its story. */
    district_ids: string[];
  };
  total: number;
  stories: ListedStory[];
}

// Ten pages; who looks further back opens a day.
const mostOthers = 50;
// Of matches, so that a page comes at once also where a section is rare or many districts are followed.
const mostSeen = 6_000;

/**
 * The stories before an article, newest first, at most fifty: of the districts of its own story, of `districtIds`, or
 * of all where that is empty. Undefined for an article that never was.
 */
export async function listOthers(
  db: Kysely<Database>,
  articleId: number,
  {
    districtIds,
    sameSection,
    offset,
    limit,
  }: { districtIds: readonly string[] | 'own'; sameSection: boolean; offset: number; limit: number },
): Promise<OtherStories | undefined> {
  const districts = districtIds === 'own' ? [] : districtIds;
  const scope =
    districtIds === 'own'
      ? sql`select district_id from own`
      : districts.length
        ? sql`select unnest(${districts}::text[]) as district_id`
        : sql`select null as district_id`;
  const everywhere = districtIds !== 'own' && !districts.length;
  const backwards = everywhere
    ? sql`(m.published_at, m.article_id) < (given.published_at, given.id)
      order by m.published_at desc, m.article_id desc`
    : inDistrict(sql`scope.district_id`, 'before', sql`given.published_at, given.id`);
  const wanted = sql`a.story_id <> given.story_id
    ${sameSection ? sql`and lower(a.section) = lower(given.section)` : sql``}`;
  const { rows } = await sql<OtherStories['article'] & { total: number } & Listed>`
    with given as materialized (select * from article where id = ${articleId}),
    own as (
      select distinct m.district_id from given join article a on a.story_id = given.story_id
      join match m on m.article_id = a.id where m.ended_at is null),
    scope as (${scope}),
    found as (
      select before.* from given cross join scope cross join lateral (
        select a.story_id, recent.published_at from (
          -- Each district by itself, so that the index gives its newest whatever the others have.
          select m.district_id, m.article_id, m.published_at from match m
          where ${open} and ${backwards}
          limit ${Math.ceil(mostSeen / Math.max(districts.length, 1))}) recent
        -- One article after the other, only until there are enough: the offset keeps the planner from reading them all.
        cross join lateral (
          select a.story_id from article a where a.id = recent.article_id and ${wanted} offset 0) a
        order by ${everywhere ? sql`` : sql`recent.district_id desc,`} recent.published_at desc, recent.article_id desc
        limit ${everywhere ? mostOthers * 4 : mostOthers * 2}) before),
    story as (
      select story_id, max(published_at) as published_at from found
      group by story_id order by 2 desc, 1 desc limit ${mostOthers}),
    page as (
      select * from story order by published_at desc, story_id desc offset ${offset} limit ${limit})
    select title, url, section, published_at, withdrawn_at is not null as withdrawn,
      array(select district_id from own) as district_ids,
      (select count(*) from story) as total, ${listed}
    from given`.execute(db);
  if (!rows[0]) return undefined;
  const { total, stories, ...article } = rows[0];
  return { article, total, stories: stories.map(dated) };
}

interface Listed {
  stories: (Omit<ListedStory, 'published_at'> & { published_at: string })[];
}

/** The stories of `page`, with all their districts. */
const listed = sql`(
  select coalesce(json_agg(json_build_object(
    'story_id', story_id, 'published_at', published_at,
    'district_ids', array(
      select distinct m.district_id from article a join match m on m.article_id = a.id
      where a.story_id = page.story_id and a.withdrawn_at is null and m.ended_at is null)
    ) order by published_at desc, story_id desc), '[]')
  from page) as stories`;

/** A match that is shown: open, of an article that stands. Few are withdrawn, and they have their own index. */
const open = sql`m.ended_at is null
  and not exists (select from article w where w.id = m.article_id and w.withdrawn_at is not null)`;

const of = (districtIds: readonly string[]) =>
  districtIds.length ? sql`m.district_id = any(${districtIds})` : sql`true`;

const within = ({ districtIds, from, to }: Period) =>
  sql`${of(districtIds)} and m.published_at >= ${from} and m.published_at < ${to}`;

/** Articles that stand, once for each of the districts that they belong to. */
const articlesOf = (period: Period) => sql`
  select a.id as article_id, a.story_id, a.section, m.published_at
  from match m join article a on a.id = m.article_id where ${open} and ${within(period)}`;

/**
 * The condition and the order that lead from an instant and an article through one district. Written so that only the
 * index of districts gives the order: by that of all the newspapers' articles the planner would walk through years of
 * others' news to the last of a silent district.
 */
const inDistrict = (id: RawBuilder<unknown>, way: 'before' | 'after', edge: RawBuilder<unknown>) =>
  way === 'before'
    ? sql`m.district_id >= ${id} and (m.district_id, m.published_at, m.article_id) < (${id}, ${edge})
      order by m.district_id desc, m.published_at desc, m.article_id desc`
    : sql`m.district_id <= ${id} and (m.district_id, m.published_at, m.article_id) >= (${id}, ${edge})
      order by m.district_id, m.published_at, m.article_id`;

/** One article each way, found through the index without looking at others. */
function neighbours({ districtIds, from, to }: Period): RawBuilder<unknown> {
  const nearest = (way: 'before' | 'after', edge: Date) =>
    districtIds.length
      ? sql`
        from unnest(${districtIds}::text[]) as of (id) cross join lateral (
          select m.published_at from match m
          where ${open} and ${inDistrict(sql`of.id`, way, sql`${edge}::timestamptz, 0`)} limit 1) nearest`
      : sql`
        from (
          select m.published_at from match m
          where ${open} and m.published_at ${way === 'before' ? sql`<` : sql`>=`} ${edge}
          order by m.published_at ${way === 'before' ? sql`desc` : sql`asc`} limit 1) nearest`;
  return sql`
    (select max(published_at) ${nearest('before', from)}) as before,
    (select min(published_at) ${nearest('after', to)}) as after`;
}

const dated = (story: Listed['stories'][number]): ListedStory => ({
  ...story,
  published_at: new Date(story.published_at),
});
