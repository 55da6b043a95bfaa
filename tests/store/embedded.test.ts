import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/store/database.js';
import { startOrAdopt, stopEmbedded } from '../../src/store/embedded.js';

const homes: { folder: string; dataDir: string }[] = [];
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const { folder, dataDir } of homes.splice(0)) {
    await stopEmbedded(dataDir);
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A DATA_DIR in a folder that only we may enter (mkdtemp makes it 0700), like the home of root. */
function closedHome(...deeper: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'loa-embedded-'));
  const dataDir = join(folder, 'data', ...deeper);
  homes.push({ folder, dataDir });
  return dataDir;
}

function starter(dataDir: string, ...args: string[]): ChildProcess {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'tests/support/startEmbedded.mts', dataDir, ...args],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  children.push(child);
  return child;
}

async function ask(config: pg.PoolConfig, question: string): Promise<string> {
  const client = new pg.Client(config);
  await client.connect();
  const { rows } = await client.query({ text: question, rowMode: 'array' });
  await client.end();
  return String(rows[0]?.[0]);
}

const pidFile = (dataDir: string) => join(dataDir, 'postgres', 'data', 'postmaster.pid');
const postmaster = (dataDir: string) => Number.parseInt(readFileSync(pidFile(dataDir), 'utf8'), 10);

test('it starts a real Postgres for us alone: no TCP, owner-only folders, safe settings', async () => {
  const dataDir = closedHome();
  const config = await startOrAdopt(dataDir);
  const setting = (name: string) => ask(config, `select current_setting('${name}')`);
  expect(await setting('server_version')).toMatch(/^18\./);
  expect(await setting('listen_addresses')).toBe('');
  expect(await setting('fsync')).toBe('on');
  expect(await setting('TimeZone')).toBe('UTC');
  expect(await ask(config, 'select datlocale from pg_database where datname = current_database()')).toBe(
    'C.UTF-8',
  );
  for (const folder of ['', 'postgres', 'postgres/data'])
    expect(statSync(join(dataDir, folder)).mode & 0o777).toBe(0o700);
  expect(statSync(join(dataDir, 'postgres', 'log')).mode & 0o777).toBe(0o600);
});

test.runIf(process.platform === 'linux')(
  'it runs in a session of its own, without our environment and our rights',
  async () => {
    const dataDir = closedHome();
    await startOrAdopt(dataDir);
    const pid = postmaster(dataDir);
    const [, group, session] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ').slice(1);
    expect([Number(group), Number(session)]).toEqual([pid, pid]);
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('HOME=');
    if (process.getuid!() === 0) expect(statSync(`/proc/${pid}`).uid).not.toBe(0);
  },
);

test('several starters at once, of a database that does not exist yet, share one', async () => {
  const dataDir = closedHome();
  const starters = [1, 2, 3].map(() => starter(dataDir));
  const codes = await Promise.all(starters.map(async (child) => (await once(child, 'exit'))[0]));
  expect(codes).toEqual([0, 0, 0]);
  expect(await ask(await startOrAdopt(dataDir), 'select 1')).toBe('1');
});

test('after kill -9 it starts again with everything that was committed', async () => {
  const dataDir = closedHome();
  const config = await startOrAdopt(dataDir);
  await ask(config, 'create table kept as select 42 as answer');
  process.kill(postmaster(dataDir), 'SIGKILL');
  expect(await ask(await startOrAdopt(dataDir), 'select answer from kept')).toBe('42');
});

test.runIf(process.platform === 'linux')(
  'a killed server that stays a zombie does not keep a new one out',
  async () => {
    const dataDir = closedHome();
    const parent = starter(dataDir, 'stay');
    await once(parent.stdout!, 'data');
    const pid = postmaster(dataDir);
    // A parent that stands still reaps nobody.
    parent.kill('SIGSTOP');
    process.kill(pid, 'SIGKILL');
    await startOrAdopt(dataDir);
    expect(readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z ');
    expect(postmaster(dataDir)).not.toBe(pid);
  },
);

test('a lock file that names the pid of another program does not keep it out', async () => {
  const dataDir = closedHome();
  await startOrAdopt(dataDir);
  await stopEmbedded(dataDir);
  const { uid, gid } = statSync(join(dataDir, 'postgres', 'data'));
  const other = spawn('sleep', ['60'], process.getuid!() === 0 ? { uid, gid } : {});
  children.push(other);
  writeFileSync(pidFile(dataDir), `${other.pid}\n/proc/self/cwd\n1\n5432\n.\n\n\n`);
  expect(await ask(await startOrAdopt(dataDir), 'select 1')).toBe('1');
});

test('a data folder deeper than a socket name allows works', async () => {
  const dataDir = closedHome('a-rather-long-name-of-a-folder'.repeat(3), 'and-another-one');
  mkdirSync(dataDir, { recursive: true });
  expect(await ask(await startOrAdopt(dataDir), 'select 1')).toBe('1');
});

test('it stays while a client is connected, and stops by itself after the last one has left', async () => {
  const dataDir = closedHome();
  const config = await startOrAdopt(dataDir, { idleSeconds: 1 });
  const client = new pg.Client(config);
  await client.connect();
  await client.query('select pg_sleep(2.5)');
  const pid = postmaster(dataDir);
  await client.end();
  await vi.waitUntil(() => !isAlive(pid), { timeout: 15_000, interval: 50 });
  expect(await ask(await startOrAdopt(dataDir), 'select 1')).toBe('1');
});

test('a pool over it starts it again when it has stopped', async () => {
  const dataDir = closedHome();
  const db = await openDatabase({ databaseUrl: undefined, dataDir });
  await sql`select 1`.execute(db);
  await stopEmbedded(dataDir);
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
  await db.destroy();
});

test('a start that keeps failing says why', async () => {
  const dataDir = closedHome();
  await startOrAdopt(dataDir);
  await stopEmbedded(dataDir);
  const data = join(dataDir, 'postgres', 'data');
  writeFileSync(join(data, 'postgresql.conf'), 'shared_buffers = many\n');
  await expect(startOrAdopt(dataDir)).rejects.toThrow(/does not start:[\s\S]*shared_buffers/);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
