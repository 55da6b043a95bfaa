import { setImmediate } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import type { Gazetteer } from '../gazetteer/gazetteer.js';
import type { RegionPack } from '../region.js';
import { awaitStories, lockStories, releaseEdited } from '../store/alike.js';
import {
  type KnownArticle,
  listKnown,
  lockArticles,
  markFresh,
  recordArticles,
  recordItems,
  recordMatches,
  removeLostMatches,
  saveEdits,
} from '../store/articles.js';
import type { Database } from '../store/database.js';
import { listRemembered } from '../store/remembered.js';
import { searchVector } from '../store/search.js';
import type { Source } from '../store/sources.js';
import { externalId, findKnown, type Identified, identify } from './identity.js';
import type { Item } from './items.js';
import { editionFor, fixedMatch, type Judgement, judge, publishedAt, recall } from './judge.js';

export interface Entry {
  item: Identified;
  known: KnownArticle | undefined;
  external_id: string;
  /** This source did not list it before. */
  unlisted: boolean;
  published_at: Date;
}

interface Readers {
  gazetteer: Gazetteer;
  pack: RegionPack;
}

/**
 * Stores what a source lists, in a few statements however many items. Doing it again changes nothing. Returns
 * how many articles were new to us and how many of those are news of a district or of the whole region.
 */
export async function saveItems(
  trx: Transaction<Database>,
  deps: Readers,
  source: Source,
  items: readonly Item[],
  now: Date,
): Promise<{ new: number; matched: number }> {
  if (!items.length) return { new: 0, matched: 0 };
  await lockArticles(trx);
  const entries = await listEntries(trx, source, items, now);
  const changed = entries.filter(({ item, known }) => !known || isEdited(item, known, source));
  const unlisted = entries.filter((entry) => entry.unlisted);
  // What is new is in no story yet: it is stored while others are compared.
  if ([...changed, ...unlisted].some(({ known }) => known)) await lockStories(trx);
  const read = [];
  for (const entry of changed) {
    read.push({ ...entry, ...readEntry(deps, source, entry) });
    // Whoever talks to the bot does not wait for a thousand items.
    await setImmediate();
  }
  const remembered = read.some(({ open }) => open.length) ? await listRemembered(trx) : new Map();
  const judged = read.map((entry) => ({ ...entry, ...recall(deps.pack, entry, remembered) }));
  const fresh = judged.filter(({ known }) => !known);

  const recorded = await recordArticles(
    trx,
    source.id,
    fresh.map(({ item, published_at, scope, search }) => ({
      ...toArticle(item, source, now),
      ...{ published_at, scope, search },
    })),
    now,
  );
  const idOf = ({ item, known }: Entry) => known?.id ?? recorded.get(item.address)!;
  await saveEdits(
    trx,
    judged.flatMap(({ item, known, scope, search }) =>
      known ? [{ ...toEdit(item, known, source, now), scope, search }] : [],
    ),
  );
  await removeLostMatches(
    trx,
    judged.flatMap(({ known, matches }) =>
      known ? [{ id: known.id, district_ids: matches.map(({ district_id }) => district_id) }] : [],
    ),
  );
  await recordItems(
    trx,
    source.id,
    unlisted.map((entry) => ({ external_id: entry.external_id, article_id: idOf(entry) })),
    now,
  );
  await markFresh(trx, unlisted.filter((entry) => isNews(entry, source, now)).map(idOf));
  const fixed = source.district_id ? [fixedMatch(source.district_id, source)] : [];
  await recordMatches(
    trx,
    [...judged, ...unlisted.map((entry) => ({ ...entry, matches: fixed }))].flatMap((entry) =>
      entry.matches.map((match) => ({
        ...match,
        article_id: idOf(entry),
        edition_id: editionFor(entry.published_at, source, now),
        published_at: entry.published_at,
      })),
    ),
    now,
  );
  const edited = judged.flatMap(({ known }) => known?.id ?? []);
  const compared = fresh.slice(0, mostCompared).map(idOf);
  await awaitStories(trx, [...compared, ...(await releaseEdited(trx, edited))]);
  return { new: fresh.length, matched: fresh.filter(({ matches }) => matches.length > 0).length };
}

// More than any newspaper writes between two polls: an archive, the newest first, whose oldest may stand alone.
const mostCompared = 1000;

/** What an item says by itself. */
interface Reading extends Judgement {
  search: string;
}

function readEntry(deps: Readers, source: Source, entry: Entry): Reading {
  const item = withLead(entry);
  const { title, summary } = item;
  return { ...judge(deps, source, item, entry.published_at), search: searchVector(title, summary) };
}

/**
 * Whether this source would have brought the article to the next edition had no other stored it first: then the
 * backlog of a new source must not swallow it.
 */
function isNews({ published_at }: Entry, source: Source, now: Date): boolean {
  return editionFor(published_at, source, now) === null && published_at >= source.first_success_at!;
}

function toArticle(item: Identified, source: Source, now: Date) {
  const { link: url, address, title, summary } = item;
  const section = source.section ?? item.section ?? null;
  return { url, address, title, summary, section, ...fromPage(item, now) };
}

function toEdit(item: Identified, known: KnownArticle, source: Source, now: Date) {
  const page = fromPage(item, now);
  return {
    id: known.id,
    url: item.link,
    title: item.title,
    summary: item.summary || known.summary,
    section: source.section ?? item.section ?? null,
    ...page,
    summary_kind: item.summary ? page.summary_kind : known.summary_kind,
  };
}

function fromPage({ page, page_retry_at }: Item, now: Date) {
  return {
    summary_kind: page?.summary_kind ?? ('lead' as const),
    page_read_at: page === undefined ? null : now,
    page_retry_at: page_retry_at ?? null,
    image_url: page?.image ?? null,
  };
}

/** A lead that is suddenly missing was lost on the way, or came from the article's page; it is not taken back. */
function withLead({ item, known }: Entry): Item {
  return { ...item, summary: item.summary || (known?.summary ?? '') };
}

/** What is listed, each article once, with what is known of it. */
export async function listEntries(
  db: Kysely<Database>,
  source: Source,
  items: readonly Item[],
  now: Date,
): Promise<Entry[]> {
  const identified = identify(items);
  const addresses = identified.map(({ address }) => address);
  const guids = identified.flatMap(({ guid }) => guid ?? []);
  const { byAddress, byExternalId } = await listKnown(db, source.id, addresses, [...guids, ...addresses]);
  return identified.map((item) => {
    const known = findKnown(item, byAddress, byExternalId);
    const external_id = externalId(item, known, byExternalId);
    return {
      item,
      known,
      external_id,
      unlisted: !byExternalId.has(external_id),
      published_at: known?.published_at ?? publishedAt(item, now),
    };
  });
}

/** Only the source that brought an article says what it reads now: another may carry a shorter lead. */
export function isEdited(item: Identified, known: KnownArticle, source: Source): boolean {
  return (
    known.source_id === source.id &&
    (item.page !== undefined ||
      item.title !== known.title ||
      (item.summary !== '' && item.summary !== known.summary) ||
      (item.address !== known.address && item.link !== known.url))
  );
}
