import type { Kysely } from 'kysely';
import { SourceError } from '../errors.js';
import type { Database } from '../store/database.js';
import { createGuard } from './guard.js';
import { type Answer, createRequester, type RequestLimits } from './request.js';
import { findRules, hostOf, productToken } from './robots.js';
import { inTurn } from './turn.js';

/** What the last successful read of the same address left, for a conditional GET. */
export interface Validators {
  etag: string | null;
  last_modified: string | null;
}

export interface FetchLimits extends RequestLimits {
  /** From the first connection to the last byte, redirects included; robots.txt has as long for itself. */
  totalMs: number;
  /** For our turn at the servers on the way. */
  waitMs: number;
  bytes: number;
}

const usualLimits: FetchLimits = {
  connectMs: 10_000,
  headersMs: 15_000,
  bodyMs: 15_000,
  totalMs: 30_000,
  waitMs: 20_000,
  bytes: 5 * 1024 * 1024,
};
const maxRedirects = 5;

type Fetched = Exclude<Answer, { status: 'redirect' }>;

export interface Fetcher {
  /**
   * GETs a newspaper's address when it is our turn at its server and if its robots.txt lets us. Throws SourceError for
   * everything but a body and 304.
   */
  fetchSource(url: string, validators?: Validators, signal?: AbortSignal): Promise<Fetched>;
  /** Whether robots.txt lets us read this. Throws SourceError when that cannot be known just now. */
  mayFetch(url: string, signal?: AbortSignal): Promise<boolean>;
  close(): Promise<void>;
}

/** What is fetched, over however many redirects. */
interface Errand {
  conditions: Record<string, string>;
  bytes: number;
  /** Seconds to keep the server of an address on the way free after us. Throws when it may not be read. */
  judge(url: URL): Promise<number>;
  /** By performance.now(). */
  giveUpAtMs: number;
  signal: AbortSignal | undefined;
}

/**
 * The only door to newspapers. Never goes through a proxy: an outbound proxy would reach addresses that the
 * check here refuses. `allow` is FETCH_ALLOW; `contact` stands in the User-Agent; in `db` all processes take turns at
 * a server and keep its robots.txt.
 */
export function createFetcher(
  { allow, contact, db }: { allow: readonly string[]; contact: string | undefined; db: Kysely<Database> },
  limits: Partial<FetchLimits> = {},
): Fetcher {
  const limit = { ...usualLimits, ...limits };
  const guard = createGuard(allow);
  const userAgent = `${productToken}/0.1 (news digests for districts${contact ? `; ${contact}` : ''})`;
  const requester = createRequester(guard, userAgent.replace(/[^\x20-\x7e]/g, '?'), limit);
  const leaseSeconds = limit.totalMs / 1000 + 15;

  async function follow(start: URL, errand: Errand): Promise<Fetched> {
    const { conditions, bytes, judge, giveUpAtMs, signal } = errand;
    let url = start;
    let leftMs = limit.totalMs;
    for (let redirects = 0; redirects <= maxRedirects; redirects++) {
      guard.checkUrl(url);
      const waiting = { leaseSeconds, pauseSeconds: await judge(url), giveUpAtMs, signal };
      const answer = await inTurn(db, hostOf(url), waiting, async () => {
        const startedMs = performance.now();
        const patience = AbortSignal.timeout(Math.max(Math.ceil(leftMs), 1));
        const stop = AbortSignal.any(signal ? [patience, signal] : [patience]);
        const answered = await requester.get(url, conditions, bytes, stop);
        leftMs -= performance.now() - startedMs;
        return answered;
      });
      if (answer.status !== 'redirect') return answer;
      url = answer.to;
    }
    throw new SourceError('redirect', `redirected more than ${maxRedirects} times`);
  }

  /** What its server's robots.txt, which is under no rules itself, says of an address. */
  const rulesFor = (url: URL, giveUpAtMs: number, signal: AbortSignal | undefined) =>
    findRules(db, url, async (robots, bytes) => {
      const fetched = await follow(robots, {
        conditions: {},
        bytes,
        judge: async () => 0,
        giveUpAtMs,
        signal,
      });
      return fetched.status === 'ok' ? fetched : undefined;
    });

  return {
    async fetchSource(url, validators, signal) {
      const giveUpAtMs = performance.now() + limit.waitMs;
      const conditions = {
        ...(validators?.etag && { 'if-none-match': validators.etag }),
        ...(validators?.last_modified && { 'if-modified-since': validators.last_modified }),
      };
      const judge = async (address: URL) => {
        const { mayFetch, pauseSeconds } = await rulesFor(address, giveUpAtMs, signal);
        if (!mayFetch) throw new SourceError('robots', `${address.host}: robots.txt does not allow it`);
        return pauseSeconds;
      };
      return follow(asUrl(url), { conditions, bytes: limit.bytes, judge, giveUpAtMs, signal });
    },
    async mayFetch(url, signal) {
      const address = asUrl(url);
      guard.checkUrl(address);
      return (await rulesFor(address, performance.now() + limit.waitMs, signal)).mayFetch;
    },
    close: () => requester.close(),
  };
}

function asUrl(text: string): URL {
  if (!URL.canParse(text)) throw new SourceError('network', `no address: ${text}`);
  return new URL(text);
}
