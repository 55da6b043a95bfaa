import type { Kysely, Transaction } from 'kysely';
import type { Gazetteer } from '../gazetteer/gazetteer.js';
import type { RegionPack } from '../region.js';
import { listAlike, recordBands, releaseEdited, saveStories } from '../store/alike.js';
import {
  type KnownArticle,
  listByAddress,
  listByExternalId,
  lockArticles,
  markFresh,
  recordArticles,
  recordItems,
  recordMatches,
  removeLostMatches,
  saveEdits,
} from '../store/articles.js';
import type { Database } from '../store/database.js';
import { extendDecisions } from '../store/decisions.js';
import { listRemembered } from '../store/remembered.js';
import type { Source } from '../store/sources.js';
import { findStories } from './duplicates.js';
import { type Fingerprint, fingerprint } from './fingerprint.js';
import { externalId, findKnown, type Identified, identify } from './identity.js';
import type { Item } from './items.js';
import { editionFor, fixedMatch, judge, publishedAt } from './judge.js';

export interface Entry {
  item: Identified;
  known: KnownArticle | undefined;
  external_id: string;
  /** This source did not list it before. */
  unlisted: boolean;
  published_at: Date;
}

/**
 * Stores what a source lists, in a few statements however many items. Doing it again changes nothing. Returns
 * how many articles were new to us and how many of those are news of a district or of the whole region.
 */
export async function saveItems(
  trx: Transaction<Database>,
  deps: { gazetteer: Gazetteer; pack: RegionPack },
  source: Source,
  items: readonly Item[],
  now: Date,
): Promise<{ new: number; matched: number }> {
  if (!items.length) return { new: 0, matched: 0 };
  const prints = await readPrints(trx, source, items, now);
  await lockArticles(trx);
  const entries = await listEntries(trx, source, items, now);
  const remembered = await listRemembered(trx);
  const judged = entries
    .filter(({ item, known }) => !known || isEdited(item, known, source))
    .map((entry) => ({
      ...entry,
      ...judge({ ...deps, remembered }, source, withLead(entry), entry.published_at),
    }));
  const fresh = judged.filter(({ known }) => !known);
  const unlisted = entries.filter((entry) => entry.unlisted);

  const recorded = await recordArticles(
    trx,
    source.id,
    fresh.map(({ item, published_at, scope }) => ({ ...toArticle(item, source, now), published_at, scope })),
    now,
  );
  const idOf = ({ item, known }: Entry) => known?.id ?? recorded.get(item.address)!;
  await saveEdits(
    trx,
    judged.flatMap(({ item, known, scope }) =>
      known ? [{ ...toEdit(item, known, source, now), scope }] : [],
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
      })),
    ),
    now,
  );
  const edited = await releaseEdited(
    trx,
    judged.flatMap(({ known }) => known?.id ?? []),
  );
  await joinStories(
    trx,
    deps.pack,
    judged
      .filter(({ known }) => !known || edited.has(known.id))
      .map((entry) => ({
        id: idOf(entry),
        published_at: entry.published_at,
        print: (!entry.known && prints.get(entry.item.address)) || fingerprint(withLead(entry)),
      })),
    now,
  );
  return { new: fresh.length, matched: fresh.filter(({ matches }) => matches.length > 0).length };
}

/** The fingerprints of what seems new, by address: made before our turn, so that others store meanwhile. */
async function readPrints(
  trx: Transaction<Database>,
  source: Source,
  items: readonly Item[],
  now: Date,
): Promise<Map<string, Fingerprint>> {
  const entries = await listEntries(trx, source, items, now);
  const fresh = entries.filter(({ known }) => !known).slice(0, mostCompared);
  return new Map(fresh.map(({ item }) => [item.address, fingerprint(item)]));
}

// More than any newspaper writes between two polls: an archive, whose oldest may stand alone.
const mostCompared = 1000;

/** Lets new and edited articles join the stories that others have told. */
async function joinStories(
  trx: Transaction<Database>,
  pack: RegionPack,
  recorded: readonly { id: number; published_at: Date; print: Fingerprint }[],
  now: Date,
): Promise<void> {
  if (!recorded.length) return;
  // Feeds list the newest first.
  const compared = recorded.slice(0, mostCompared);
  const banded = compared.map(({ id, published_at, print }) => ({ id, published_at, bands: print.bands }));
  const alike = await listAlike(trx, banded);
  await recordBands(trx, banded);
  const printOf = new Map(compared.map(({ id, print }) => [id, print]));
  const fresh = alike.flatMap((article) => {
    const print = printOf.get(article.id);
    return print ? [{ ...article, print }] : [];
  });
  const known = alike.filter(({ id }) => !printOf.has(id));
  const found = findStories(fresh, known, pack.time_zone);
  await saveStories(
    trx,
    [...found].map(([id, story_id]) => ({ id, story_id })),
  );
  await extendDecisions(trx, [...found.keys()], now);
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
  const byAddress = await listByAddress(db, addresses);
  const byExternalId = await listByExternalId(db, source.id, [...guids, ...addresses]);
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
