import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../src/root.js';
import { stopEmbedded } from '../src/store/embedded.js';
import { startTelegram, type TestTelegram } from '../tests/support/telegram.js';
import { machine } from './machine.js';

const program = join(root, 'dist/src/main.js');
const idleSeconds = 20;

/** How long the demo takes, how soon `start` answers a person, and what it holds while idle. Linux only. */
export async function run(): Promise<void> {
  console.log(machine());
  const began = performance.now();
  execFileSync(process.execPath, [program, 'demo'], { stdio: 'ignore' });
  console.log(`demo: ${seconds(began)} s from start to exit`);
  const telegram = await startTelegram();
  const dataDir = mkdtempSync(join(tmpdir(), 'loa-bench-'));
  try {
    console.log(`cold start: ${await firstAnswer(telegram, dataDir, 1)} s to the first answer`);
    console.log(`warm start: ${await firstAnswer(telegram, dataDir, 2)} s to the first answer`);
  } finally {
    await stopEmbedded(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
    await telegram.close();
  }
}

async function firstAnswer(telegram: TestTelegram, dataDir: string, personId: number): Promise<string> {
  const person = telegram.person(personId, { language_code: 'vi' });
  await person.send('/help');
  const began = performance.now();
  const child = spawn(process.execPath, [program, 'start'], {
    env: {
      PATH: process.env.PATH,
      BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.url,
      DATA_DIR: dataDir,
      PORT: '0',
    },
    stdio: 'ignore',
  });
  await telegram.until(() => person.messages.length > 0, 30_000);
  const answered = seconds(began);
  await pause(idleSeconds * 1000);
  report(child, dataDir);
  child.kill('SIGTERM');
  await once(child, 'exit');
  return answered;
}

/** PSS: a page shared by several processes counts in parts, so that the sum is what they hold together. */
function report(child: ChildProcess, dataDir: string): void {
  const postmaster = Number(
    readFileSync(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0],
  );
  const servers = [postmaster, ...childrenOf(postmaster)];
  const database = servers.reduce((sum, pid) => sum + memory(pid, 'Pss'), 0);
  console.log(
    `idle after ${idleSeconds} s: Node ${memory(child.pid!, 'Rss')} MB (RSS), embedded database ${database} MB (PSS of ${servers.length} processes)`,
  );
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) === parent;
      } catch {
        return false;
      }
    });
}

function memory(pid: number, kind: 'Rss' | 'Pss'): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Math.round(Number(new RegExp(`^${kind}:\\s+(\\d+)`, 'm').exec(rollup)?.[1]) / 1000);
}

const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(2);
