import { SourceError } from '../errors.js';
import type { Source } from '../store/sources.js';
import type { Fetcher, Validators } from './fetch.js';
import type { Asked } from './headers.js';
import type { Listed } from './items.js';
import { parseSource, recognise } from './parsers.js';
import type { Fetched } from './recognise.js';
import { fetchNew, readIndex } from './sitemap-index.js';

// With the sitemap itself, well within the lease of a poll.
const childrenMs = 60_000;

export type ReadResult = Asked &
  ({ status: 'not_modified' } | { status: 'ok'; listed: Listed; validators: Validators });

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
  const { body, contentType, url, etag, last_modified, maxAgeSeconds, retryAfterSeconds } = fetched;
  const asked = { maxAgeSeconds, retryAfterSeconds };
  if (source.kind === 'sitemap') {
    const found = await readSitemap(fetcher, source, { body, contentType, url }, now, signal);
    // An index may stay as it is while the sitemaps it names change.
    const validators = found.isIndex ? { etag: null, last_modified: null } : { etag, last_modified };
    return { status: 'ok', listed: checked(found.listed), validators, ...asked };
  }
  const listed = await parseSource(source, body, contentType, url, now);
  return { status: 'ok', listed: checked(listed), validators: { etag, last_modified }, ...asked };
}

/** A news sitemap or, behind an index, the newest of its sitemaps. */
async function readSitemap(
  fetcher: Fetcher,
  source: Readable,
  fetched: Fetched,
  now: Date,
  signal?: AbortSignal,
): Promise<{ listed: Listed; isIndex: boolean }> {
  const reading = { timeZone: source.time_zone, now };
  const found = await recognise(fetched, reading);
  if (found.kind === 'page') throw new SourceError('not_a_feed', 'a page, no sitemap');
  if (found.kind !== 'index') return { listed: found.listed, isIndex: false };
  const end = AbortSignal.any([AbortSignal.timeout(childrenMs), ...(signal ? [signal] : [])]);
  const listed = await readIndex(found.children, async (child) =>
    recognise(await fetchNew(fetcher, child, end), reading),
  );
  return { listed, isIndex: true };
}

function checked(listed: Listed): Listed {
  // An empty feed is a quiet newspaper; one whose every item lacks its title or link is a broken feed.
  if (listed.skipped && !listed.items.length)
    throw new SourceError('malformed', `none of ${listed.skipped} items has a title and a link`);
  return listed;
}
