import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { ConfigError } from '../errors.js';
import { log } from '../log.js';
import { pause } from '../pause.js';
import { isAway } from './away.js';
import { bareEnvironment, findBinaries, type RunAs } from './embedded-binaries.js';
import { findPostmaster, isAlive, removeStaleLocks } from './embedded-postmaster.js';
import { ensureWatchdog } from './embedded-watchdog.js';

// Postgres refuses to run as root; this is "nobody" wherever we ship binaries for.
const NOBODY = 65_534;
// The longest name of a socket: 108 bytes on Linux, 104 on macOS, with the closing zero.
const SOCKET_BYTES = 103;
const SOCKET = '.s.PGSQL.5432';
/** Starts in a row that may fail, a quarter of a second apart: a killed server's processes need a moment to go. */
const STARTS = 20;

/**
 * The server works from inside its folder and knows it only by this name, never by its path. So the folders above
 * may be closed to everyone but us, although Postgres drops to another user when we are root.
 */
const workingFolder = (data: string) => (process.platform === 'linux' ? '/proc/self/cwd' : data);

/**
 * A Postgres of our own under `dataDir`: creates it, starts it, or adopts the one that runs. It listens on a socket
 * in its own folder (mode 0700) only, outlives us, and stops `idleSeconds` after its last client has left. Throws
 * ConfigError when this machine cannot run it, with the end of its log.
 */
export async function startOrAdopt(dataDir: string, { idleSeconds = 60 } = {}): Promise<pg.PoolConfig> {
  const folder = join(resolve(dataDir), 'postgres');
  const data = join(folder, 'data');
  try {
    if (!existsSync(join(data, 'PG_VERSION'))) create(folder, data);
    const config = { host: socketFolder(data), user: 'loa', database: 'postgres' };
    await serve(folder, data, config, idleSeconds);
    return config;
  } catch (error) {
    const { code, path = folder } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
    throw new ConfigError([`DATA_DIR: no right to use ${path}; it may belong to another user`]);
  }
}

/** Stops the server under `dataDir`, if one runs, as its watchdog would; resolves when it has gone. */
export async function stopEmbedded(dataDir: string): Promise<void> {
  const data = join(resolve(dataDir), 'postgres', 'data');
  const postmaster = findPostmaster(data);
  if (postmaster) process.kill(postmaster, 'SIGINT');
  while (findPostmaster(data)) await pause(20);
}

async function serve(
  folder: string,
  data: string,
  config: pg.ClientConfig,
  idleSeconds: number,
): Promise<void> {
  let server: ChildProcess | undefined;
  for (let starts = 0, rounds = 1; ; rounds++) {
    if (rounds === 250) log.info('waiting for the embedded Postgres, which may be recovering from a crash');
    const answer = await adopt(config, idleSeconds);
    if (answer === 'ready') return;
    const starting = server && server.exitCode === null && server.signalCode === null;
    if (answer === 'absent' && !starting && !findPostmaster(data)) {
      if (++starts > STARTS)
        throw new ConfigError([`DATA_DIR: the embedded Postgres does not start:\n${endOfLog(folder)}`]);
      if (starts > 1) await pause(250);
      removeStaleLocks(data);
      server = start(folder, data);
    }
    await pause(20);
  }
}

/** Connects once. `busy`: a server is there but not ready for us, as while it recovers. */
async function adopt(config: pg.ClientConfig, idleSeconds: number): Promise<'ready' | 'busy' | 'absent'> {
  const client = new pg.Client({ ...config, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await ensureWatchdog(client, config, idleSeconds);
    return 'ready';
  } catch (error) {
    if (!isAway(error)) throw error;
    return error instanceof pg.DatabaseError ? 'busy' : 'absent';
  } finally {
    await client.end();
  }
}

/** As root, the user that owns the data; nobody for new ones. */
function runAs(data: string): RunAs {
  if (process.getuid?.() !== 0) return {};
  const { uid, gid } = existsSync(data) ? statSync(data) : { uid: 0, gid: 0 };
  return uid === 0 ? { uid: NOBODY, gid: NOBODY } : { uid, gid };
}

/** Makes the cluster aside and renames it into place, so that a crash or a second starter leaves no half of one. */
function create(folder: string, data: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder))
    if (name.startsWith('new-') && !isAlive(Number(name.slice(4))))
      rmSync(join(folder, name), { recursive: true, force: true });
  const aside = join(folder, `new-${process.pid}`);
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { mode: 0o700 });
  const user = runAs(data);
  if (user.uid !== undefined) chownSync(aside, user.uid, user.gid!);
  initialise(aside, findBinaries(folder, user), user);
  try {
    renameSync(aside, data);
  } catch (error) {
    if (!existsSync(join(data, 'PG_VERSION'))) throw error;
    rmSync(aside, { recursive: true });
  }
}

function initialise(aside: string, binaries: string, user: RunAs): void {
  const encoding = ['-E', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  try {
    execFileSync(
      join(binaries, 'initdb'),
      ['-D', workingFolder(aside), '-U', 'loa', '--auth=trust', ...encoding],
      { ...user, cwd: aside, env: bareEnvironment, stdio: 'pipe' },
    );
  } catch (error) {
    const said = String((error as { stderr?: Buffer }).stderr ?? error).trim();
    throw new ConfigError([`DATA_DIR: the embedded Postgres cannot be created:\n${said}`]);
  }
}

const settings = {
  listen_addresses: '',
  unix_socket_directories: '.',
  unix_socket_permissions: '0700',
  shared_buffers: '64MB',
  max_connections: 100,
  timezone: 'UTC',
  // No replicas, no parallel work: fewer processes, less memory, less log to write.
  wal_level: 'minimal',
  max_wal_senders: 0,
  max_logical_replication_workers: 0,
  max_parallel_workers: 0,
  io_method: 'sync',
  max_wal_size: '256MB',
  // A log of problems without the statements and values that led to them.
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_timezone: 'UTC',
};

/** Starts the server in a session of its own: Ctrl-C in our terminal does not reach it. */
function start(folder: string, data: string): ChildProcess {
  const user = runAs(data);
  const logFile = openSync(join(folder, 'log'), 'a', 0o600);
  if (statSync(join(folder, 'log')).size > 1_000_000) ftruncateSync(logFile);
  const server = spawn(
    join(findBinaries(folder, user), 'postgres'),
    [
      '-D',
      workingFolder(data),
      ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
    ],
    { ...user, cwd: data, env: bareEnvironment, detached: true, stdio: ['ignore', logFile, logFile] },
  );
  server.on('error', (error) => log.error(error, 'the embedded Postgres could not be started'));
  server.unref();
  closeSync(logFile);
  return server;
}

function endOfLog(folder: string): string {
  return readFileSync(join(folder, 'log'), 'utf8').split('\n').slice(-6).join('\n').trim();
}

/** What clients name as host. A path too long for a socket is reached through a handle on its folder. */
function socketFolder(data: string): string {
  if (Buffer.byteLength(join(data, SOCKET)) <= SOCKET_BYTES) return data;
  if (process.platform !== 'linux')
    throw new ConfigError([`DATA_DIR: the path is too long for a socket: ${data}`]);
  const handle = handles.get(data) ?? openSync(data, 'r');
  handles.set(data, handle);
  return `/proc/self/fd/${handle}`;
}
const handles = new Map<string, number>();
