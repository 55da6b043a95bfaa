import pg from 'pg';
import { pause } from '../pause.js';

// Any number of our own; it only has to differ from other advisory locks of this database.
const LOCK = 7_365_001;

/**
 * Makes sure that the server stops by itself `idleSeconds` after its last client has left. The watchdog is a
 * session of the server itself whose own client has gone: it costs a few megabytes, sees every client whatever
 * way it ended, and needs no tool of the host. `client` is connected; `config` opens one more connection.
 */
export async function ensureWatchdog(
  client: pg.Client,
  config: pg.ClientConfig,
  idleSeconds: number,
): Promise<void> {
  if (await isWatched(client)) return;
  const watchdog = new pg.Client({ ...config, application_name: 'watchdog' });
  watchdog.on('error', () => undefined);
  await watchdog.connect();
  let ended = false;
  // Ends at once when another starter's watchdog was faster, otherwise with the server.
  void watchdog.query(watch(idleSeconds)).then(
    () => (ended = true),
    () => (ended = true),
  );
  try {
    while (!ended && !(await isWatched(client))) await pause(10);
  } finally {
    await watchdog.end();
  }
}

async function isWatched(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query(
    "select from pg_locks where locktype = 'advisory' and objid = $1 and granted",
    [LOCK],
  );
  return rowCount! > 0;
}

// Each commit lets go of the snapshot, so vacuum is never held up longer than one sleep. The server's folder is
// the working directory of the program, and SIGINT makes Postgres end its sessions, write everything and stop.
const watch = (idleSeconds: number) => `
  do $$
  declare
    idle_since timestamptz := clock_timestamp();
  begin
    if not pg_try_advisory_lock(${LOCK}) then return; end if;
    loop
      perform pg_sleep(${Math.min(5, idleSeconds / 4)});
      commit;
      if exists (select from pg_stat_activity
                 where backend_type = 'client backend' and pid <> pg_backend_pid()) then
        idle_since := clock_timestamp();
      elsif clock_timestamp() > idle_since + interval '${idleSeconds} seconds' then
        copy (select where false) to program 'kill -INT $(head -n 1 postmaster.pid)';
      end if;
    end loop;
  end $$`;
