import type { Kysely } from 'kysely';
import { SourceError } from '../errors.js';
import type { Gazetteer } from '../gazetteer/gazetteer.js';
import type { RegionPack } from '../region.js';
import type { Database } from '../store/database.js';
import { listRemembered } from '../store/remembered.js';
import type { Source } from '../store/sources.js';
import { day, hour } from '../time.js';
import { canonicalAddress } from './address.js';
import type { Fetcher } from './fetch.js';
import type { Identified } from './identity.js';
import type { Item } from './items.js';
import { editionFor, judge, recall } from './judge.js';
import type { PageFacts } from './page.js';
import { parsePage } from './parsers.js';
import { type Entry, isEdited, listEntries } from './save.js';

// A newspaper that gives no leads still publishes fewer between two polls.
const pagesPerPoll = 20;
// Of a region's own newspaper that is all; the others' news is mostly none of ours, whatever their pages say.
const openPerPoll = 5;
// The poll's lease has to outlast them.
const pagesMs = 45_000;
// A server that cannot give these will not give the others either, nor one that asks us to stay away.
const mostFailures = 3;
const firstRetryMs = hour / 4;
// Doubling: the sixth try, eight hours after the first.
const lastRetryMs = 4 * hour;

interface PagesDeps {
  db: Kysely<Database>;
  pack: RegionPack;
  gazetteer: Gazetteer;
  fetcher: Fetcher;
  signal?: AbortSignal;
}

/** What a page gave: null when there is nothing to read, an error when there may be later. */
type PageResult = PageFacts | SourceError | null;

/**
 * Adds to items what their own pages say, one page after another: to those without a lead, and to some of the new ones
 * whose title and lead leave the district open. A page is read once, and again when the headline has changed, or some
 * time after a failure that passes. One that cannot be read costs its item nothing. `unfinished`: leads are left for
 * the next polls.
 */
export async function readPages(
  deps: PagesDeps,
  source: Source,
  items: readonly Item[],
  now: Date,
): Promise<{ items: Item[]; unfinished: boolean }> {
  // The backlog of a new source is in no digest, and its pages are not worth the asking.
  const isSettled = source.district_id !== null || !source.first_success_at;
  if (isSettled && items.every(({ summary }) => summary)) return { items: [...items], unfinished: false };
  const entries = await listEntries(deps.db, source, items, now);
  const { needed, open, waiting } = await choosePages(deps, source, entries, now);
  const timeout = AbortSignal.timeout(pagesMs);
  const signal = deps.signal ? AbortSignal.any([timeout, deps.signal]) : timeout;
  const pages = new Map<Identified, PageResult>();
  let failures = 0;
  for (const { item } of [...new Set([...needed, ...open.slice(0, openPerPoll)])].slice(0, pagesPerPoll)) {
    if (failures >= mostFailures) break;
    const result = await readPage(deps.fetcher, source, item, signal);
    if (signal.aborted || result === undefined) break;
    pages.set(item, result);
    if (result instanceof SourceError) failures += result.retryAfterSeconds ? mostFailures : 1;
  }
  const results = [...pages.values()];
  const leads = results.map((result) => (isFacts(result) ? result.lead : ''));
  return {
    items: entries.map(({ item, known }) => {
      const result = pages.get(item);
      if (result === undefined) return item;
      if (!isFacts(result))
        return { ...item, page: null, page_retry_at: result ? retryAt(known, now, result) : undefined };
      // One lead over several articles speaks of the newspaper.
      const isOwn = leads.filter((lead) => lead === result.lead).length === 1;
      return withFacts(item, isOwn ? result : { ...result, lead: '' });
    }),
    unfinished: waiting || failures > 0 || needed.some(({ item }) => !pages.has(item)),
  };
}

const isFacts = (result: PageResult): result is PageFacts =>
  result !== null && !(result instanceof SourceError);

/** The entries that need their pages now, those that these may place, and whether others wait for their next try. */
async function choosePages(
  { db, pack, gazetteer }: PagesDeps,
  source: Source,
  entries: readonly Entry[],
  now: Date,
): Promise<{ needed: Entry[]; open: Entry[]; waiting: boolean }> {
  const own = entries.filter(({ known }) => !known || known.source_id === source.id);
  const retries = own.filter(({ item, known }) => known?.page_retry_at && item.title === known.title);
  const due = retries.filter(({ known }) => known!.page_retry_at! <= now);
  const unread = own.filter((entry) => mayBeOpen(entry, source, now));
  const remembered = unread.length ? await listRemembered(db) : new Map();
  return {
    needed: [...own.filter(lacksLead), ...due],
    open: unread.filter(
      ({ item, published_at }) =>
        recall(pack, judge({ pack, gazetteer }, source, item, published_at), remembered).scope ===
        'uncertain',
    ),
    waiting: due.length < retries.length,
  };
}

function lacksLead({ item, known }: Entry): boolean {
  if (item.summary) return false;
  if (!known) return true;
  return known.page_read_at ? item.title !== known.title : !known.summary;
}

/**
 * Whether it has a lead that may not tell the district, and nobody asked its page since it reads so. The backlog of a
 * new source and old articles, which enter no digest, are not worth the asking.
 */
function mayBeOpen({ item, known, published_at }: Entry, source: Source, now: Date): boolean {
  if (!item.summary || source.district_id || editionFor(published_at, source, now) !== null) return false;
  if (!known) return true;
  if (known.stored_at <= source.first_success_at!) return false;
  return known.page_read_at ? isEdited(item, known, source) : known.scope === 'uncertain';
}

/** Each time twice as late as before, or as the server asks; undefined when it was tried for long enough. */
function retryAt(known: Entry['known'], now: Date, { retryAfterSeconds = 0 }: SourceError): Date | undefined {
  const lastMs = (known?.page_retry_at?.getTime() ?? 0) - (known?.page_read_at?.getTime() ?? 0);
  const delayMs = known?.page_retry_at ? 2 * lastMs : firstRetryMs;
  if (delayMs > lastRetryMs) return undefined;
  return new Date(now.getTime() + Math.max(delayMs, Math.min(retryAfterSeconds * 1000, day)));
}

/** Whatever went wrong, the item is worth storing without. Undefined while the server is another reader's. */
async function readPage(
  fetcher: Fetcher,
  source: Source,
  { link, title }: Item,
  signal: AbortSignal,
): Promise<PageResult | undefined> {
  try {
    const fetched = await fetcher.fetchSource(link, undefined, signal);
    if (fetched.status === 'not_modified') return null;
    const { body, contentType, url } = fetched;
    const format = { title, time_zone: source.time_zone, selectors: source.article };
    return await parsePage(body, contentType, url, format);
  } catch (error) {
    if (!(error instanceof SourceError)) return null;
    if (error.kind === 'busy') return undefined;
    return passes(error) ? error : null;
  }
}

/** Trouble of the server or on the way, or a check in place of the page; not an answer about this page. */
function passes({ kind, status = 0 }: SourceError): boolean {
  if (kind === 'http') return status >= 500 || status === 429 || status === 408;
  return kind === 'timeout' || kind === 'network' || kind === 'robots_unread' || kind === 'not_a_feed';
}

/** What the source says goes before what the page says. */
function withFacts(item: Identified, facts: PageFacts): Item {
  const { lead, extract, body, image, canonical } = facts;
  return {
    ...item,
    link: canonical && canonicalAddress(canonical) === item.address ? canonical : item.link,
    summary: item.summary || lead || extract,
    section: item.section ?? facts.section,
    published_at: item.published_at ?? facts.published_at,
    page: { summary_kind: item.summary || lead ? 'lead' : 'extract', body, image },
  };
}
