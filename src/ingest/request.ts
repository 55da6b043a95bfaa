import { lookup as resolveName } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, buildConnector, errors, request } from 'undici';
import { SourceError } from '../errors.js';
import { readBody } from './body.js';
import type { Guard } from './guard.js';
import { type Asked, readAsked } from './headers.js';

/** What a publisher's server answered to one request. */
export type Answer = Asked & (Body | { status: 'not_modified' } | { status: 'redirect'; to: URL });

interface Body {
  status: 'ok';
  /** Decompressed, at most as long as was asked for. */
  body: Buffer;
  contentType: string | undefined;
  /** After redirects: the base of relative links. */
  url: string;
  etag: string | null;
  last_modified: string | null;
}

export interface RequestLimits {
  connectMs: number;
  headersMs: number;
  /** The longest silence within a body. */
  bodyMs: number;
}

export interface Requester {
  /**
   * One GET; the body is decompressed and at most `bytes` long. Throws SourceError for everything but a body, a redirect
   * and, where `conditions` (headers) were given, 304.
   */
  get(url: URL, conditions: Record<string, string>, bytes: number, signal: AbortSignal): Promise<Answer>;
  close(): Promise<void>;
}

/** Connects only where `guard` allows. */
export function createRequester(guard: Guard, userAgent: string, limits: RequestLimits): Requester {
  const agent = new Agent({
    connect: guardedConnector(guard, limits.connectMs),
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.bodyMs,
    maxHeaderSize: 32 * 1024,
    keepAliveTimeout: 1000,
  });
  const headers = {
    'user-agent': userAgent,
    accept: 'application/rss+xml, application/atom+xml, application/feed+json, text/html;q=0.8, */*;q=0.5',
    'accept-encoding': 'gzip, br',
  };

  async function ask(
    url: URL,
    conditions: Record<string, string>,
    bytes: number,
    signal: AbortSignal,
  ): Promise<Answer> {
    const response = await request(url, {
      dispatcher: agent,
      headers: { ...headers, ...conditions },
      signal,
    });
    const header = (name: string) => [response.headers[name] ?? []].flat()[0];
    const asked = readAsked(header);
    if (response.statusCode === 200)
      return {
        ...asked,
        status: 'ok',
        body: await readBody(response.body, header('content-encoding'), bytes),
        contentType: header('content-type'),
        url: url.href,
        etag: header('etag') ?? null,
        last_modified: header('last-modified') ?? null,
      };
    // Nothing in it is of use; a body that never ends must not hold the connection.
    response.body.on('error', () => undefined).destroy();
    if (response.statusCode === 304 && Object.keys(conditions).length)
      return { ...asked, status: 'not_modified' };
    const location = header('location');
    if (![301, 302, 303, 307, 308].includes(response.statusCode) || !location)
      throw new SourceError('http', `HTTP ${response.statusCode}`, {
        status: response.statusCode,
        retryAfterSeconds: asked.retryAfterSeconds,
      });
    if (!URL.canParse(location, url.href)) throw new SourceError('redirect', 'redirected to no address');
    return { status: 'redirect', to: new URL(location, url.href) };
  }

  return {
    async get(url, conditions, bytes, signal) {
      try {
        return await ask(url, conditions, bytes, signal);
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
