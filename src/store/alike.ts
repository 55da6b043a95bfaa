import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { backlogEdition } from './articles.js';
import type { Database } from './schema.js';
import { takeTurn } from './transaction.js';

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

// Few that are compared at once look at more for each than many do.
const mostOfAll = 100;
const leastOfEach = 12;
// More share a band only where newspapers fill in forms.
const mostOfBand = 12;
const leastOfBand = 6;
// What shares a band with one or two, or several bands with more, is hardly there by chance.
const telling = 0.5;

/**
 * From here to the end of the transaction nobody else changes the stories of articles or what is known of them. Whoever
 * takes the turn of the articles too takes that first.
 */
export async function lockStories(trx: Transaction<Database>): Promise<void> {
  await takeTurn(trx, 'stories');
}

/** Whether the article with the id in this column does not wait to be compared with others. */
export const isCompared = (id: 'match.article_id' | 'ranked.article_id' | 'a.id') => sql<boolean>`
  not exists (select from uncompared where uncompared.article_id = ${sql.ref(id)})`;

/** Lets articles wait to be compared with others; until then no edition takes them. */
export async function awaitStories(trx: Transaction<Database>, ids: readonly number[]): Promise<void> {
  await sql`
    insert into uncompared (article_id) select unnest(${ids}::bigint[]) on conflict do nothing`.execute(trx);
}

/** The articles that wait to be compared, the first stored first. */
export async function listUncompared(db: Kysely<Database>, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('uncompared')
    .select('article_id')
    .orderBy('article_id')
    .limit(limit)
    .execute();
  return rows.map(({ article_id }) => article_id);
}

export async function endWaiting(db: Kysely<Database>, ids: readonly number[]): Promise<void> {
  await sql`delete from uncompared where article_id = any(${ids}::bigint[])`.execute(db);
}

/**
 * The ids of the articles published within three days of one of these that share its bands. The fewer share a band, the
 * more it tells; where many do, the newest count. None of them waits to be compared itself: its story is not sure.
 */
export async function listNear(db: Kysely<Database>, articles: readonly Banded[]): Promise<number[]> {
  if (!articles.length) return [];
  const byChance = Math.floor(mostOfAll / articles.length);
  const ofEach = Math.max(leastOfEach, byChance);
  const ofBand = Math.max(leastOfBand, Math.min(mostOfBand, byChance));
  const { rows } = await sql<{ id: number }>`
    with shared as (
      select fresh.article_id as fresh_id, band.article_id,
        1 / count(*) over (partition by fresh.article_id, fresh.value)::real as weight
      from (${bandRows(articles)}) fresh
      cross join lateral (
        select article_id from band
        where value = fresh.value
          and published_at between fresh.published_at - interval '3 days' and fresh.published_at + interval '3 days'
        order by published_at desc limit ${ofBand}
      ) band
    ), ranked as (
      select article_id, sum(weight) as weight,
        row_number() over (partition by fresh_id order by sum(weight) desc, article_id desc) as rank
      from shared group by fresh_id, article_id
    )
    select distinct article_id as id from ranked
    where (rank <= ${byChance} or (rank <= ${ofEach} and weight >= ${telling})) and ${isCompared('ranked.article_id')}`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** These articles and whatever else belongs to their stories, but for what is withdrawn; oldest first. */
export function listAlike(db: Kysely<Database>, ids: readonly number[]): Promise<AlikeArticle[]> {
  return listWhere(
    db,
    sql`article.story_id = any(array(
      select story_id from article where id = any(${ids}::bigint[]) and withdrawn_at is null))`,
  );
}

/** Those of some waiting articles that may join a story: not what an edition took while an edit of it was stored. */
export function listJoining(db: Kysely<Database>, ids: readonly number[]): Promise<AlikeArticle[]> {
  return listWhere(
    db,
    sql`article.id = any(${ids}::bigint[]) and not exists (
      select from match where article_id = article.id and edition_id > ${backlogEdition})`,
  );
}

async function listWhere(db: Kysely<Database>, condition: RawBuilder<unknown>): Promise<AlikeArticle[]> {
  const { rows } = await sql<AlikeArticle>`
    select article.id, article.story_id, article.title, article.summary, source.newspaper::text as newspaper,
      article.published_at,
      array(select district_id from match where article_id = article.id and ended_at is null
        and not exists (select from decision where decision.article_id = article.id)) as districts
    from article join source on source.id = article.source_id
    where article.withdrawn_at is null and ${condition}
    order by article.id`.execute(db);
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
 * have joined, stays where it is, for digests name a story by its first article; so does what people have decided on.
 */
export async function releaseEdited(trx: Transaction<Database>, ids: readonly number[]): Promise<number[]> {
  if (!ids.length) return [];
  const { rows } = await sql<{ id: number }>`
    update article set same_as_id = null
    where id = any(${ids}) and withdrawn_at is null
      and not exists (select from match where article_id = article.id and edition_id is not null)
      and not exists (select from article other where other.same_as_id = article.id)
      and not exists (select from decision where decision.article_id = article.id)
    returning id`.execute(trx);
  return rows.map(({ id }) => id);
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
