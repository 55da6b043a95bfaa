import { Kysely, PostgresDialect, type PostgresPool, sql } from 'kysely';
import pg from 'pg';
import { ConfigError } from '../errors.js';
import { log } from '../log.js';
import { pause } from '../pause.js';
import { isAway } from './away.js';
import { startOrAdopt } from './embedded.js';
import type { Database } from './schema.js';

export type { Database } from './schema.js';

// Counts and identities stay far below 2^53; without this the driver returns bigint as text.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
// bigint[], which the driver's own list of types does not name.
const int8Array = 1016 as typeof pg.types.builtins.INT8;
const readArray = pg.types.getTypeParser(int8Array) as (value: string) => (string | null)[];
pg.types.setTypeParser(int8Array, (value: string) =>
  readArray(value).map((n) => (n === null ? null : Number(n))),
);

/** Where the database is: an address, or without one the embedded Postgres under `dataDir`. */
export interface Place {
  databaseUrl: string | undefined;
  dataDir: string;
}

/** A pool over one Postgres; `connection` is a URL or the options of `pg.Pool` (a socket folder as host). */
export function connect(connection: string | pg.PoolConfig): Kysely<Database> {
  const options = typeof connection === 'string' ? { connectionString: connection } : connection;
  return kysely(openPool(options));
}

/**
 * The database, once it answers: one that is away is waited for, without end or for `patienceSeconds`. One that goes away later fails the
 * queries of that moment and nothing else. Throws ConfigError when it answers and we cannot use it.
 */
export async function openDatabase(
  place: Place,
  patienceSeconds = Number.POSITIVE_INFINITY,
): Promise<Kysely<Database>> {
  const db = kysely(openPool(await whereabouts(place), place));
  try {
    const givenUpAtMs = performance.now() + patienceSeconds * 1000;
    const retry = (error: unknown) => isAway(error) && performance.now() < givenUpAtMs;
    await whenBack('the database', () => checkVersion(db), { retry });
    return db;
  } catch (error) {
    await db.destroy();
    throw refused(error);
  }
}

/** Whether the database answers right now. */
export async function isReachable(db: Kysely<Database>): Promise<boolean> {
  try {
    await sql`select 1`.execute(db);
    return true;
  } catch {
    return false;
  }
}

/** How to connect now; starts the embedded Postgres if it is not running. */
export async function whereabouts(place: Place): Promise<pg.PoolConfig> {
  return place.databaseUrl ? { connectionString: place.databaseUrl } : startOrAdopt(place.dataDir);
}

/**
 * Tries until it succeeds, or fails for something that is worth no other try: again after a quarter second, later
 * after up to 15 seconds.
 */
export async function whenBack<T>(
  what: string,
  attempt: () => Promise<T>,
  { signal, retry = isAway }: { signal?: AbortSignal; retry?: (error: unknown) => boolean } = {},
): Promise<T> {
  for (let wait = 250; ; wait = Math.min(wait * 2, 15_000)) {
    try {
      return await attempt();
    } catch (error) {
      if (!retry(error) || signal?.aborted) throw error;
      log.warn({ reason: (error as Error).message, next_try_seconds: wait / 1000 }, `${what} is away`);
      await pause(wait, signal);
    }
  }
}

function kysely(pool: PostgresPool): Kysely<Database> {
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

/** With a `place` whose server is our own to start, a connection that fails starts it again. */
function openPool(options: pg.PoolConfig, place?: Place): PostgresPool {
  const pool = new pg.Pool({ max: 10, connectionTimeoutMillis: 10_000, keepAlive: true, ...options });
  // A client whose server went away reports here, idle or in use; the next query connects anew.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  if (!place || place.databaseUrl) return pool;
  return {
    connect: () =>
      pool.connect().catch(async (error) => {
        if (!isAway(error)) throw error;
        await startOrAdopt(place.dataDir);
        return pool.connect();
      }),
    end: () => pool.end(),
  };
}

async function checkVersion(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{
    version: string;
  }>`select current_setting('server_version_num') as version`.execute(db);
  if (Number(rows[0]!.version) < 140_000)
    throw new ConfigError(['DATABASE_URL: Postgres 14 or newer is needed']);
}

/** What a server says when it will not have us, as a problem of the configuration. */
function refused(error: unknown): unknown {
  const { code = '', message } = error as { code?: string; message: string };
  // Wrong user or password, no right to connect, no such database.
  const unusable = /^(28...|42501|3D000)$/.test(code) || isAway(error);
  return unusable ? new ConfigError([`DATABASE_URL: ${message || code}`]) : error;
}
