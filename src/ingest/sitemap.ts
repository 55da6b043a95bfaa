import { Parser } from 'htmlparser2';
import { readDate } from './dates.js';
import { type Reading, resolve } from './items.js';

// Behind comments, the declaration and instructions.
const rootTag =
  /^[\ufeff\s]*(?:<!--(?:(?!-->)[\s\S])*-->\s*|<(?!!--)[?!][^>]*>\s*)*<(?:[\w-]+:)?(urlset|sitemapindex)\b/i;

/** The root of a sitemap or of an index of sitemaps; undefined for any other text. */
export function sitemapRoot(text: string): 'urlset' | 'sitemapindex' | undefined {
  const start = text.slice(0, 10_000);
  const root = rootTag.exec(start)?.[1];
  return root?.toLowerCase() as 'urlset' | 'sitemapindex' | undefined;
}

/** The sitemaps that an index names, the most promising first: news before others, then the newest. */
export function listChildren(text: string, { url, timeZone }: Reading): string[] {
  const children: { loc?: string; lastmod?: string }[] = [];
  let open: 'loc' | 'lastmod' | undefined;
  const parser = new Parser(
    {
      onopentag(written) {
        const name = written.replace(/^[\w-]+:/, '');
        if (name === 'sitemap') children.push({});
        open = name === 'loc' || name === 'lastmod' ? name : undefined;
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
    .flatMap(({ loc, lastmod }) => {
      const at = readDate(lastmod ?? '', timeZone)?.getTime() ?? 0;
      return loc?.trim() ? [{ loc: resolve(loc.trim(), url), at }] : [];
    })
    .toSorted(
      (a, b) =>
        Number(isNews(b.loc)) - Number(isNews(a.loc)) ||
        b.at - a.at ||
        // Where no date is given the name often has it, or a number that grows.
        b.loc.localeCompare(a.loc, 'en', { numeric: true }),
    )
    .map(({ loc }) => loc);
}

/** Whether an address says that news stands there. */
export const isNews = (address: string): boolean =>
  /news|tin-?tuc|\btin\b/i.test(address.replace(/^\w+:\/\/[^/]*/, ''));
