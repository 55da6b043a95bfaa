import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { openLoa } from './loa.js';
import { deliverToAll } from './outbox.js';
import { type Server, startServer } from './server.js';
import type { Report, Rules } from './telegram.mjs';
import { type Use, watchProcesses } from './watch.js';

export interface Work extends Rules {
  name: string;
  /** Messages after which it is over. */
  messages: number;
  /** How many of Loa's senders share the work. */
  senders: number;
  /** Killed (SIGKILL) after half of the messages and started again. */
  kill: boolean;
}

export interface Result extends Report, Use {
  /** False: it was stopped long after the limit would have let it finish. */
  finished: boolean;
}

export const peers = ['sequential', 'batches', 'throttler', 'throttler+retry', 'p-queue'];

/** What runs the work: processes that can be started more than once, and whether they have nothing left to do. */
interface Contender {
  start(): ChildProcess[];
  isDone(children: ChildProcess[]): Promise<boolean>;
}

/** Loa with a delivery to each chat. */
export async function runLoa(work: Work): Promise<Result> {
  const { db, server, startSender, close } = await openLoa(work);
  try {
    await deliverToAll(db);
    const isDone = async () => {
      const { rows } = await sql<{ left: boolean }>`
        select exists (select from delivery where status = 'pending')
          or exists (select from delivery where status = 'sending') as left`.execute(db);
      return !rows[0]!.left;
    };
    const start = () => Array.from({ length: work.senders }, startSender);
    return await run(work, server, { start, isDone });
  } finally {
    await close();
  }
}

/** A recipe of peer.mjs. */
export async function runPeer(name: string, work: Work): Promise<Result> {
  const server = await startServer();
  try {
    const file = fileURLToPath(new URL('peer.mjs', import.meta.url));
    const args = [file, name, server.url, String(work.chats), String(work.perSecond)];
    return await run(work, server, {
      start: () => [spawn(process.execPath, args, { stdio: 'inherit' })],
      isDone: async ([child]) => child!.exitCode !== null,
    });
  } finally {
    server.close();
  }
}

async function run(work: Work, server: Server, { start, isDone }: Contender): Promise<Result> {
  let children = start();
  let watch = watchProcesses(children);
  await server.begin(work, () => watch.restart());
  let before: Use = { cpuMs: 0, peakMb: 0 };
  const deadlineMs = performance.now() + (2 * work.messages * 1000) / work.perSecond + 20_000;
  let killed = !work.kill;
  let finished = false;
  while (!finished && performance.now() < deadlineMs) {
    await pause(200);
    const { accepted } = await server.report();
    if (!killed && accepted >= work.messages / 2) {
      killed = true;
      before = watch.end();
      await end(children, 'SIGKILL');
      children = start();
      watch = watchProcesses(children);
    }
    finished = work.messages < work.chats ? accepted >= work.messages : await isDone(children);
  }
  const after = watch.end();
  const report = await server.report();
  await end(children, finished ? 'SIGTERM' : 'SIGKILL');
  const use = { cpuMs: before.cpuMs + after.cpuMs, peakMb: Math.max(before.peakMb, after.peakMb) };
  return { ...report, ...use, finished };
}

async function end(children: ChildProcess[], signal: NodeJS.Signals): Promise<void> {
  const alive = children.filter((child) => child.exitCode === null);
  const exits = alive.map((child) => once(child, 'exit'));
  for (const child of alive) child.kill(signal);
  await Promise.all(exits);
}
