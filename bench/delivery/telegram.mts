import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/**
 * A Bot API for load, a process of its own: sendMessage alone, with flood control, latency and faults. Whoever started
 * it tells it what to do by IPC (`Order`). The part of a path before `/bot…` names the one who sends.
 */
export interface Rules {
  /** Messages in any second that it takes; one more is answered 429. */
  perSecond: number;
  latencyMs: number;
  /** Shares of the requests, in [0, 1): the connection broken after the message was sent; a 500 before it was. */
  resets: number;
  errors: number;
  /** Their ids are 1 to this. */
  chats: number;
}

export type Order = { begin: Rules } | { report: true } | { messages: true } | { listen: boolean };

export interface Report {
  accepted: number;
  floodWaits: number;
  resets: number;
  errors: number;
  lost: number;
  repeated: number;
  /** Between the first and the last accepted message. */
  seconds: number;
}

/** What it took, in order: to which chat, by whom, and whether its answer went out whole. */
export interface Message {
  chat: number;
  by: string;
  answered: boolean;
}

const waitSeconds = 1;
// An answer written so shortly before the connection breaks may not have arrived.
const inDoubtMs = 50;

let rules: Rules = { perSecond: 30, latencyMs: 0, resets: 0, errors: 0, chats: 0 };
let messages: (Message & { answeredAtMs: number })[] = [];
let got = new Uint16Array(0);
let count = { floodWaits: 0, resets: 0, errors: 0 };
let firstMs = 0;
let lastMs = 0;
let heldUntilMs = 0;
// When the messages of the last second came, oldest first from `oldest` on.
let recent: number[] = [];
let oldest = 0;
let seed = 1;

/** The same faults in every run (mulberry32). */
function random(): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

interface Verdict {
  status: number;
  body: object;
  message?: (typeof messages)[number];
  reset?: boolean;
}

function refuse(error_code: number, description: string, parameters?: object): Verdict {
  return { status: error_code, body: { ok: false, error_code, description, parameters } };
}

function judge(chat: number, by: string): Verdict {
  const now = performance.now();
  while (recent[oldest]! <= now - 1000) oldest++;
  if (oldest > 10_000) {
    recent = recent.slice(oldest);
    oldest = 0;
  }
  if (now < heldUntilMs || recent.length - oldest >= rules.perSecond) {
    count.floodWaits++;
    if (now >= heldUntilMs) heldUntilMs = now + waitSeconds * 1000;
    const retry_after = Math.ceil((heldUntilMs - now) / 1000);
    return refuse(429, `Too Many Requests: retry after ${retry_after}`, { retry_after });
  }
  if (random() < rules.errors) {
    count.errors++;
    return refuse(500, 'Internal Server Error');
  }
  recent.push(now);
  if (!firstMs) process.send!({ first: true });
  firstMs ||= now;
  lastMs = now;
  got[chat]!++;
  const message = { chat, by, answered: false, answeredAtMs: 0 };
  messages.push(message);
  const reset = random() < rules.resets;
  if (reset) count.resets++;
  const result = { message_id: messages.length, date: 0, chat: { id: chat, type: 'private' } };
  return { status: 200, body: { ok: true, result }, message, reset };
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const [, by = '', method] = /^(.*)\/bot[^/]+\/(\w+)$/.exec(request.url!) ?? [];
    if (method !== 'sendMessage') {
      response.writeHead(404).end('{"ok":false,"error_code":404,"description":"Not Found"}');
      return;
    }
    const { chat_id } = JSON.parse(Buffer.concat(chunks).toString()) as { chat_id: number };
    const { status, body, message, reset } = judge(chat_id, by.slice(1));
    setTimeout(() => {
      if (reset) {
        request.socket.resetAndDestroy();
        return;
      }
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body), () => {
        if (!message) return;
        message.answered = true;
        message.answeredAtMs = performance.now();
      });
    }, rules.latencyMs);
  });
});
server.keepAliveTimeout = 60_000;
const sockets = new Set<Socket>();
server.on('connection', (socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
});

function begin(next: Rules): void {
  rules = next;
  messages = [];
  got = new Uint16Array(rules.chats + 1);
  count = { floodWaits: 0, resets: 0, errors: 0 };
  firstMs = lastMs = heldUntilMs = oldest = 0;
  recent = [];
  seed = 1;
}

function cut(): void {
  server.close();
  for (const socket of sockets) socket.destroy();
  const now = performance.now();
  for (const message of messages) if (message.answeredAtMs > now - inDoubtMs) message.answered = false;
}

function report(): Report {
  let [lost, repeated] = [0, 0];
  for (const n of got.subarray(1))
    if (n === 0) lost++;
    else repeated += n - 1;
  return { accepted: messages.length, ...count, lost, repeated, seconds: (lastMs - firstMs) / 1000 };
}

let port = 0;
function listen(): void {
  server.listen(port, '127.0.0.1', () => {
    ({ port } = server.address() as AddressInfo);
    process.send!({ port });
  });
}

process.on('message', (order: Order) => {
  if ('report' in order) process.send!(report());
  else if ('messages' in order)
    process.send!(messages.map(({ chat, by, answered }): Message => ({ chat, by, answered })));
  else if ('listen' in order && order.listen) listen();
  else {
    if ('begin' in order) begin(order.begin);
    else cut();
    process.send!({ done: true });
  }
});
process.on('disconnect', () => process.exit());
listen();
