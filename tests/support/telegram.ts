import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { readParams } from '../../src/demo/telegram/body.js';
import { type Answer, createDemoTelegram, type DemoTelegram } from '../../src/demo/telegram/telegram.js';
import type { Call, Fault } from './telegram/faults.js';
import { type FloodLimits, floodControl } from './telegram/flood.js';
import { createUpdates } from './telegram/updates.js';

export { floodWait, hang, page, refusal, reset } from './telegram/faults.js';

export interface TelegramOptions {
  clock?: () => Date;
  flood?: FloodLimits;
  /** How long each answer takes. */
  latencyMs?: number;
}

/**
 * A Bot API server on loopback. People, groups and messages are those of src/demo/telegram/telegram.ts (see its
 * docstring); here come HTTP, getUpdates and webhooks, flood control, latency and faults:
 *
 *   const telegram = await startTelegram();               // afterAll(() => telegram.close())
 *   TELEGRAM_API_ROOT=telegram.url  BOT_TOKEN=telegram.token
 *   telegram.intercept((call) => call.method === 'sendmessage' ? floodWait(3) : undefined);  // returns an undo
 *   floodWait(s) · refusal(403, 'Forbidden: …') · reset(processed) · hang(processed) · page(502, processed)
 *   telegram.calls                                        // every request: method (lower case), params, at, answer
 *   await telegram.until(() => lan.messages.length === 2) // looks again after every request; 5 s at most
 *   await telegram.cut(); await telegram.restore();       // nobody listens · listens again, same address
 *
 * With a webhook an act of a person resolves once the bot has answered 200; with getUpdates at once, so wait with
 * `until`. For handlers without HTTP use createDemoTelegram itself.
 */
export interface TestTelegram extends DemoTelegram {
  url: string;
  token: string;
  calls: Call[];
  intercept(fault: (call: Call) => Fault | undefined): () => void;
  until(condition: () => boolean, timeoutMs?: number): Promise<void>;
  cut(): Promise<void>;
  restore(): Promise<void>;
  close(): Promise<void>;
}

const token = '900000001:loopback-only-token-of-the-tests';

export async function startTelegram(options: TelegramOptions = {}): Promise<TestTelegram> {
  const demo = createDemoTelegram({
    ...(options.clock && { clock: options.clock }),
    ...(options.flood && { flood: floodControl(options.flood) }),
  });
  const updates = createUpdates(demo.call);
  demo.onUpdate((update) => updates.push(update));
  const faults = new Set<(call: Call) => Fault | undefined>();
  const watchers = new Set<() => void>();
  const calls: Call[] = [];
  const sockets = new Set<Socket>();

  const process = async (call: Call): Promise<Answer> => {
    const own = updates.methods[call.method];
    return own ? own(call.params) : demo.call(call.method, call.params);
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await readCall(request);
    if (!call) return answer(response, { ok: false, error_code: 401, description: 'Unauthorized' });
    calls.push(call);
    const fault = [...faults].map((one) => one(call)).find((one) => one !== undefined);
    if (fault?.kind === 'answer') call.answer = fault.answer;
    else if (!fault || fault.processed) call.answer = await process(call);
    for (const look of watchers) look();
    if (options.latencyMs) await new Promise((resolve) => setTimeout(resolve, options.latencyMs));
    if (fault?.kind === 'reset') request.socket.resetAndDestroy();
    else if (fault?.kind === 'body') response.writeHead(fault.status).end(fault.body);
    else if (fault?.kind !== 'hang') answer(response, call.answer!);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;

  return {
    ...demo,
    url: `http://127.0.0.1:${port}`,
    token,
    calls,
    intercept(fault) {
      faults.add(fault);
      return () => faults.delete(fault);
    },
    until(condition, timeoutMs = 5000) {
      return new Promise((resolve, reject) => {
        const end = (error?: Error) => {
          clearTimeout(timer);
          watchers.delete(look);
          if (error) reject(error);
          else resolve();
        };
        const look = () => condition() && end();
        const timer = setTimeout(() => end(new Error(`not within ${timeoutMs} ms: ${condition}`)), timeoutMs);
        watchers.add(look);
        look();
      });
    },
    cut: stop,
    restore: () => listen(port),
    async close() {
      updates.close();
      if (server.listening) await stop();
    },
  };
}

async function readCall(request: IncomingMessage): Promise<Call | undefined> {
  const at = performance.now();
  const url = new URL(request.url ?? '', 'http://loopback');
  const [, method] = new RegExp(`^/bot${token}/(\\w+)$`).exec(url.pathname) ?? [];
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (!method) return undefined;
  const params = await readParams(Buffer.concat(chunks), request.headers['content-type']);
  return {
    method: method.toLowerCase(),
    params: { ...Object.fromEntries(url.searchParams), ...params },
    at,
    answer: undefined,
  };
}

function answer(response: ServerResponse, said: Answer): void {
  const retryAfter = said.ok ? undefined : said.parameters?.retry_after;
  response.writeHead(said.ok ? 200 : said.error_code, {
    'content-type': 'application/json',
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
  });
  response.end(JSON.stringify(said));
}
