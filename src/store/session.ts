import { createHash } from 'node:crypto';
import pg from 'pg';
import { log } from '../log.js';
import { aborted, pause } from '../pause.js';
import { isAway } from './away.js';
import { type Place, whenBack, whereabouts } from './database.js';

// What listens or holds a lock needs a session of its own: neither a pool nor a pooler in transaction mode may
// stand between.

/**
 * Calls `wake` for every notification on `channel` with what it says until `signal` aborts, and once with nothing
 * whenever it begins to listen, because what was said while the connection was away is lost. Resolves after the abort.
 */
export async function openListener(
  place: Place,
  channel: string,
  wake: (said: string) => void,
  signal: AbortSignal,
): Promise<void> {
  await inSession(place, `listen ${channel}`, signal, async (client, closed) => {
    client.on('notification', ({ payload = '' }) => wake(payload));
    await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    wake('');
    await aborted(closed);
  });
}

/**
 * Runs `work` while this process alone, of all on this database, holds the lock called `name`, and stands by while
 * another has it. The signal that `work` gets aborts with `signal`, or when the lock is lost with its connection;
 * then it stands by again. Resolves after `signal` aborts; rejects when `work` does.
 */
export async function holdLock(
  place: Place,
  name: string,
  work: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  await inSession(place, name, signal, async (client, closed) => {
    // Asked again and again: a query that waits for the lock would hold back vacuum as long as it stands by.
    let stoodBy = false;
    while (!closed.aborted && !(await tryLock(client, name))) {
      if (!stoodBy) log.info(`${name}: another process does it, standing by`);
      stoodBy = true;
      await pause(1_000, closed);
    }
    if (!closed.aborted) await work(closed);
  });
}

async function tryLock(client: pg.Client, name: string): Promise<boolean> {
  const key = createHash('sha256').update(name).digest().readBigInt64BE();
  const { rows } = await client.query('select pg_try_advisory_lock($1) as locked', [key]);
  return rows[0].locked;
}

/** Runs `work` in one session after another; `closed` aborts with the session, which ends with `signal`. */
async function inSession(
  place: Place,
  name: string,
  signal: AbortSignal,
  work: (client: pg.Client, closed: AbortSignal) => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    const session = new AbortController();
    const closed = AbortSignal.any([signal, session.signal]);
    let client: pg.Client | undefined;
    try {
      // This place has worked before, so whatever it says now is taken for an absence.
      client = await whenBack('the database', () => open(place, name), { signal, retry: () => true });
      client.once('end', () => session.abort());
      await work(client, closed);
    } catch (error) {
      if (!signal.aborted && !isAway(error)) throw error;
    } finally {
      await client?.end();
    }
    if (!signal.aborted) log.warn(`${name}: the connection was lost, opening another`);
  }
}

async function open(place: Place, name: string): Promise<pg.Client> {
  const config = { ...(await whereabouts(place)), application_name: name, keepAlive: true };
  const client = new pg.Client({ ...config, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
