import type { Kysely } from 'kysely';
import { SourceError } from '../errors.js';
import type { Database } from '../store/database.js';
import type { Source } from '../store/sources.js';
import { canonicalAddress } from './address.js';
import type { Fetcher } from './fetch.js';
import type { Identified } from './identity.js';
import type { Item } from './items.js';
import type { PageFacts } from './page.js';
import { parsePage } from './parsers.js';
import { type Entry, listEntries } from './save.js';

// A newspaper that gives no leads still publishes fewer between two polls.
const pagesPerPoll = 20;
// The poll's lease has to outlast them.
const pagesMs = 45_000;

interface PagesDeps {
  db: Kysely<Database>;
  fetcher: Fetcher;
  signal?: AbortSignal;
}

/**
 * Adds to items without a lead what their own pages say, one page after another, for articles we do not have yet or
 * stored without asking, and again when the headline has changed. A page that cannot be read costs its item nothing;
 * what there is no time for is left for the next poll that lists it.
 */
export async function readPages(
  { db, fetcher, signal: stop }: PagesDeps,
  source: Source,
  items: readonly Item[],
  now: Date,
): Promise<Item[]> {
  if (items.every(({ summary }) => summary)) return [...items];
  const entries = await listEntries(db, source, items, now);
  const wanted = entries.filter((entry) => lacksLead(entry, source)).slice(0, pagesPerPoll);
  const signal = AbortSignal.any([AbortSignal.timeout(pagesMs), ...(stop ? [stop] : [])]);
  const pages = new Map<Identified, PageFacts | null>();
  for (const { item } of wanted) {
    const facts = await readPage(fetcher, source, item, signal);
    if (signal.aborted || facts === undefined) break;
    pages.set(item, facts);
  }
  const leads = [...pages.values()].map((facts) => facts?.lead);
  return entries.map(({ item }) => {
    const facts = pages.get(item);
    if (facts === undefined) return item;
    if (facts === null) return { ...item, page: null };
    // One lead over several articles speaks of the newspaper.
    const isOwn = leads.filter((lead) => lead === facts.lead).length === 1;
    return withFacts(item, isOwn ? facts : { ...facts, lead: '' });
  });
}

function lacksLead({ item, known }: Entry, source: Source): boolean {
  if (item.summary) return false;
  if (!known) return true;
  if (known.source_id !== source.id) return false;
  return known.page_read_at ? item.title !== known.title : !known.summary;
}

/**
 * null when there is nothing to read: whatever went wrong, the item is worth storing without. Undefined while the
 * server is another reader's.
 */
async function readPage(
  fetcher: Fetcher,
  source: Source,
  { link, title }: Item,
  signal: AbortSignal,
): Promise<PageFacts | null | undefined> {
  try {
    const fetched = await fetcher.fetchSource(link, undefined, signal);
    if (fetched.status === 'not_modified') return null;
    const { body, contentType, url } = fetched;
    const format = { title, time_zone: source.time_zone, selectors: source.article };
    return await parsePage(body, contentType, url, format);
  } catch (error) {
    return error instanceof SourceError && error.kind === 'busy' ? undefined : null;
  }
}

/** What the source says goes before what the page says. */
function withFacts(item: Identified, facts: PageFacts): Item {
  const { lead, extract, body, image, canonical } = facts;
  return {
    ...item,
    link: canonical && canonicalAddress(canonical) === item.address ? canonical : item.link,
    summary: lead || extract,
    section: item.section ?? facts.section,
    published_at: item.published_at ?? facts.published_at,
    page: { summary_kind: lead ? 'lead' : 'extract', body, image },
  };
}
