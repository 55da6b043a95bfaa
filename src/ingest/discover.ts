import { SourceError } from '../errors.js';
import { canonicalAddress } from './address.js';
import { type Candidate, type Found, rank } from './candidate.js';
import { decodeBody } from './charset.js';
import { resolve } from './items.js';
import { type FeedLink, type FrontPage, saysNewspaper, siteNameIn } from './links.js';
import { createLook, type Look, type LookOptions, type Seen } from './look.js';
import { isNews } from './sitemap.js';

/** A newspaper that names so many sources needs no guesses. */
const enough = 3;
const usualPlaces = [
  // The front page, where the address was that of an article or a section.
  '/',
  ...['/rss/home.rss', '/rss', '/rss.xml', '/feed', '/atom.xml', '/index.rss'],
  ...['/sitemap-news.xml', '/news-sitemap.xml', '/sitemap.xml'],
];
const mostSitemaps = 3;

export interface Discovery {
  /** What the newspaper calls itself, else its host. */
  newspaper: string;
  /** Best first; none when the newspaper offers neither a feed nor a news sitemap. */
  candidates: Candidate[];
}

/** The addresses that a typed text may mean, the likelier first; none when it is no address. */
export function readAddress(text: string): string[] {
  const typed = text.trim();
  const hasScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(typed);
  // Without a scheme, who@where is somebody's mailbox.
  if (/\s/.test(typed) || (!hasScheme && typed.includes('@'))) return [];
  const spelled = hasScheme ? [typed] : [`https://${typed}`, `http://${typed}`];
  return spelled.filter((address) => {
    const host = URL.canParse(address) ? new URL(address).hostname : '';
    return host === 'localhost' || /[.:]/.test(host);
  });
}

/**
 * Finds what can be read of a newspaper: the address itself if it is a feed or a news sitemap, else what its page
 * and its list of feeds name and, where that is little, the usual places. `addresses` are tried in turn until one
 * answers. Throws SourceError when none does.
 */
export async function discoverSources(
  addresses: readonly string[],
  options: LookOptions,
): Promise<Discovery> {
  const look = createLook(options);
  const start = await inspectFirst(look, addresses);
  const host = new URL(start.url).hostname.replace(/^www\./, '');
  if (start.kind !== 'page') {
    const newspaper = (await nameOf(look, start)) ?? host;
    return { newspaper, candidates: rank([{ ...start, label: '' }], newspaper) };
  }
  const newspaper = start.front.name ?? host;
  return { newspaper, candidates: rank(await follow(look, start), newspaper) };
}

/** What the newspaper of a feed calls itself: in the feed's title, else on its front page. */
async function nameOf(
  look: Look,
  { url, listed }: Seen & { kind: 'feed' | 'sitemap' },
): Promise<string | undefined> {
  const titled = siteNameIn(listed.title ?? '');
  if (titled && saysNewspaper(titled)) return titled;
  const front = await inspectLink(look, { url: new URL('/', url).href, label: '' });
  return (front?.kind === 'page' ? front.front.name : undefined) ?? titled;
}

async function inspectFirst(look: Look, addresses: readonly string[]): Promise<Seen> {
  let failure: unknown;
  for (const address of addresses)
    try {
      return await look.inspect(address);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      failure ??= error;
    }
  throw failure;
}

/** Looks at what a page names, at what the pages named there name in turn, and at last at the usual places. */
async function follow(look: Look, start: Seen & { kind: 'page' }): Promise<Found[]> {
  const found: Found[] = [];
  const known = new Set([canonicalAddress(start.url)]);
  const queue: FeedLink[] = [];
  const add = (links: readonly FeedLink[]) => {
    for (const link of links) {
      const address = canonicalAddress(link.url);
      if (!known.has(address)) queue.push(link);
      known.add(address);
    }
  };
  const ofThisSite = ({ url }: FeedLink) => isSameSite(url, start.url);
  const addFrom = ({ advertised, linked }: FrontPage) => add([...advertised, ...linked.filter(ofThisSite)]);
  addFrom(start.front);
  let hasGuessed = false;
  while (!look.isOver()) {
    const link = queue.shift();
    if (link) {
      const seen = await inspectLink(look, link);
      if (seen?.kind === 'page') addFrom(seen.front);
      else if (seen) found.push({ ...seen, label: link.label });
    } else if (!hasGuessed && found.length < enough) {
      hasGuessed = true;
      const guesses = [...usualPlaces, ...(await listSitemaps(look, start.url))];
      add(guesses.map((place) => ({ url: resolve(place, start.url), label: '' })));
    } else break;
  }
  return found;
}

/** What does not answer, or not as it should, is left out. */
async function inspectLink(look: Look, { url }: FeedLink): Promise<Seen | undefined> {
  try {
    return await look.inspect(url);
  } catch (error) {
    if (error instanceof SourceError) return undefined;
    throw error;
  }
}

/** The sitemaps that robots.txt names, those of news first; a page in its place names none. */
async function listSitemaps(look: Look, url: string): Promise<string[]> {
  try {
    const { body, contentType } = await look.get(new URL('/robots.txt', url).href);
    const robots = decodeBody(Buffer.from(body), contentType);
    const named = [...robots.matchAll(/^[ \t]*sitemap[ \t]*:[ \t]*(\S+)/gim)].map(([, place]) => place!);
    return named.toSorted((a, b) => Number(isNews(b)) - Number(isNews(a))).slice(0, mostSitemaps);
  } catch (error) {
    if (error instanceof SourceError) return [];
    throw error;
  }
}

/** The same host, or one under it: 'rss.bao.vn' of 'www.bao.vn'. */
function isSameSite(url: string, start: string): boolean {
  const [a, b] = [url, start].map((one) => `.${new URL(one).host.replace(/^(?:www|m)\./, '')}`) as [
    string,
    string,
  ];
  return a.endsWith(b) || b.endsWith(a);
}
