import { SourceError } from '../errors.js';
import type { Source } from '../store/sources.js';
import type { Fetcher, Validators } from './fetch.js';
import type { Asked } from './headers.js';
import type { Listed } from './items.js';
import { parseSource } from './parsers.js';

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
  const listed = await parseSource(source, body, contentType, url, now);
  // An empty feed is a quiet newspaper; one whose every item lacks its title or link is a broken feed.
  if (listed.skipped && !listed.items.length)
    throw new SourceError('malformed', `none of ${listed.skipped} items has a title and a link`);
  return { status: 'ok', listed, validators: { etag, last_modified }, maxAgeSeconds, retryAfterSeconds };
}
