import { SourceError } from '../errors.js';
import type { Source } from '../store/sources.js';
import { decodeBody } from './charset.js';
import { parseFeed } from './feed.js';
import type { Fetcher, Validators } from './fetch.js';
import type { Asked } from './headers.js';
import type { Listed } from './items.js';
import { parseListing } from './listing.js';
import { within } from './within.js';

// The largest honest feed takes a fifth of it.
const parseSeconds = 5;

export type ReadResult = Asked &
  ({ status: 'not_modified' } | { status: 'ok'; listed: Listed; validators: Validators });

/** Fetches a source and reads its items. Throws SourceError. */
export async function readSource(
  fetcher: Fetcher,
  source: Source,
  now: Date,
  signal?: AbortSignal,
): Promise<ReadResult> {
  const fetched = await fetcher.fetchSource(source.url, source, signal);
  if (fetched.status === 'not_modified') return fetched;
  const { body, contentType, url, etag, last_modified, maxAgeSeconds, retryAfterSeconds } = fetched;
  const listed = within(parseSeconds, () => parse(source, decodeBody(body, contentType), url, now));
  // An empty feed is a quiet newspaper; one whose every item lacks its title or link is a broken feed.
  if (listed.skipped && !listed.items.length)
    throw new SourceError('malformed', `none of ${listed.skipped} items has a title and a link`);
  return { status: 'ok', listed, validators: { etag, last_modified }, maxAgeSeconds, retryAfterSeconds };
}

function parse(source: Source, text: string, url: string, now: Date): Listed {
  const reading = { url, timeZone: source.time_zone, now };
  switch (source.kind) {
    case 'feed':
    case 'sitemap':
      return parseFeed(text, reading);
    case 'listing':
      if (!source.listing) throw new SourceError('malformed', 'a listing needs selectors');
      return parseListing(text, source.listing, reading);
    default:
      return source.kind satisfies never;
  }
}
