import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { log } from '../log.js';
import { aborted, pause } from '../pause.js';

/** By the last part of the path, because PUBLIC_URL may have a path of its own that a proxy strips or not. */
export type Routes = Map<string, (request: IncomingMessage, response: ServerResponse) => Promise<void>>;

// Long enough for a predecessor that is stopping to let go of the port.
const retryMs = 5_000;

/**
 * Serves `routes` on `port` (0: a free one, named in the log) until `signal` aborts, then resolves when all that
 * was asked is answered. A port in use is logged and asked for again; everything else goes on without it.
 */
export async function runHttp(routes: Routes, port: number, signal: AbortSignal): Promise<void> {
  const server = createServer((request, response) => void answer(routes, request, response));
  server.requestTimeout = 15_000;
  for (let told = false; !signal.aborted; told = true) {
    const problem = await listen(server, port);
    if (!problem) break;
    if (!told)
      log.error({ port, reason: problem.message }, 'http: cannot listen; going on without, trying again');
    await pause(retryMs, signal);
  }
  if (!server.listening) return;
  log.info({ port: (server.address() as AddressInfo).port }, 'http: listening');
  await aborted(signal);
  server.closeIdleConnections();
  await new Promise((resolve) => server.close(resolve));
}

function listen(server: Server, port: number): Promise<Error | undefined> {
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen(port, () => {
      server.off('error', resolve);
      resolve(undefined);
    });
  });
}

async function answer(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://loa');
  const route = routes.get(pathname.slice(pathname.lastIndexOf('/') + 1));
  try {
    if (route) await route(request, response);
    else response.writeHead(404).end();
  } catch (error) {
    log.error({ err: error, path: pathname }, 'http: a request failed');
    if (response.headersSent) response.destroy();
    else response.writeHead(500).end();
  }
}
