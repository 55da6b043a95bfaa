import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from './schema.js';

/** What the chats of a cut mute and watch for, each word and section once however many chats have it. */
export interface CutFilters {
  muted_words: string[];
  muted_sections: string[];
  watch_words: string[];
}

/** What the filters of a cut meet in its window. */
export interface FilterHits {
  /** Matches of the stories that a muted word or section hides. */
  hidden: {
    kind: 'word' | 'section';
    value: string;
    story_id: number;
    district_id: string;
    edition_id: number;
  }[];
  /** Editions with a match of an article that a watch word is in. */
  found: { word: string; edition_id: number }[];
}

/** The filters of the chats that `lockDueChats` locked. */
export async function listCutFilters(trx: Transaction<Database>): Promise<CutFilters> {
  const { rows } = await sql<CutFilters>`
    select
      array(select distinct unnest(muted_words) from cut_chat) as muted_words,
      array(select distinct unnest(muted_sections) from cut_chat) as muted_sections,
      array(select distinct s.word from cut_chat c join subscription s on s.chat_id = c.chat_id
            where s.word is not null and s.ended_at is null) as watch_words`.execute(trx);
  return rows[0]!;
}

/** Hands what the filters meet to the keys of this cut. */
export async function saveFilterHits(
  trx: Transaction<Database>,
  { hidden, found }: FilterHits,
): Promise<void> {
  await sql`
    create temporary table cut_hidden on commit drop as
    select * from jsonb_to_recordset(${JSON.stringify(hidden)}::jsonb) as hidden
      (kind text, value text, story_id bigint, district_id text, edition_id bigint)`.execute(trx);
  await sql`
    create temporary table cut_found on commit drop as
    select * from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as found (word text, edition_id bigint)`.execute(
    trx,
  );
  await sql`analyze cut_hidden, cut_found`.execute(trx);
}

/**
 * `insert` of what watch words found in the digests of some deliveries (`chat_id, digest_id, slot`): it counts as served
 * from here on, like a first digest's articles. No mark tells it, because a word may be taken off and an article's text
 * change. A delivery that ends unsent takes it back.
 */
export const recordFound = (deliveries: RawBuilder<unknown>) => sql`
  insert into served_part (chat_id, article_id, served_at)
  select d.chat_id, found.article_id, d.slot
  from ${deliveries} d
  join (
    select g.id as digest_id, a.id as article_id
    from digest g
    cross join jsonb_array_elements(g.outline->'sections') as shown (part)
    cross join jsonb_array_elements(shown.part->'articles') as told (story)
    join article a on a.story_id = (told.story->>'id')::bigint and a.withdrawn_at is null
    where g.id in (select digest_id from ${deliveries}) and shown.part->'word' is not null
  ) found on found.digest_id = d.digest_id
  on conflict (chat_id, article_id) do nothing`;
