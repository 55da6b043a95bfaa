import { type Kysely, type RawBuilder, type Selectable, sql, type Transaction } from 'kysely';
import { isCompared, lockStories } from './alike.js';
import { lockArticles } from './articles.js';
import type { Database, DecisionTable, Names } from './schema.js';
import { standing } from './successors.js';

/** A story that waits for an admin to say where it belongs, as the first of its articles tells it. */
export interface QueuedArticle {
  id: number;
  title: string;
  summary: string;
  url: string;
  newspaper: Names;
  published_at: Date;
  /** No text of it says where it belongs; otherwise readers found it in the wrong district. */
  uncertain: boolean;
  /** Where its story stands now. */
  district_ids: string[];
  /** How many readers found it in the wrong district since the last decision. */
  reports: number;
}

/** Where a story stands: districts of open matches; what waits at an ended one for a pack that has it again is left out. */
const standsIn = sql`
  select distinct m.district_id
  from match m join article o on o.id = m.article_id join district d on d.id = m.district_id
  where o.story_id = a.story_id and o.withdrawn_at is null and m.ended_at is null and d.ended_at is null`;

/**
 * What waits, each story once: published or reported in the last seven days, compared with others (it may join what is
 * decided), and either nobody can tell its district, or two readers or one official reported it since it was last
 * decided. Reports and decisions go by the story's first
 * article, also when that has been withdrawn.
 */
const waiting = (now: Date) => sql`
  article a
  join source s on s.id = a.source_id
  cross join lateral (
    select min(id) as first_id,
      bool_or(scope = 'uncertain') and bool_and(scope in ('uncertain', 'outside')) as uncertain
    from article where story_id = a.story_id and withdrawn_at is null
  ) told
  cross join lateral (
    select max(decided_at) as decided_at from decision where article_id = a.story_id
  ) last
  cross join lateral (
    select count(*) as reports, coalesce(bool_or(c.style = 'official'), false) as official
    from report r join chat c on c.id = r.chat_id
    where r.article_id = a.story_id and (last.decided_at is null or r.reported_at > last.decided_at)
  ) said
  where a.id = told.first_id and ${isCompared('a.id')} and a.id = any(array(
      select id from article where published_at > ${now}::timestamptz - interval '7 days'
      union
      select told.id from article told join report on report.article_id = told.story_id
      where report.reported_at > ${now}::timestamptz - interval '7 days'))
    and (told.uncertain or said.reports >= 2 or said.official)`;

async function selectQueued(
  db: Kysely<Database>,
  now: Date,
  narrowed: RawBuilder<unknown>,
): Promise<QueuedArticle | undefined> {
  const { rows } = await sql<QueuedArticle>`
    select a.id, a.title, a.summary, a.url, s.newspaper, a.published_at, told.uncertain, said.reports,
      array(${standsIn}) as district_ids
    from ${waiting(now)} and ${narrowed}
    order by a.published_at desc, a.id desc limit 1`.execute(db);
  return rows[0];
}

/** The newest article that waits or, behind another, the next older one. */
export async function findNextQueued(
  db: Kysely<Database>,
  now: Date,
  behind?: number,
): Promise<QueuedArticle | undefined> {
  const older = sql`(a.published_at, a.id) < (select published_at, id from article where id = ${behind ?? 0})`;
  return selectQueued(db, now, behind === undefined ? sql`true` : older);
}

/** This article, if it waits still. */
export async function findQueued(
  db: Kysely<Database>,
  id: number,
  now: Date,
): Promise<QueuedArticle | undefined> {
  return selectQueued(db, now, sql`a.id = ${id}`);
}

export async function countQueued(db: Kysely<Database>, now: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${waiting(now)}`.execute(db);
  return rows[0]!.n;
}

/** A decision, and how its article reads now. */
export type DecidedArticle = Selectable<DecisionTable> &
  Pick<QueuedArticle, 'title' | 'summary' | 'published_at'>;

/** What was decided last about an article. */
export async function findDecision(
  db: Kysely<Database>,
  articleId: number,
): Promise<DecidedArticle | undefined> {
  return db
    .selectFrom('decision')
    .innerJoin('article', 'article.id', 'decision.article_id')
    .selectAll('decision')
    .select(['title', 'summary', 'published_at'])
    .where('article_id', '=', articleId)
    .orderBy('decision.id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/**
 * Puts a story that waits into these districts and no others: matches elsewhere end, new ones enter the next
 * edition. The whole region's own id makes it province-wide, no district makes it no news of ours. 'gone': it does
 * not wait any more, because somebody decided first or it grew too old.
 */
export async function recordDecision(
  trx: Transaction<Database>,
  articleId: number,
  districtIds: readonly string[],
  staffId: number,
  now: Date,
): Promise<'decided' | 'gone'> {
  // Of two decisions at once, and of a decision and an edit or a comparison, the second sees the first.
  await lockArticles(trx);
  await lockStories(trx);
  if (!(await findQueued(trx, articleId, now))) return 'gone';
  const { rows } = await sql<{ id: number }>`
    insert into decision (article_id, district_ids, staff_id, decided_at)
    select id, ${districtIds}::text[], ${staffId}, ${now} from article
    where story_id = (select story_id from article where id = ${articleId})
    returning article_id as id`.execute(trx);
  await applyDecisions(
    trx,
    rows.map(({ id }) => id),
    now,
  );
  return 'decided';
}

/** What other newspapers say of an event stands where it was decided that the story stands, also when they say it later. */
export async function extendDecisions(
  trx: Transaction<Database>,
  articleIds: readonly number[],
  now: Date,
): Promise<void> {
  if (!articleIds.length) return;
  const { rows } = await sql<{ id: number }>`
    insert into decision (article_id, district_ids, staff_id, decided_at)
    select joined.id, last.district_ids, last.staff_id, last.decided_at
    from article joined
    cross join lateral (
      select decision.* from decision join article told on told.id = decision.article_id
      where told.story_id = joined.story_id order by decision.id desc limit 1
    ) last
    where joined.id = any(${articleIds}) and not exists (select from decision where article_id = joined.id)
    returning article_id as id`.execute(trx);
  if (rows.length)
    await applyDecisions(
      trx,
      rows.map(({ id }) => id),
      now,
    );
}

/** Brings matches and scope of articles to what was decided last about each. */
async function applyDecisions(
  trx: Transaction<Database>,
  articleIds: readonly number[],
  now: Date,
): Promise<void> {
  // A district that has ended stands as its successor.
  const decided = sql`
    with recursive ${standing},
    decided as (
      select distinct on (article_id) article_id, array(
        select coalesce(heir_id, given.id)
        from unnest(district_ids) with ordinality as given (id, place)
        left join standing on standing.id = given.id
        order by place
      ) as district_ids, district_ids as given_ids
      from decision where article_id = any(${articleIds})
      order by article_id, id desc
    )`;
  await sql`
    ${decided}
    update match set ended_at = ${now} from decided
    where match.article_id = decided.article_id and ended_at is null and district_id <> all(district_ids)`.execute(
    trx,
  );
  await sql`
    ${decided}
    insert into match (article_id, district_id, origin_id, score, evidence, decided_by, created_at)
    select distinct on (article_id, at_id) article_id, at_id, nullif(given_id, at_id), 1, '[]'::jsonb, 'admin', ${now}
    from decided cross join unnest(district_ids, given_ids) as placed (at_id, given_id)
    order by article_id, at_id, given_id = at_id desc
    on conflict (article_id, district_id) where ended_at is null
      do update set origin_id = excluded.origin_id, decided_by = excluded.decided_by`.execute(trx);
  await sql`
    ${decided}
    update article set scope = case
      when district_ids = '{}' then 'outside'
      when exists (select from district where whole_region and district.id = any(district_ids)) then 'province_wide'
      else 'local' end
    from decided where article.id = decided.article_id`.execute(trx);
}
