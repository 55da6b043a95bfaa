import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from './schema.js';

/** An article as it is compared with others. */
export interface AlikeArticle {
  id: number;
  /** The first article of the story it belongs to; its own id while it stands alone. */
  story_id: number;
  title: string;
  summary: string;
  newspaper: string;
  published_at: Date;
  /** Where its text says that it happened; empty too where people decided otherwise. */
  districts: readonly string[];
}

/** An article with the bands by which it is found. */
export interface Banded {
  id: number;
  published_at: Date;
  bands: number[];
}

// More share a band only where newspapers fill in forms.
const mostOfBand = 12;
// Of those that share the most: so many for a poll that brings little, two for each article of one that brings much.
const fewest = 100;
const mostOfEach = 2;

/**
 * These articles, with the newest of those that share each of their bands and were published within three days, and
 * whatever else belongs to the stories of those; oldest first.
 */
export async function listAlike(
  trx: Transaction<Database>,
  articles: readonly Banded[],
): Promise<AlikeArticle[]> {
  const ids = articles.map(({ id }) => id);
  const { rows } = await sql<AlikeArticle>`
    with fresh as (
      ${bandRows(articles)}
    ), near as (
      select newest.article_id
      from (
        select value, min(published_at) - interval '3 days' as since, max(published_at) + interval '3 days' as until
        from fresh group by value
      ) shared
      cross join lateral (
        select article_id from band
        where value = shared.value and published_at between since and until and article_id <> all(${ids})
        order by published_at desc limit ${mostOfBand}
      ) newest
      group by newest.article_id order by count(*) desc limit ${Math.max(fewest, mostOfEach * ids.length)}
    ), story as (
      select story_id from article
      where id = any(${ids}::bigint[] || array(select article_id from near)) and withdrawn_at is null
    )
    select article.id, article.story_id, article.title, article.summary, source.newspaper::text as newspaper,
      article.published_at,
      array(select district_id from match where article_id = article.id and ended_at is null
        and not exists (select from decision where decision.article_id = article.id)) as districts
    from article join source on source.id = article.source_id
    where article.story_id = any(array(select story_id from story)) and article.withdrawn_at is null
    order by article.id`.execute(trx);
  return rows;
}

/** Notes the bands by which articles are found. */
export async function recordBands(trx: Transaction<Database>, articles: readonly Banded[]): Promise<void> {
  // Those of a text that was edited are known in part.
  await sql`
    insert into band (value, article_id, published_at) ${bandRows(articles)} on conflict do nothing`.execute(
    trx,
  );
}

const bandRows = (articles: readonly Banded[]) => sql`
  select distinct unnest(bands) as value, id as article_id, published_at
  from jsonb_to_recordset(${JSON.stringify(articles.map(({ id, published_at, bands }) => ({ id, published_at, bands })))}::jsonb)
    as given (id bigint, published_at timestamptz, bands integer[])`;

/** Forgets the bands of articles that no new one can be like any more. */
export async function forgetBands(db: Kysely<Database>, now: Date): Promise<void> {
  await sql`delete from band where published_at < ${now}::timestamptz - interval '10 days'`.execute(db);
}

/**
 * Takes edited articles out of their stories, to be compared anew; returns their ids. What an edition holds, or others
 * have joined, stays where it is: digests name a story by its first article.
 */
export async function releaseEdited(
  trx: Transaction<Database>,
  ids: readonly number[],
): Promise<Set<number>> {
  if (!ids.length) return new Set();
  const { rows } = await sql<{ id: number }>`
    update article set same_as_id = null
    where id = any(${ids}) and withdrawn_at is null
      and not exists (select from match where article_id = article.id and edition_id is not null)
      and not exists (select from article other where other.same_as_id = article.id)
    returning id`.execute(trx);
  return new Set(rows.map(({ id }) => id));
}

/** Lets articles belong to the stories that others began. */
export async function saveStories(
  trx: Transaction<Database>,
  stories: readonly { id: number; story_id: number }[],
): Promise<void> {
  if (!stories.length) return;
  await sql`
    update article set same_as_id = given.story_id
    from jsonb_to_recordset(${JSON.stringify(stories)}::jsonb) as given (id bigint, story_id bigint)
    where article.id = given.id`.execute(trx);
}
