import { SourceError } from '../errors.js';
import { decodeBody } from './charset.js';
import { parseFeed } from './feed.js';
import type { Fetcher } from './fetch.js';
import type { Listed, Reading } from './items.js';
import { type FrontPage, readFrontPage } from './links.js';
import { listChildren, sitemapRoot, unpack } from './sitemap.js';
import { within } from './within.js';

const parseSeconds = 5;
// The newest hold the news since the last poll; a newspaper's whole archive may stand behind the others.
const mostChildren = 3;

/** A body as it was fetched; `url` after redirects. */
export interface Fetched {
  body: Buffer;
  contentType: string | undefined;
  url: string;
}

/** What a document is, and what it says. */
export type Recognised =
  | { kind: 'feed' | 'sitemap'; listed: Listed }
  /** An index of sitemaps, the most promising first. */
  | { kind: 'index'; children: string[] }
  | { kind: 'page'; front: FrontPage };

/** Tells a feed, a sitemap, an index of sitemaps and a page apart by their text. Throws SourceError. */
export function recognise(
  { body, contentType, url }: Fetched,
  { timeZone, now }: Omit<Reading, 'url'>,
): Recognised {
  return within(parseSeconds, () => read(decodeBody(unpack(body), contentType), { url, timeZone, now }));
}

function read(text: string, reading: Reading): Recognised {
  const root = sitemapRoot(text);
  if (root === 'sitemapindex') return { kind: 'index', children: listChildren(text, reading) };
  try {
    return { kind: root ? 'sitemap' : 'feed', listed: parseFeed(text, reading) };
  } catch (error) {
    if (!(error instanceof SourceError) || error.kind !== 'not_a_feed') throw error;
    return { kind: 'page', front: readFrontPage(text, reading.url) };
  }
}

/** Fetches what nothing is kept of. Throws SourceError. */
export async function fetchNew(fetcher: Fetcher, url: string, signal: AbortSignal): Promise<Fetched> {
  const fetched = await fetcher.fetchSource(url, undefined, signal);
  if (fetched.status === 'not_modified') throw new SourceError('http', 'HTTP 304 to a first question');
  return fetched;
}

/**
 * The items of the newest sitemaps behind an index; one that cannot be read does not stop the others. Throws
 * SourceError when none can.
 */
export async function readIndex(
  children: readonly string[],
  open: (url: string) => Promise<Recognised>,
): Promise<Listed> {
  const all: Listed = { items: [], skipped: 0 };
  let failure = new SourceError('empty', 'an index of no sitemaps');
  let read = 0;
  for (const url of children.slice(0, mostChildren))
    try {
      let child = await open(url);
      // An index of indexes exists; three levels do not.
      if (child.kind === 'index' && child.children[0]) child = await open(child.children[0]);
      if (child.kind !== 'sitemap')
        throw new SourceError('malformed', 'an index of something else than sitemaps');
      all.items.push(...child.listed.items);
      all.skipped += child.listed.skipped;
      read++;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      failure = error;
    }
  if (!read) throw failure;
  return all;
}
