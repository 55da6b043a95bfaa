import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type Run, readWords, spell, type Word } from '../spelling.js';
import type { Database, Names, SummaryKind } from './schema.js';

/** A story that was found: the article of it that answers best. */
export interface Found {
  story_id: number;
  title: string;
  summary: string;
  summary_kind: SummaryKind;
  url: string;
  newspaper: Names;
  published_at: Date;
  /** Where it belongs, in the pack's order. */
  district_ids: string[];
}

export interface SearchQuery {
  runs: readonly Run[];
  /** Whether the last word may be the beginning of a longer one: it is still being typed. */
  unfinished: boolean;
  limit: number;
  offset: number;
}

/** As many stories as anybody turns pages for. */
export const mostFound = 100;

// So many of the newest articles are looked through one by one: a word that many of them have is not looked up in the
// index, which would have to fetch every article of all years that has it, only to learn which are the newest.
const newest = 1500;
const isCommon = 130;
// Of each way to understand the query so many of its newest articles are ranked; more than are shown, since several
// may tell one story.
const mostRanked = 150;

/**
 * The stories that answer a query, and how many there are, up to `mostFound`. All words are needed, in any order and
 * far from each other. What is spelt with the very accents of the query comes first; then titles before summaries and
 * words that follow each other before scattered ones; then the newest.
 */
export async function searchStories(
  db: Kysely<Database>,
  query: SearchQuery,
): Promise<{ total: number; stories: Found[] }> {
  if (!query.runs.length) return { total: 0, stories: [] };
  const { rows } = await searchRows(query).execute(db);
  return { total: rows[0]?.total ?? 0, stories: rows.map(({ total: _, ...story }) => story) };
}

/** The one query of a search; tests look at its plan. */
export function searchRows(query: SearchQuery): RawBuilder<Found & { total: number }> {
  const { exact, loose, placed, phrases, ways } = read(query);
  const among = sql.join(ways.map((way, n) => sql`search @@ ${way}::tsquery as ${sql.ref(`way_${n}`)}`));
  return sql`
    with newest as materialized (
      select id, published_at, ${among}
      from (
        select id, published_at, search from article
        where withdrawn_at is null order by published_at desc limit ${newest}
      ) article
      where search @@ ${loose}::tsquery
    ), ${sql.join(ways.map(hitsOf))}, ranked as materialized (
      select article.id, story_id, published_at, search @@ ${exact}::tsquery as is_exact,
        search @@ ${phrases}::tsquery as has_phrases,
        -- Ranks within a factor of two are as good: then the newer comes first.
        round(log(2, greatest(ts_rank_cd('{0.1, 0.1, 0.1, 1}', search, ${placed}::tsquery), 0.001)::numeric)) as rank
      from (${sql.join(
        ways.map((_, n) => sql`select id from ${hit(n)}`),
        sql` union `,
      )}) hit
      join article on article.id = hit.id
    ), story as (
      select *, row_number() over (partition by story_id
        order by is_exact desc, rank desc, published_at desc, id) as place
      from ranked where has_phrases
    ), page as (
      select id, least(count(*) over (), ${mostFound}::int) as total,
        row_number() over (order by is_exact desc, rank desc, published_at desc, id desc) as place
      from story where place = 1
    )
    select page.total, article.story_id, title, summary, summary_kind, article.url, newspaper, published_at,
      array(
        select district.id from match join district on district.id = match.district_id
        where match.article_id in (select id from article other where other.story_id = article.story_id and withdrawn_at is null)
          and match.ended_at is null
        group by district.id, district.position order by district.position
      ) as district_ids
    from page
    join article on article.id = page.id
    join source on source.id = article.source_id
    where page.place > ${query.offset}::int and page.place <= least(${query.offset + query.limit}, ${mostFound}::int)
    order by page.place`;
}

const hit = (n: number) => sql.ref(`hit_${n}`);

/** The newest articles that answer one way to understand a query, where the narrower ways have found too few. */
function hitsOf(way: string, n: number): RawBuilder<unknown> {
  const inNewest = sql.ref(`way_${n}`);
  const isWanted = sql.join(
    [
      sql`true`,
      ...Array.from({ length: n }, (_, m) => sql`(select count(*) from ${hit(m)}) < ${mostFound}::int`),
    ],
    sql` and `,
  );
  return sql`
    ${hit(n)} as materialized (
      (select id from newest where ${inNewest} and ${isWanted} order by published_at desc limit ${mostRanked})
      union
      (select id from (
          -- Not in the order of their dates, in which a word that is rare would be looked for in every article.
          select id, published_at from article where search @@ ${way}::tsquery and withdrawn_at is null offset 0
        ) article
        where (select count(*) from newest where ${inNewest}) < ${isCommon} and ${isWanted}
        order by published_at desc limit ${mostRanked})
    )`;
}

// The summary begins far behind the title, so that no phrase reaches from one into the other.
const summaryFrom = 2001;
const longestTitle = 1000;
const longestSummary = 20_000;

/**
 * The words by which an article is found, as the text of a tsvector. A word is in it as `lu.X`, its letters without
 * accents, a dot, and its accents as capitals, so that hòa and hoà are both `hoa.F`; with its positions, for ranks and
 * phrases, and the weight of title (A) or summary (B). Beside it stand, without positions, what finds it when the query
 * has no accents, `lu`, and the word with the one that follows, `lu quet`: few Vietnamese syllables are rare, but most
 * pairs are.
 */
export function searchVector(title: string, summary: string): string {
  return (
    lexemes(title.slice(0, longestTitle), 'A', 1) +
    lexemes(summary.slice(0, longestSummary), 'B', summaryFrom)
  );
}

function lexemes(text: string, weight: 'A' | 'B', from: number): string {
  const words = text.split(/[ \n]+/).flatMap(wordsOf);
  let written = '';
  for (const [n, { folded, accents }] of words.entries()) {
    written += `'${folded}.${accents}':${from + n}${weight} '${folded}' `;
    const next = words[n + 1];
    if (next) written += `'${folded} ${next.folded}' `;
  }
  return written;
}

// Some thousand syllables make up nearly every text.
const known = new Map<string, readonly Word[]>();
const mostKnown = 10_000;

/** The words of what stands between two spaces. */
function wordsOf(part: string): readonly Word[] {
  const before = known.get(part);
  if (before) return before;
  const words = readWords(spell(part));
  if (known.size >= mostKnown) known.clear();
  if (part.length <= 12) known.set(part, words);
  return words;
}

/** Lets searches find what was stored of late in the index itself; until then they look through it besides. */
export async function tidySearch(db: Kysely<Database>): Promise<void> {
  await sql`select gin_clean_pending_list('article_search')`.execute(db);
}

/** A query in the words of `searchVector`. */
function read({ runs, unfinished }: SearchQuery) {
  const all = runs.flatMap(({ words }) => words);
  const isLast = (word: Word) => unfinished && word === all.at(-1);
  const any = (word: Word) => `'${word.folded}'${isLast(word) ? ':*' : ''}`;
  // The beginning of a word would also meet those that have no position.
  const placed = (words: readonly Word[]) =>
    words.filter((word) => !isLast(word)).map((word) => `'${word.folded}.':*`);
  // What is not finished may yet get its accents.
  const asSpelt = (word: Word) =>
    word.accents && !isLast(word) ? `'${word.folded}.${word.accents}'` : any(word);
  const pairs = ({ words }: Run) =>
    words.slice(1).map((word, n) => `'${words[n]!.folded} ${word.folded}'${isLast(word) ? ':*' : ''}`);
  const lone = runs.filter(({ words }) => words.length === 1).flatMap(({ words }) => words);
  const quoted = runs.filter((run) => run.quoted);
  const and = (...parts: string[][]) => [...new Set(parts.flat())].join(' & ');
  const exact = and(all.map(asSpelt), quoted.flatMap(pairs));
  const loose = and(all.map(any), quoted.flatMap(pairs));
  return {
    exact,
    loose,
    placed: and(placed(all)) || loose,
    // Pairs alone would also find a longer phrase in pieces.
    phrases: and(quoted.map(({ words }) => placed(words).join(' <-> ')).filter(Boolean)) || loose,
    // From the narrowest to the widest: as spelt and in order, as spelt, in order, and anyhow.
    ways: [
      ...new Set([
        and(all.map(asSpelt), runs.flatMap(pairs)),
        exact,
        and(lone.map(any), runs.flatMap(pairs)),
        loose,
      ]),
    ],
  };
}

/** The words of the newest articles without accents, the commonest first. */
export async function listWords(db: Kysely<Database>): Promise<{ folded: string; n: number }[]> {
  const { rows } = await sql<{ folded: string; n: number }>`
    select split_part(lexeme, '.', 1) as folded, count(*) as n
    from (
      select search from article where withdrawn_at is null order by published_at desc limit 500
    ) article, unnest(tsvector_to_array(search)) as lexeme
    where lexeme like '%.%'
    group by 1 order by 2 desc, 1`.execute(db);
  return rows;
}
