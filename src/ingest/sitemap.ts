import { gunzipSync } from 'node:zlib';
import { Parser } from 'htmlparser2';
import { SourceError } from '../errors.js';
import { decodeBody } from './charset.js';
import { readDate } from './dates.js';
import { parseFeed } from './feed.js';
import type { Fetcher } from './fetch.js';
import { type Listed, type Reading, resolve } from './items.js';
import { within } from './within.js';

const parseSeconds = 5;
const unpackedBytes = 20 * 1024 * 1024;
// The newest three hold the news since the last poll; a newspaper's whole archive may stand behind the others.
const mostChildren = 3;

/** A document as it was fetched, `url` after redirects. */
export interface Page {
  body: Buffer;
  contentType: string | undefined;
  url: string;
}

/** Fetches another document for whoever reads one; throws SourceError. */
export type Get = (url: string) => Promise<Page>;

/** Fetches a document that nothing is kept of. Throws SourceError. */
export async function fetchPage(fetcher: Fetcher, url: string, signal: AbortSignal): Promise<Page> {
  const fetched = await fetcher.fetchSource(url, undefined, signal);
  if (fetched.status === 'not_modified') throw new SourceError('http', 'HTTP 304 to a first question');
  return fetched;
}

/** A document's text. Sitemaps are often kept as .gz files, packed whatever the server says of it. */
export function textOf({ body, contentType }: Page): string {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return decodeBody(body, contentType);
  try {
    return decodeBody(gunzipSync(body, { maxOutputLength: unpackedBytes }), contentType);
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new SourceError(tooLarge ? 'too_large' : 'malformed', 'a packed sitemap', { cause: error });
  }
}

/** Whether a text is a sitemap or an index of sitemaps, whatever else it may be. */
export function isSitemap(text: string): boolean {
  return rootOf(text) !== undefined;
}

function rootOf(text: string): 'urlset' | 'sitemapindex' | undefined {
  const start = text.slice(0, 10_000);
  const root = /^[\ufeff\s]*(?:<[?!][^>]*>\s*)*<(?:\w+:)?(urlset|sitemapindex)\b/i.exec(start)?.[1];
  return root?.toLowerCase() as 'urlset' | 'sitemapindex' | undefined;
}

/**
 * Reads a news sitemap or, behind an index, the newest of its sitemaps; one that cannot be read does not stop the
 * others. `children` is how many were read. Throws SourceError.
 */
export async function readSitemap(
  page: Page,
  get: Get,
  reading: Omit<Reading, 'url'>,
): Promise<Listed & { children: number }> {
  return readLevel(page, get, reading, 0);
}

async function readLevel(
  page: Page,
  get: Get,
  reading: Omit<Reading, 'url'>,
  depth: number,
): Promise<Listed & { children: number }> {
  const text = textOf(page);
  const here = { ...reading, url: page.url };
  if (rootOf(text) !== 'sitemapindex')
    return { ...within(parseSeconds, () => parseFeed(text, here)), children: 0 };
  // An index of indexes exists, three levels do not.
  if (depth > 1) throw new SourceError('malformed', 'sitemaps within sitemaps');
  const all: Listed & { children: number } = { items: [], skipped: 0, children: 0 };
  let failure: SourceError | undefined;
  for (const url of within(parseSeconds, () => listChildren(text, here)).slice(0, depth ? 1 : mostChildren))
    try {
      const { items, skipped } = await readLevel(await get(url), get, reading, depth + 1);
      all.items.push(...items);
      all.skipped += skipped;
      all.children++;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      failure = error;
    }
  if (!all.children) throw failure ?? new SourceError('empty', 'an index of no sitemaps');
  return all;
}

/** The sitemaps of an index, the most promising first: news before others, then the newest. */
function listChildren(text: string, { url, timeZone }: Reading): string[] {
  const children: { loc?: string; lastmod?: string }[] = [];
  let open: 'loc' | 'lastmod' | undefined;
  const parser = new Parser(
    {
      onopentag(name) {
        const local = name.replace(/^\w+:/, '');
        if (local === 'sitemap') children.push({});
        open = local === 'loc' || local === 'lastmod' ? local : undefined;
      },
      ontext(part) {
        const child = children.at(-1);
        if (open && child) child[open] = (child[open] ?? '') + part;
      },
      onclosetag() {
        open = undefined;
      },
    },
    { xmlMode: true, lowerCaseTags: true },
  );
  parser.end(text);
  return children
    .flatMap(({ loc, lastmod }) =>
      loc?.trim()
        ? [{ loc: resolve(loc.trim(), url), at: readDate(lastmod ?? '', timeZone)?.getTime() ?? 0 }]
        : [],
    )
    .toSorted(
      (a, b) =>
        Number(isNews(b.loc)) - Number(isNews(a.loc)) ||
        b.at - a.at ||
        // Where no date is given the name often has it, or a number that grows.
        b.loc.localeCompare(a.loc, 'en', { numeric: true }),
    )
    .map(({ loc }) => loc);
}

const isNews = (loc: string) => /news|tin-?tuc|\btin\b/i.test(new URL(loc).pathname);
