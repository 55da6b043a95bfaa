import type { Kysely } from 'kysely';
import type { Database } from '../store/database.js';
import { listSourceHealth } from '../store/sources.js';
import type { SourceState } from './model.js';

/** What an official is told of the sources: whether each can be read, and when one last was. */
export async function readSourceState(db: Kysely<Database>, now: Date): Promise<SourceState> {
  const health = (await listSourceHealth(db, now)).filter((source) => source.state !== 'paused');
  const reads = health.flatMap((source) => (source.last_success_at ? [source.last_success_at] : []));
  return {
    total: health.length,
    last_read_at: reads.length > 0 ? new Date(Math.max(...reads.map(Number))) : null,
    failing: health.flatMap(({ state, newspaper, failing_since }) =>
      state === 'failing' && failing_since ? [{ newspaper, since: failing_since }] : [],
    ),
  };
}
