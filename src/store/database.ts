import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from './schema.js';

export type { Database } from './schema.js';

// Counts and identities stay far below 2^53; without this the driver returns bigint as text.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** A pool over one Postgres; `connection` is a URL or the options of `pg.Pool` (a socket folder as host). */
export function connect(connection: string | pg.PoolConfig): Kysely<Database> {
  const options = typeof connection === 'string' ? { connectionString: connection } : connection;
  const pool = new pg.Pool({ max: 10, connectionTimeoutMillis: 10_000, ...options });
  // An idle client whose server went away reports here; the next query reconnects.
  pool.on('error', () => undefined);
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}
