import { SourceError } from '../errors.js';
import type { Source } from '../store/sources.js';
import { decodeBody } from './charset.js';
import { parseFeed } from './feed.js';
import type { Listed } from './items.js';
import { parseListing } from './listing.js';

/** What a source's kind and its editor say about reading it. */
export type SourceFormat = Pick<Source, 'kind' | 'listing' | 'time_zone'>;

/** Reads the items of a source from its body, fetched from `url`. Throws SourceError. */
export function parseSource(
  source: SourceFormat,
  body: Uint8Array,
  contentType: string | undefined,
  url: string,
  now: Date,
): Listed {
  const text = decodeBody(Buffer.from(body.buffer, body.byteOffset, body.byteLength), contentType);
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
