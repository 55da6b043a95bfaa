import { createContext, runInContext } from 'node:vm';
import type { Kysely } from 'kysely';
import robotsParser from 'robots-parser';
import { SourceError } from '../errors.js';
import type { Database } from '../store/database.js';
import { findRobots, saveRobots } from '../store/hosts.js';

/** The name by which a robots.txt speaks to us; it stands first in the User-Agent too. */
export const productToken = 'Loa';

// RFC 9309 asks parsers to read at least this much; what is longer is no robots.txt.
const maxBytes = 500 * 1024;
const parseSeconds = 1;
const hour = 3600;
// RFC 9309: not used for longer than a day. Not asked for at every poll either, whatever its headers say.
const keptAtMostSeconds = 24 * hour;
const keptAtLeastSeconds = hour;
const triedAgainSeconds = hour / 6;
// Longer pauses would keep a newspaper of ten sections from being read within minutes.
const longestPauseSeconds = 10;

// Its types describe a module of another kind than it is.
const parse = robotsParser as unknown as typeof robotsParser.default;

// Half a megabyte of wildcards against a long address takes seconds, in which nothing else would run; what runs in
// here can be stopped. One for all: each new one holds half a megabyte until it is collected.
const room = createContext({});

interface Rules {
  mayFetch: boolean;
  /** What the newspaper wants between two requests (Crawl-delay), up to ten seconds. */
  pauseSeconds: number;
}

/** How a robots.txt is fetched: after redirects, with the same checks as every address, out of its own rules' reach. */
type FetchRobots = (
  url: URL,
  bytes: number,
) => Promise<{ body: Buffer; maxAgeSeconds?: number | undefined } | undefined>;

/**
 * What the robots.txt of its server says of an address (RFC 9309). No file, a page in its place, or one too large to be
 * meant: no rules. A server in trouble: as last known. Throws SourceError 'robots_unread' when nothing is known.
 */
export async function findRules(db: Kysely<Database>, url: URL, fetchRobots: FetchRobots): Promise<Rules> {
  const known = await findRobots(db, hostOf(url));
  if (known?.fresh) return read(url, known.robots);
  const { robots, seconds } = await ask(url, known?.robots, fetchRobots);
  await saveRobots(db, hostOf(url), robots, seconds);
  return read(url, robots);
}

/** The rules that count from now on, '' for none, and for how long. */
async function ask(
  url: URL,
  known: string | undefined,
  fetchRobots: FetchRobots,
): Promise<{ robots: string; seconds: number }> {
  try {
    const fetched = await fetchRobots(new URL('/robots.txt', url), maxBytes);
    // Postgres takes no NUL in a text.
    const text = new TextDecoder().decode(fetched?.body).replaceAll('\0', '');
    const maxAge = fetched?.maxAgeSeconds ?? keptAtMostSeconds;
    const seconds = Math.min(Math.max(maxAge, keptAtLeastSeconds), keptAtMostSeconds);
    return { robots: /^\s*</.test(text) ? '' : text, seconds };
  } catch (error) {
    if (!(error instanceof SourceError) || error.kind === 'busy' || error.kind === 'address') throw error;
    if (meansNoRules(error)) return { robots: '', seconds: keptAtMostSeconds };
    if (known !== undefined) return { robots: known, seconds: triedAgainSeconds };
    // A server that is not there at all says so best itself.
    if (error.kind === 'network') throw error;
    const { message, retryAfterSeconds } = error;
    throw new SourceError('robots_unread', message, { cause: error, retryAfterSeconds });
  }
}

/** 'bao.example:443' */
export function hostOf({ protocol, hostname, port }: URL): string {
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
}

/** RFC 9309: only trouble of the server (5xx, no answer) leaves the rules unknown; 429 is trouble by our own doing. */
function meansNoRules({ kind, status }: SourceError): boolean {
  if (kind === 'http') return status !== undefined && status < 500 && status !== 429;
  return kind === 'too_large' || kind === 'redirect' || kind === 'malformed';
}

function read(url: URL, text: string): Rules {
  if (!text) return { mayFetch: true, pauseSeconds: 0 };
  const work = () => {
    const robots = parse(url.origin, text);
    const delay = Number(robots.getCrawlDelay(productToken)) || 0;
    return {
      mayFetch: robots.isAllowed(url.href, productToken) !== false,
      pauseSeconds: Math.min(Math.max(delay, 0), longestPauseSeconds),
    };
  };
  try {
    return runInContext('work()', Object.assign(room, { work }), { timeout: parseSeconds * 1000 });
  } catch (error) {
    throw new SourceError('robots_unread', 'too many rules', { cause: error });
  }
}
