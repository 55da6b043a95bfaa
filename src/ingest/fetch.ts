import { lookup as resolveName } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, buildConnector, errors, request } from 'undici';
import { SourceError } from '../errors.js';
import { readBody } from './body.js';
import { createGuard, type Guard } from './guard.js';

/** What a publisher's server answered. */
type Fetched =
  | {
      status: 'ok';
      /** Decompressed, at most 5 MB. */
      body: Buffer;
      contentType: string | undefined;
      /** After redirects: the base of relative links. */
      url: string;
      etag: string | null;
      last_modified: string | null;
    }
  | { status: 'not_modified' };

/** What the last successful read of the same address left, for a conditional GET. */
export interface Validators {
  etag: string | null;
  last_modified: string | null;
}

export interface FetchLimits {
  connectMs: number;
  headersMs: number;
  /** The longest silence within a body. */
  bodyMs: number;
  /** From the first connection to the last byte, redirects included. */
  totalMs: number;
  bytes: number;
}

const usualLimits: FetchLimits = {
  connectMs: 10_000,
  headersMs: 15_000,
  bodyMs: 15_000,
  totalMs: 30_000,
  bytes: 5 * 1024 * 1024,
};
const maxRedirects = 5;

export interface Fetcher {
  /** GETs a newspaper's address. Throws SourceError for everything but a body and 304. */
  fetchSource(url: string, validators?: Validators, signal?: AbortSignal): Promise<Fetched>;
  close(): Promise<void>;
}

/**
 * The only door to newspapers. Never goes through a proxy: an outbound proxy would reach addresses that the
 * check here refuses. `allow` is FETCH_ALLOW; `contact` stands in the User-Agent.
 */
export function createFetcher(
  { allow, contact }: { allow: readonly string[]; contact: string | undefined },
  limits: Partial<FetchLimits> = {},
): Fetcher {
  const limit = { ...usualLimits, ...limits };
  const guard = createGuard(allow);
  const agent = new Agent({
    connect: guardedConnector(guard, limit.connectMs),
    headersTimeout: limit.headersMs,
    bodyTimeout: limit.bodyMs,
    maxHeaderSize: 32 * 1024,
    keepAliveTimeout: 1000,
  });
  const headers = {
    'user-agent': `Loa/0.1 (news digests for districts${contact ? `; ${contact}` : ''})`.replace(
      /[^\x20-\x7e]/g,
      '?',
    ),
    accept: 'application/rss+xml, application/atom+xml, application/feed+json, text/html;q=0.8, */*;q=0.5',
    'accept-encoding': 'gzip, br',
  };

  async function follow(start: string, validators?: Validators, stop?: AbortSignal): Promise<Fetched> {
    const conditions = {
      ...(validators?.etag && { 'if-none-match': validators.etag }),
      ...(validators?.last_modified && { 'if-modified-since': validators.last_modified }),
    };
    const signal = AbortSignal.any([AbortSignal.timeout(limit.totalMs), ...(stop ? [stop] : [])]);
    let url = new URL(start);
    for (let redirects = 0; redirects <= maxRedirects; redirects++) {
      guard.checkUrl(url);
      const response = await request(url, {
        dispatcher: agent,
        headers: { ...headers, ...conditions },
        signal,
      });
      const header = (name: string) => [response.headers[name] ?? []].flat()[0];
      const location = header('location');
      if (response.statusCode === 200) {
        const body = await readBody(response.body, header('content-encoding'), limit.bytes);
        return {
          status: 'ok',
          body,
          contentType: header('content-type'),
          url: url.href,
          etag: header('etag') ?? null,
          last_modified: header('last-modified') ?? null,
        };
      }
      // Nothing in it is of use; a body that never ends must not hold the connection.
      response.body.on('error', () => undefined).destroy();
      if (response.statusCode === 304 && Object.keys(conditions).length) return { status: 'not_modified' };
      if (![301, 302, 303, 307, 308].includes(response.statusCode) || !location)
        throw new SourceError('http', `HTTP ${response.statusCode}`, {
          retryAfterSeconds: readRetryAfter(header('retry-after'), header('date')),
        });
      if (!URL.canParse(location, url.href)) throw new SourceError('redirect', 'redirected to no address');
      url = new URL(location, url.href);
    }
    throw new SourceError('redirect', `redirected more than ${maxRedirects} times`);
  }

  return {
    async fetchSource(url, validators, signal) {
      try {
        return await follow(url, validators, signal);
      } catch (error) {
        throw asSourceError(error);
      }
    },
    close: () => agent.destroy(),
  };
}

/**
 * Connects only where the guard allows: names are judged by what they resolve to, and the socket by where it
 * really ended, because a hook on name resolution alone never sees a literal address.
 */
function guardedConnector(guard: Guard, timeoutMs: number): buildConnector.connector {
  return (options, callback) => {
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    const host = options.hostname.replace(/^\[|\]$/g, '');
    const refused = () => new SourceError('address', `${host}: private addresses are not read`);
    const lookup: LookupFunction = (name, lookupOptions, done) =>
      resolveName(name, { ...lookupOptions, all: true }, (error, addresses) => {
        if (error) return done(error, '');
        const open = addresses.filter(({ address }) => guard.allowsIp(host, address, port));
        if (!open.length) return done(refused(), '');
        if (lookupOptions.all) return done(null, open);
        return done(null, open[0]!.address, open[0]!.family);
      });
    const connect = buildConnector({ timeout: timeoutMs, lookup });
    connect(options, (error, socket) => {
      if (error) return callback(error, null);
      if (socket.remoteAddress && guard.allowsIp(host, socket.remoteAddress, port))
        return callback(null, socket);
      socket.destroy();
      return callback(refused(), null);
    });
  };
}

/** Seconds, or a date, which only means something beside the server's own clock. */
function readRetryAfter(value: string | undefined, serverDate: string | undefined): number | undefined {
  if (!value) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(value)) return Number(value);
  const seconds = (Date.parse(value) - Date.parse(serverDate ?? '')) / 1000;
  return seconds > 0 ? seconds : undefined;
}

function asSourceError(error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  const { name = '', message = String(error), cause } = error as Error;
  if (cause instanceof SourceError) return cause;
  const slow =
    name === 'TimeoutError' ||
    error instanceof errors.ConnectTimeoutError ||
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError;
  return slow
    ? new SourceError('timeout', 'the server did not answer in time', { cause: error })
    : new SourceError('network', message || String((error as NodeJS.ErrnoException).code), { cause: error });
}
