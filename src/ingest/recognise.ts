import { SourceError } from '../errors.js';
import { decodeBody } from './charset.js';
import { parseFeed } from './feed.js';
import type { Listed, Reading } from './items.js';
import { type FrontPage, readFrontPage } from './links.js';
import { findObstacle } from './obstacle.js';
import { listChildren, sitemapRoot } from './sitemap.js';

/** A body as it was fetched; `url` after redirects. */
export interface Fetched {
  body: Uint8Array;
  contentType: string | undefined;
  url: string;
}

export interface Page {
  kind: 'page';
  front: FrontPage;
  /** What stands there instead of a newspaper's page: 'a check for browsers'. */
  obstacle: string | undefined;
}

// A newspaper's page may have a login or speak of cookies as well; what stands in its way leads nowhere.
const fewLinks = 20;

/** What a document is, and what it says. */
export type Recognised =
  | { kind: 'feed' | 'sitemap'; listed: Listed }
  /** An index of sitemaps, the most promising first. */
  | { kind: 'index'; children: string[] }
  | Page;

/** Tells a feed, a sitemap, an index of sitemaps and a page apart by their text. Throws SourceError. */
export function recognise(
  { body, contentType, url }: Fetched,
  { timeZone, now }: Omit<Reading, 'url'>,
): Recognised {
  const text = decodeBody(Buffer.from(body.buffer, body.byteOffset, body.byteLength), contentType);
  const reading = { url, timeZone, now };
  const root = sitemapRoot(text);
  if (root === 'sitemapindex') return { kind: 'index', children: listChildren(text, reading) };
  try {
    return { kind: root ? 'sitemap' : 'feed', listed: parseFeed(text, reading) };
  } catch (error) {
    if (!(error instanceof SourceError) || error.kind !== 'not_a_feed') throw error;
    const obstacle = (text.match(/<a\s/gi) ?? []).length < fewLinks ? findObstacle(text) : undefined;
    return { kind: 'page', front: readFrontPage(text, reading.url), obstacle };
  }
}
