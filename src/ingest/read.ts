import { SourceError } from '../errors.js';
import type { Source } from '../store/sources.js';
import { decodeBody } from './charset.js';
import { parseFeed } from './feed.js';
import type { Fetcher, Validators } from './fetch.js';
import type { Listed } from './items.js';
import { parseListing } from './listing.js';
import { type Fetched, fetchNew, readIndex, recognise } from './recognise.js';
import { within } from './within.js';

// The largest honest feed takes a fifth of it.
const parseSeconds = 5;
// With the sitemap itself, well within the lease of a poll.
const childrenMs = 60_000;

export type ReadResult =
  | { status: 'not_modified' }
  | { status: 'ok'; listed: Listed; validators: Validators };

/** What of a source says how it is read. */
export type Readable = Pick<Source, 'kind' | 'url' | 'time_zone' | 'listing' | 'article' | keyof Validators>;

/** Fetches a source and reads its items. Throws SourceError. */
export async function readSource(
  fetcher: Fetcher,
  source: Readable,
  now: Date,
  signal?: AbortSignal,
): Promise<ReadResult> {
  const fetched = await fetcher.fetchSource(source.url, source, signal);
  if (fetched.status === 'not_modified') return fetched;
  const { body, contentType, url, etag, last_modified } = fetched;
  if (source.kind === 'sitemap') return readSitemap(fetcher, source, fetched, now, signal);
  const listed = within(parseSeconds, () => parse(source, decodeBody(body, contentType), url, now));
  return { status: 'ok', listed: checked(listed), validators: { etag, last_modified } };
}

/** A news sitemap or, behind an index, the newest of its sitemaps. */
async function readSitemap(
  fetcher: Fetcher,
  source: Readable,
  fetched: Fetched & Validators,
  now: Date,
  signal?: AbortSignal,
): Promise<ReadResult> {
  const { etag, last_modified } = fetched;
  const reading = { timeZone: source.time_zone, now };
  const found = recognise(fetched, reading);
  if (found.kind === 'page') throw new SourceError('not_a_feed', 'a page, no sitemap');
  if (found.kind !== 'index')
    return { status: 'ok', listed: checked(found.listed), validators: { etag, last_modified } };
  const end = AbortSignal.any([AbortSignal.timeout(childrenMs), ...(signal ? [signal] : [])]);
  const listed = await readIndex(found.children, async (child) =>
    recognise(await fetchNew(fetcher, child, end), reading),
  );
  // An index may stay as it is while the sitemaps it names change.
  return { status: 'ok', listed: checked(listed), validators: { etag: null, last_modified: null } };
}

function checked(listed: Listed): Listed {
  // An empty feed is a quiet newspaper; one whose every item lacks its title or link is a broken feed.
  if (listed.skipped && !listed.items.length)
    throw new SourceError('malformed', `none of ${listed.skipped} items has a title and a link`);
  return listed;
}

function parse(source: Readable, text: string, url: string, now: Date): Listed {
  const reading = { url, timeZone: source.time_zone, now };
  if (source.kind === 'feed') return parseFeed(text, reading);
  if (!source.listing) throw new SourceError('malformed', 'a listing needs selectors');
  return parseListing(text, source.listing, reading);
}
