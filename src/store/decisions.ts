import { type Kysely, type RawBuilder, type Selectable, sql, type Transaction } from 'kysely';
import { lockArticles } from './articles.js';
import type { Database, DecisionTable, Names, Scope } from './schema.js';

export type Decision = Selectable<DecisionTable>;

/** An article that waits for an admin to say where it belongs. */
export interface QueuedArticle {
  id: number;
  title: string;
  summary: string;
  url: string;
  newspaper: Names;
  published_at: Date;
  scope: Scope;
  /** Where it stands now. */
  district_ids: string[];
  /** How many readers found it in the wrong district since the last decision. */
  reports: number;
}

/**
 * What waits: published in the last seven days, and either nobody can tell its district, or two readers or one
 * official reported it since it was last decided.
 */
const waiting = (now: Date) => sql`
  article a
  join source s on s.id = a.source_id
  cross join lateral (
    select max(decided_at) as decided_at from decision where article_id = a.id
  ) last
  cross join lateral (
    select count(*) as reports, coalesce(bool_or(c.style = 'official'), false) as official
    from report r join chat c on c.id = r.chat_id
    where r.article_id = a.id and (last.decided_at is null or r.reported_at > last.decided_at)
  ) said
  where a.withdrawn_at is null and a.published_at > ${now}::timestamptz - interval '7 days'
    and (a.scope = 'uncertain' or said.reports >= 2 or said.official)`;

async function selectQueued(
  db: Kysely<Database>,
  now: Date,
  narrowed: RawBuilder<unknown>,
): Promise<QueuedArticle | undefined> {
  const { rows } = await sql<QueuedArticle>`
    select a.id, a.title, a.summary, a.url, s.newspaper, a.published_at, a.scope, said.reports,
      array(select district_id from match where article_id = a.id and ended_at is null) as district_ids
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

/** What was decided last about an article. */
export async function findDecision(db: Kysely<Database>, articleId: number): Promise<Decision | undefined> {
  return db
    .selectFrom('decision')
    .selectAll()
    .where('article_id', '=', articleId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/**
 * Puts an article that waits into these districts and no others: matches elsewhere end, new ones enter the next
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
  // Of two decisions at once, and of a decision and the reading of an edit, the second sees the first.
  await lockArticles(trx);
  if (!(await findQueued(trx, articleId, now))) return 'gone';
  // What other newspapers say of the same event stands where this one does.
  const story = sql`select id from article where story_id = (select story_id from article where id = ${articleId})`;
  await sql`
    insert into decision (article_id, district_ids, staff_id, decided_at)
    select id, ${districtIds}::text[], ${staffId}, ${now} from (${story}) story`.execute(trx);
  await sql`
    update match set ended_at = ${now}
    where article_id in (${story}) and ended_at is null and district_id <> all(${districtIds})`.execute(trx);
  await sql`
    insert into match (article_id, district_id, score, evidence, decided_by, created_at)
    select ${articleId}, id, 1, '[]'::jsonb, 'admin', ${now} from district where id = any(${districtIds})
    on conflict (article_id, district_id) where ended_at is null do nothing`.execute(trx);
  await sql`update article set scope = ${scopeOf(sql`${districtIds}::text[]`)} where id in (${story})`.execute(
    trx,
  );
  return 'decided';
}

const scopeOf = (districtIds: RawBuilder<unknown>) => sql`
  case when cardinality(${districtIds}) = 0 then 'outside'
    when exists (select from district where whole_region and id = any(${districtIds})) then 'province_wide'
    else 'local' end`;

/** Lets what was decided of a story hold for articles that have just joined it, whatever their text says. */
export async function extendDecisions(
  trx: Transaction<Database>,
  articleIds: readonly number[],
): Promise<void> {
  if (!articleIds.length) return;
  await sql`
    with decided as (
      insert into decision (article_id, district_ids, staff_id, decided_at)
      select joined.id, last.district_ids, last.staff_id, last.decided_at
      from article joined
      cross join lateral (
        select decision.* from decision join article told on told.id = decision.article_id
        where told.story_id = joined.story_id order by decision.id desc limit 1
      ) last
      where joined.id = any(${articleIds}) and not exists (select from decision where article_id = joined.id)
      returning article_id, district_ids
    ), gone as (
      delete from match using decided
      where match.article_id = decided.article_id and match.district_id <> all(decided.district_ids)
    )
    update article set scope = ${scopeOf(sql`decided.district_ids`)}
    from decided where article.id = decided.article_id`.execute(trx);
}
