import { SourceError } from '../errors.js';
import type { Fetcher } from './fetch.js';
import type { Listed } from './items.js';
import type { Fetched, Recognised } from './recognise.js';

// The newest hold the news since the last poll; a newspaper's whole archive may stand behind the others.
const mostChildren = 3;

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
  const all: Listed = { items: [], skipped: 0, parser: 'strict' };
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
      if (child.listed.parser === 'tolerant') all.parser = 'tolerant';
      read++;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      failure = error;
    }
  if (!read) throw failure;
  return all;
}
