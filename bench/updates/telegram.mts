import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A Bot API for load, a process of its own: people write and press at their own times, whether or not the bot keeps
 * up, and what it answers is timed. Whoever started it tells it what to do by IPC (`Work`), one work after the other.
 * A path that begins with /sender is the broadcast's: taken, and only counted.
 */
export interface Work {
  /** At random moments; 0: as fast as the bot asks. */
  perSecond: number;
  updates: number;
  /** After so long no more are made; what is under way is waited for. */
  atMostSeconds: number;
  kinds: Kind[];
}

/** What someone does; a share is one of all shares, whatever they add up to. */
export interface Kind {
  name: string;
  share: number;
  /** Strangers come once; those known take turns. */
  who: 'stranger' | 'known';
  texts?: string[];
  presses?: string[];
}

export interface Outcome {
  seconds: number;
  made: number;
  broadcast: number;
  unanswered: number;
  times: Time[];
}

/** Milliseconds to the answer's request. */
export interface Time {
  kind: string;
  fromArrival: number;
  fromHandedOut: number;
}

interface Asked {
  kind: string;
  arrivedMs: number;
  handedOutMs: number;
}

// The people who are known, as the bench stored them; strangers are numbered from a million on.
const known = Number(process.argv[2]);
const patienceMs = 10_000;

let seed = 1;
/** The same moments in every run (mulberry32). */
function random(): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

let nextUpdate = 1;
let nextKnown = 0;
let nextStranger = 1_000_000;
let nextMessage = 1;
let broadcast = 0;
let queue: { update: { update_id: number }; asked: Asked }[] = [];
let waiting: { response: ServerResponse; limit: number } | undefined;
const asked = new Map<number, Asked[]>();
let times: Time[] = [];
/** For works without a rate: makes as many as are asked for. */
let fill: ((limit: number) => void) | undefined;

function makeUpdate({ name, who, texts, presses }: Kind): void {
  const id = who === 'stranger' ? nextStranger++ : 1 + (nextKnown++ % known);
  const update_id = nextUpdate++;
  const from = { id, is_bot: false, first_name: 'A', language_code: 'vi' };
  const message = { message_id: update_id, date: 1, chat: { id, type: 'private', first_name: 'A' } };
  const pick = (all: string[]) => all[update_id % all.length]!;
  let update: { update_id: number };
  if (presses) {
    const press = { id: String(update_id), from, chat_instance: '1', data: pick(presses) };
    const sent = { ...message, from: { id: 1, is_bot: true, first_name: 'Loa' }, text: 'x' };
    update = { update_id, callback_query: { ...press, message: sent } } as never;
  } else {
    const text = pick(texts!);
    const [command] = text.split(' ');
    const entities = text.startsWith('/') && [{ type: 'bot_command', offset: 0, length: command!.length }];
    update = { update_id, message: { ...message, from, text, ...(entities && { entities }) } } as never;
  }
  const one = { kind: name, arrivedMs: performance.now(), handedOutMs: 0 };
  queue.push({ update, asked: one });
  const before = asked.get(id);
  if (before) before.push(one);
  else asked.set(id, [one]);
}

function handOut(): void {
  if (!waiting) return;
  fill?.(waiting.limit);
  if (!queue.length) return;
  const { response, limit } = waiting;
  waiting = undefined;
  const now = performance.now();
  const given = queue.splice(0, limit);
  for (const one of given) one.asked.handedOutMs = now;
  answer(
    response,
    given.map(({ update }) => update),
  );
}

function answered(id: number): void {
  const all = asked.get(id);
  const one = all?.shift();
  if (!one) return;
  if (!all!.length) asked.delete(id);
  const now = performance.now();
  times.push({
    kind: one.kind,
    fromArrival: now - one.arrivedMs,
    fromHandedOut: now - one.handedOutMs,
  });
}

function answer(response: ServerResponse, result: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, result }));
}

const me = { id: 1, is_bot: true, first_name: 'Loa', username: 'loa_bot' };
const fixed: Record<string, unknown> = {
  getMe: me,
  getMyCommands: [],
  getMyDescription: { description: '' },
  getMyShortDescription: { short_description: '' },
};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const method = request.url!.slice(request.url!.lastIndexOf('/') + 1).split('?')[0]!;
    const payload = chunks.length ? JSON.parse(Buffer.concat(chunks).toString()) : {};
    if (method === 'getUpdates') {
      waiting = { response, limit: payload.limit ?? 100 };
      handOut();
    } else if (method === 'sendMessage' || method === 'editMessageText') {
      if (request.url!.startsWith('/sender')) broadcast++;
      else answered(payload.chat_id);
      const chat = { id: payload.chat_id, type: 'private', first_name: 'A' };
      answer(response, { message_id: nextMessage++, date: 1, chat, text: 'x' });
    } else answer(response, fixed[method] ?? true);
  });
});
server.keepAliveTimeout = 60_000;

async function run(work: Work): Promise<Outcome> {
  const order = work.kinds.flatMap((kind) => Array.from({ length: kind.share }, () => kind));
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  times = [];
  queue = [];
  asked.clear();
  const broadcastBefore = broadcast;
  const began = performance.now();
  const until = began + work.atMostSeconds * 1000;
  let made = 0;
  const more = () => made < work.updates && performance.now() < until;
  const make = () => makeUpdate(order[made++ % order.length]!);
  if (work.perSecond) {
    let dueMs = began;
    while (more()) {
      for (; dueMs <= performance.now() && made < work.updates; dueMs += gap(work.perSecond)) make();
      handOut();
      await sleep(Math.max(0, dueMs - performance.now()));
    }
  } else {
    fill = (limit) => {
      for (let n = 0; n < limit && more(); n++) make();
    };
    handOut();
    while (more()) await sleep(20);
    fill = undefined;
  }
  const givenUpMs = performance.now() + patienceMs;
  while (asked.size && performance.now() < givenUpMs) {
    handOut();
    await sleep(5);
  }
  return {
    seconds: (performance.now() - began) / 1000,
    made,
    broadcast: broadcast - broadcastBefore,
    unanswered: made - times.length,
    times,
  };
}

/** To the next of people who do not know of one another. */
const gap = (perSecond: number) => (-Math.log(1 - random()) * 1000) / perSecond;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

process.on('message', (work: Work) => void run(work).then((outcome) => process.send!(outcome)));
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as AddressInfo).port }));
