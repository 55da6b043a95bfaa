import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { ArticleTable, Database, Scope, SummaryKind } from './schema.js';
import { standing } from './successors.js';
import { takeTurn } from './transaction.js';

/** Edition 0: in no scheduled digest, and still found by search and by someone who begins to follow. */
export const backlogEdition = 0;

export type KnownArticle = Pick<
  Selectable<ArticleTable>,
  | 'id'
  | 'address'
  | 'url'
  | 'title'
  | 'summary'
  | 'summary_kind'
  | 'source_id'
  | 'published_at'
  | 'stored_at'
  | 'scope'
  | 'page_read_at'
  | 'page_retry_at'
>;

/** What an article's own page adds. */
interface FromPage {
  summary_kind: SummaryKind;
  /** null: it was not asked. */
  page_read_at: Date | null;
  /** null: it is not asked again. */
  page_retry_at: Date | null;
  image_url: string | null;
}

export interface NewArticle extends FromPage {
  url: string;
  address: string;
  title: string;
  summary: string;
  section: string | null;
  published_at: Date;
  scope: Scope;
  /** Of searchVector(). */
  search: string;
}

export interface NewMatch {
  article_id: number;
  district_id: string;
  score: number;
  evidence: string[];
  /** Left out: the classifier. */
  decided_by?: 'classifier' | 'remembered';
  /** null: waits for the next edition; backlogEdition: never in a scheduled digest. */
  edition_id: number | null;
  /** The article's. */
  published_at: Date;
}

const known = [
  'article.id',
  'article.address',
  'article.url',
  'article.title',
  'article.summary',
  'article.summary_kind',
  'article.source_id',
  'article.published_at',
  'article.stored_at',
  'article.scope',
  'article.page_read_at',
  'article.page_retry_at',
] as const;

/** The stored articles at these addresses, and those that a source listed under these ids before. */
export async function listKnown(
  db: Kysely<Database>,
  sourceId: string,
  addresses: readonly string[],
  externalIds: readonly string[],
): Promise<{ byAddress: Map<string, KnownArticle>; byExternalId: Map<string, KnownArticle> }> {
  const rows = await db
    .selectFrom('article')
    .select(known)
    .select(sql<string | null>`null`.as('external_id'))
    .where('address', '=', sql<string>`any(${addresses})`)
    .unionAll(
      db
        .selectFrom('item')
        .innerJoin('article', 'article.id', 'item.article_id')
        .select(known)
        .select('item.external_id')
        .where('item.source_id', '=', sourceId)
        .where('item.external_id', '=', sql<string>`any(${externalIds})`),
    )
    .execute();
  const byAddress = new Map<string, KnownArticle>();
  const byExternalId = new Map<string, KnownArticle>();
  for (const { external_id, ...article } of rows)
    if (external_id === null) byAddress.set(article.address, article);
    else byExternalId.set(external_id, article);
  return { byAddress, byExternalId };
}

/** A set of rows as one parameter, however many: Postgres takes at most 65,535 parameters. */
const asRows = (rows: readonly object[], columns: string) =>
  sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (${sql.raw(columns)})`;

/**
 * From here to the end of the transaction nobody else stores what a source lists: two sources with the same
 * articles then never wait for each other's rows, and what is unknown stays unknown until it is stored.
 */
export async function lockArticles(trx: Transaction<Database>): Promise<void> {
  await takeTurn(trx, 'articles');
}

/** Stores articles; returns their ids by address. */
export async function recordArticles(
  trx: Transaction<Database>,
  sourceId: string,
  articles: readonly NewArticle[],
  now: Date,
): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: number; address: string }>`
    insert into article (url, address, source_id, title, summary, summary_kind, section, published_at, stored_at,
      scope, page_read_at, page_retry_at, image_url, search)
    select url, address, ${sourceId}, title, summary, summary_kind, section, published_at, ${now},
      scope, page_read_at, page_retry_at, image_url, search
    from ${asRows(
      articles,
      `url text, address text, title text, summary text, summary_kind text, section text,
        published_at timestamptz, scope text, page_read_at timestamptz, page_retry_at timestamptz,
        image_url text, search tsvector`,
    )}
    returning id, address`.execute(trx);
  return new Map(rows.map(({ id, address }) => [address, id]));
}

export interface EditedArticle extends FromPage {
  id: number;
  url: string;
  title: string;
  summary: string;
  /** Taken where none is known. */
  section: string | null;
  scope: Scope;
  /** Of searchVector(). */
  search: string;
}

/** Brings articles up to what the publisher says now; a scope an admin decided stays. */
export async function saveEdits(
  trx: Transaction<Database>,
  articles: readonly EditedArticle[],
): Promise<void> {
  if (!articles.length) return;
  await sql`
    update article set url = given.url, title = given.title, summary = given.summary, search = given.search,
      summary_kind = given.summary_kind, section = coalesce(article.section, given.section),
      page_read_at = coalesce(given.page_read_at, article.page_read_at),
      page_retry_at = case when given.page_read_at is null then article.page_retry_at else given.page_retry_at end,
      image_url = coalesce(given.image_url, article.image_url),
      scope = case when exists (select from decision where article_id = article.id)
        then article.scope else given.scope end
    from ${asRows(
      articles,
      `id bigint, url text, title text, summary text, summary_kind text, section text, scope text, page_read_at timestamptz,
        page_retry_at timestamptz, image_url text, search tsvector`,
    )}
    where article.id = given.id`.execute(trx);
}

/** Notes what a source lists, so that it is known the next time. */
export async function recordItems(
  trx: Transaction<Database>,
  sourceId: string,
  items: readonly { external_id: string; article_id: number }[],
  now: Date,
): Promise<void> {
  await sql`
    insert into item (source_id, external_id, article_id, first_seen_at)
    select ${sourceId}, external_id, article_id, ${now}
    from ${asRows(items, 'external_id text, article_id bigint')}
    on conflict do nothing`.execute(trx);
}

/**
 * Stores what was judged by the text; a match that exists stays, and where an admin has decided nothing is added. A
 * district that ended counts as its successor.
 */
export async function recordMatches(
  trx: Transaction<Database>,
  matches: readonly NewMatch[],
  now: Date,
): Promise<void> {
  await sql`
    with recursive ${standing}
    insert into match (article_id, district_id, origin_id, score, evidence, decided_by, edition_id, created_at,
      published_at)
    select article_id, coalesce(heir_id, district_id), case when heir_id is not null then district_id end,
      score, evidence, coalesce(decided_by, 'classifier'), edition_id, ${now}, published_at
    from ${asRows(
      matches,
      `article_id bigint, district_id text, score real, evidence jsonb, decided_by text, edition_id bigint,
        published_at timestamptz`,
    )}
    left join standing on standing.id = given.district_id
    -- Looked up one by one: joined, all matches there are may be read for it.
    where (select true from match
      where match.article_id = given.article_id and match.district_id = coalesce(heir_id, given.district_id)
      limit 1) is null
      and not exists (select from decision where decision.article_id = given.article_id)
    on conflict (article_id, district_id) where ended_at is null do nothing`.execute(trx);
}

/**
 * Takes back matches that the edited text no longer earns, while no edition but the backlog holds them: what is in an
 * edition may have been sent. An admin's stay, and those of a source whose every article belongs to the district.
 */
export async function removeLostMatches(
  trx: Transaction<Database>,
  articles: readonly { id: number; district_ids: string[] }[],
): Promise<void> {
  if (!articles.length) return;
  await sql`
    delete from match using ${asRows(articles, 'id bigint, district_ids text[]')}
    where match.article_id = given.id and coalesce(match.origin_id, match.district_id) <> all(given.district_ids)
      and match.ended_at is null and coalesce(match.edition_id, ${backlogEdition}) = ${backlogEdition}
      and not exists (select from decision where decision.article_id = given.id)
      and not exists (select from match own where own.article_id = given.id and own.decided_by = 'admin')
      and not exists (
        select from item join source on source.id = item.source_id
        where item.article_id = given.id and source.district_id = coalesce(match.origin_id, match.district_id))`.execute(
    trx,
  );
}

/** Lets matches of the backlog wait for the next edition after all; no scheduled digest has held them. */
export async function markFresh(trx: Transaction<Database>, articleIds: readonly number[]): Promise<void> {
  if (!articleIds.length) return;
  await sql`
    update match set edition_id = null
    where article_id = any(${articleIds}) and edition_id = ${backlogEdition} and ended_at is null`.execute(
    trx,
  );
}
