import { SourceError } from '../errors.js';
import type { Fetcher } from './fetch.js';
import type { Listed } from './items.js';
import { recognise } from './parsers.js';
import type { Fetched, Page } from './recognise.js';
import { fetchNew, readIndex } from './sitemap-index.js';

// A newspaper's server sees one visitor, and an admin waits for the answer.
const mostRequests = 20;
const longestMs = 45_000;
const oneAnswerMs = 10_000;

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
export type Seen = { kind: 'feed' | 'sitemap'; url: string; listed: Listed } | SeenPage;

export type SeenPage = Page & { url: string };

/** A visit to a newspaper: one request at a time, at most 20 and 45 seconds in all. */
export interface Look {
  /** Both throw SourceError, also when the visit is over. */
  get(url: string): Promise<Fetched>;
  inspect(url: string): Promise<Seen>;
  isOver(): boolean;
}

/** Begins a visit. */
export function createLook({ fetcher, timeZone, now, signal, onRequest }: LookOptions): Look {
  const end = AbortSignal.any([AbortSignal.timeout(longestMs), ...(signal ? [signal] : [])]);
  const reading = { timeZone, now };
  let requests = 0;
  const isOver = () => requests >= mostRequests || end.aborted;

  async function get(url: string): Promise<Fetched> {
    if (isOver()) throw new SourceError('timeout', 'looked for long enough');
    requests++;
    await onRequest?.(requests);
    return fetchNew(fetcher, url, AbortSignal.any([end, AbortSignal.timeout(oneAnswerMs)]));
  }

  async function inspect(asked: string): Promise<Seen> {
    const fetched = await get(asked);
    const found = await recognise(fetched, reading);
    if (found.kind !== 'index') return { ...found, url: fetched.url };
    const listed = await readIndex(found.children, async (child) => recognise(await get(child), reading));
    return { kind: 'sitemap', url: fetched.url, listed };
  }

  return { get, inspect, isOver };
}
