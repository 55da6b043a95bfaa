import { SourceError } from '../errors.js';
import { parseFeed } from './feed.js';
import type { Fetcher } from './fetch.js';
import type { Listed } from './items.js';
import { type FrontPage, readFrontPage } from './links.js';
import { fetchPage, type Get, isSitemap, type Page, readSitemap, textOf } from './sitemap.js';
import { within } from './within.js';

// A newspaper's server sees one visitor, and an admin waits for the answer.
const mostRequests = 20;
const longestMs = 45_000;
const oneAnswerMs = 10_000;
const parseSeconds = 5;

export interface LookOptions {
  fetcher: Fetcher;
  /** Of dates that name no zone. */
  timeZone: string;
  now: Date;
  signal?: AbortSignal;
  /** Told before each request how many there were with it. */
  onRequest?: (requests: number) => Promise<void>;
}

/** What stands at an address; `url` is where it was found after redirects. */
export type Seen =
  | { kind: 'feed' | 'sitemap'; url: string; listed: Listed }
  | { kind: 'page'; url: string; front: FrontPage };

/** A visit to a newspaper: one request at a time, at most 20 and 45 seconds in all. */
export interface Look {
  get: Get;
  /** Throws SourceError, also when the visit is over. */
  inspect(url: string): Promise<Seen>;
  isOver(): boolean;
}

export function createLook({ fetcher, timeZone, now, signal, onRequest }: LookOptions): Look {
  const end = AbortSignal.any([AbortSignal.timeout(longestMs), ...(signal ? [signal] : [])]);
  let requests = 0;
  const isOver = () => requests >= mostRequests || end.aborted;

  async function get(url: string): Promise<Page> {
    if (isOver()) throw new SourceError('timeout', 'looked for long enough');
    requests++;
    await onRequest?.(requests);
    const patience = AbortSignal.any([end, AbortSignal.timeout(oneAnswerMs)]);
    return fetchPage(fetcher, url, patience);
  }

  async function inspect(asked: string): Promise<Seen> {
    const fetched = await get(asked);
    const { url } = fetched;
    const text = textOf(fetched);
    if (isSitemap(text))
      return { kind: 'sitemap', url, listed: await readSitemap(fetched, get, { timeZone, now }) };
    try {
      const listed = within(parseSeconds, () => parseFeed(text, { url, timeZone, now }));
      return { kind: 'feed', url, listed };
    } catch (error) {
      if (!(error instanceof SourceError) || error.kind !== 'not_a_feed') throw error;
      return { kind: 'page', url, front: within(parseSeconds, () => readFrontPage(text, url)) };
    }
  }

  return { get, inspect, isOver };
}
