import { SourceError } from '../errors.js';
import { canonicalAddress } from './address.js';
import { type Candidate, type Found, isWhole, rank } from './candidate.js';
import { decodeBody } from './charset.js';
import { resolve } from './items.js';
import { type FeedLink, type FrontPage, saysNewspaper, siteNameIn } from './links.js';
import { createLook, type Look, type LookOptions, type Seen, type SeenPage } from './look.js';
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
  /** What stands there instead of the newspaper ('a check for browsers'), where that is why there are none. */
  obstacle?: string | undefined;
}

const scheme = /^(?:[a-z][a-z\d+.-]*:\/\/|https?:)/i;
const around = /^[<("'“‘«]+|[>)"'”’».,;:!?…]+$/g;

/**
 * The addresses that a typed text may mean, the likelier first; none when it holds no address. People write round
 * one: 'Báo Thử: https://baothu.vn, cảm ơn'.
 */
export function readAddress(text: string): string[] {
  const words = text.split(/\s+/).map((word) => word.replace(around, ''));
  const likely = words.toSorted((a, b) => Number(scheme.test(b)) - Number(scheme.test(a)));
  return likely.map(spell).find((addresses) => addresses.length) ?? [];
}

function spell(word: string): string[] {
  const hasScheme = scheme.test(word);
  // Without a scheme, who@where is somebody's mailbox.
  if (!hasScheme && word.includes('@')) return [];
  const spelled = hasScheme ? [word] : [`https://${word}`, `http://${word}`];
  return spelled.filter((address) => URL.canParse(address) && isHost(new URL(address).hostname));
}

/** 'TP.Hòa' and 'v.v' are none. */
const isHost = (name: string): boolean =>
  name === 'localhost' || name.includes(':') || /\.(?:\d+|[a-z]{2,}|xn--[a-z\d]+)\.?$/.test(name);

/**
 * Finds what can be read of a newspaper: the address itself if it is a feed or a news sitemap, else what its page
 * and its list of feeds name and, where that is little, the usual places. `addresses` are tried in turn until one
 * answers. Throws SourceError when none does, when it is a feed of nothing, and when robots.txt forbids every feed there is.
 */
export async function discoverSources(
  addresses: readonly string[],
  options: LookOptions,
): Promise<Discovery> {
  const look = createLook(options);
  const start = await inspectFirst(look, addresses);
  const host = new URL(start.url).hostname.replace(/^www\./, '');
  if (start.kind !== 'page') {
    if (!start.listed.items.length) throw new SourceError('empty', 'nothing with a title and a link');
    const newspaper = (await nameOf(look, start)) ?? host;
    return { newspaper, candidates: rank([{ ...start, label: '' }], newspaper) };
  }
  const isFront = addresses.some((address) => new URL(address).pathname === '/');
  const front = isFront || start.front.name ? start : await frontPageOf(look, start.url);
  const newspaper = nameOn(front) ?? host;
  const pages = new Set(front ? [front, start] : [start]);
  const candidates = rank(await follow(look, start.url, [...pages]), newspaper);
  return { newspaper, candidates, obstacle: candidates.length ? undefined : start.obstacle };
}

/** What a front page, or one that says whose it is, calls the newspaper. */
const nameOn = (page: SeenPage | undefined): string | undefined => page?.front.name ?? page?.front.title;

async function frontPageOf(look: Look, url: string): Promise<SeenPage | undefined> {
  const seen = await inspectLink(look, { url: new URL('/', url).href, label: '' });
  return seen.kind === 'page' ? seen : undefined;
}

/** What the newspaper of a feed calls itself: in the feed's title, else on its front page. */
async function nameOf(
  look: Look,
  { url, listed }: Seen & { kind: 'feed' | 'sitemap' },
): Promise<string | undefined> {
  const titled = siteNameIn(listed.title ?? '');
  if (titled && saysNewspaper(titled)) return titled;
  return nameOn(await frontPageOf(look, url)) ?? titled;
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

/**
 * Looks at what pages name, at what the pages named there name in turn, and at last at the usual places; first at what
 * may be of the whole newspaper, because one with many sections names more than may be asked for.
 */
async function follow(look: Look, start: string, pages: readonly SeenPage[]): Promise<Found[]> {
  const found: Found[] = [];
  const known = new Set(pages.map(({ url }) => canonicalAddress(url)));
  const queue: FeedLink[] = [];
  const add = (links: readonly FeedLink[]) => {
    for (const link of links.toSorted((a, b) => Number(isWhole(b.url)) - Number(isWhole(a.url)))) {
      const address = canonicalAddress(link.url);
      if (!known.has(address)) queue.push(link);
      known.add(address);
    }
  };
  const ofThisSite = ({ url }: FeedLink) => isSameSite(url, start);
  const addFrom = ({ advertised, linked }: FrontPage) => add([...advertised, ...linked.filter(ofThisSite)]);
  for (const { front } of pages) addFrom(front);
  let hasGuessed = false;
  let forbidden: SourceError | undefined;
  while (!look.isOver()) {
    const link = queue.shift();
    if (link) {
      const seen = await inspectLink(look, link);
      if (seen.kind === 'page') addFrom(seen.front);
      else if (!(seen instanceof SourceError)) found.push({ ...seen, label: link.label });
      else if (seen.kind === 'robots' && !hasGuessed) forbidden = seen;
    } else if (!hasGuessed && found.length < enough) {
      hasGuessed = true;
      const guesses = [...usualPlaces, ...(await listSitemaps(look, start))];
      add(guesses.map((place) => ({ url: resolve(place, start), label: '' })));
    } else break;
  }
  if (forbidden && !found.length) throw forbidden;
  return found;
}

/** What does not answer, or not as it should, stops nothing. */
async function inspectLink(look: Look, { url }: FeedLink): Promise<Seen | SourceError> {
  try {
    return await look.inspect(url);
  } catch (error) {
    if (error instanceof SourceError) return error;
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
