import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { root } from '../../src/root.js';
import { stopEmbedded } from '../../src/store/embedded.js';
import { addChats, createStore, dataKey, deliverToAll } from './outbox.js';
import { type Server, startServer } from './server.js';
import type { Report, Rules } from './telegram.mjs';
import { type Use, watchProcess } from './watch.js';

export interface Work extends Rules {
  name: string;
  /** Killed (SIGKILL) after half of the messages and started again. */
  kill: boolean;
}

export interface Result extends Report, Use {
  /** False: it was stopped long after the limit would have let it finish. */
  finished: boolean;
}

export const peers = ['sequential', 'batches', 'throttler', 'throttler+retry', 'p-queue'];

/** What runs the work: a command that can be started more than once, and whether it has nothing left to do. */
interface Contender {
  start(): ChildProcess;
  isDone(child: ChildProcess): Promise<boolean>;
}

/** Loa as it runs: `start sender`, on an embedded database with a delivery to each chat. */
export async function runLoa(work: Work): Promise<Result> {
  const server = await startServer();
  const dataDir = mkdtempSync(join(tmpdir(), 'loa-bench-'));
  const db = await createStore(dataDir);
  try {
    await addChats(db, 1, work.chats);
    await deliverToAll(db);
    const env = {
      PATH: process.env.PATH,
      BOT_TOKEN: '900000001:loopback-only-token-of-the-bench',
      TELEGRAM_API_ROOT: server.url,
      DATA_DIR: dataDir,
      DATA_KEY: dataKey,
      PORT: '0',
      SEND_RATE: String(work.perSecond),
      PAID_BROADCAST: String(work.perSecond > 30),
      LOG_LEVEL: 'error',
    };
    const isDone = async () => {
      const { rows } = await sql<{ left: boolean }>`
        select exists (select from delivery where status = 'pending')
          or exists (select from delivery where status = 'sending') as left`.execute(db);
      return !rows[0]!.left;
    };
    const program = join(root, 'dist/src/main.js');
    const start = () => spawn(process.execPath, [program, 'start', 'sender'], { env, stdio: 'inherit' });
    return await run(work, server, { start, isDone });
  } finally {
    server.close();
    await db.destroy();
    await stopEmbedded(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** A recipe of peer.mjs. */
export async function runPeer(name: string, work: Work): Promise<Result> {
  const server = await startServer();
  try {
    const file = fileURLToPath(new URL('peer.mjs', import.meta.url));
    const args = [file, name, server.url, String(work.chats), String(work.perSecond)];
    return await run(work, server, {
      start: () => spawn(process.execPath, args, { stdio: 'inherit' }),
      isDone: async (child) => child.exitCode !== null,
    });
  } finally {
    server.close();
  }
}

async function run(work: Work, server: Server, { start, isDone }: Contender): Promise<Result> {
  let child = start();
  let watch = watchProcess(child.pid!);
  await server.begin(work, () => watch.restart());
  let before: Use = { cpuMs: 0, peakMb: 0 };
  const deadlineMs = performance.now() + (2 * work.chats * 1000) / work.perSecond + 20_000;
  let killed = !work.kill;
  let finished = false;
  while (!finished && performance.now() < deadlineMs) {
    await pause(200);
    if (!killed && (await server.report()).accepted >= work.chats / 2) {
      killed = true;
      before = watch.end();
      child.kill('SIGKILL');
      await once(child, 'exit');
      child = start();
      watch = watchProcess(child.pid!);
    }
    finished = await isDone(child);
  }
  const after = watch.end();
  if (child.exitCode === null) {
    child.kill('SIGTERM');
    if (!finished) child.kill('SIGKILL');
    await once(child, 'exit');
  }
  const use = { cpuMs: before.cpuMs + after.cpuMs, peakMb: Math.max(before.peakMb, after.peakMb) };
  return { ...(await server.report()), ...use, finished };
}
