import type { Kysely } from 'kysely';
import type { Database } from '../store/database.js';
import { listSourceHealth } from '../store/health.js';
import type { SourceState } from './model.js';

/** What an official is told of the sources: whether each brings news, and when one last was read. */
export async function readSourceState(db: Kysely<Database>, now: Date): Promise<SourceState> {
  const health = (await listSourceHealth(db, now)).filter((source) => source.state !== 'paused');
  const reads = health.flatMap((source) => (source.last_success_at ? [source.last_success_at] : []));
  return {
    total: health.length,
    last_read_at: reads.length > 0 ? new Date(Math.max(...reads.map(Number))) : null,
    failing: health.flatMap(({ state, newspaper, failing_since, empty_since, last_item_at }) => {
      if (state === 'failing' && failing_since) return [{ newspaper, since: failing_since }];
      // One that never listed anything has stopped nothing.
      if (state === 'empty' && empty_since && last_item_at) return [{ newspaper, since: empty_since }];
      return [];
    }),
  };
}
