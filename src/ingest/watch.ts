import type { Kysely } from 'kysely';
import type { RegionPack } from '../region.js';
import type { Database } from '../store/database.js';
import { listSourceHealth, type SourceHealth } from '../store/health.js';
import { endIncident, listOpenIncidents, reportIncident } from '../store/incidents.js';
import { nameIn } from '../texts.js';
import { day, hour, nextSlot } from '../time.js';

const everyDay = [1, 2, 3, 4, 5, 6, 7];
// From before readers sleep to the press review.
const night = 8 * hour;

/**
 * Records as incidents the sources that readers will miss: not read, or silent, for a day; or for the whole night when
 * the region's digests are less than an hour away. Over when a source brings news again, is paused or is gone.
 */
export async function watchSources(
  db: Kysely<Database>,
  pack: Pick<RegionPack, 'digest_times' | 'time_zone' | 'languages'>,
  now: Date,
): Promise<void> {
  const schedule = { times: Object.values(pack.digest_times), weekdays: everyDay };
  const morning = nextSlot(schedule, pack.time_zone, now).getTime() - now.getTime() <= hour;
  const faulty = new Set<string>();
  for (const source of await listSourceHealth(db, now)) {
    const since = faultySince(source);
    if (!since) continue;
    faulty.add(source.id);
    if (now.getTime() - since.getTime() < (morning ? night : day)) continue;
    await reportIncident(db, 'source', source.id, now, {
      source: source.id,
      newspaper: nameIn(pack.languages[0]!, source.newspaper),
      fault: source.state,
      since: since.toISOString(),
    });
  }
  for (const { kind, key } of await listOpenIncidents(db))
    if (kind === 'source' && !faulty.has(key)) await endIncident(db, 'source', key, now);
}

function faultySince({ state, failing_since, empty_since }: SourceHealth): Date | null {
  switch (state) {
    case 'failing':
      return failing_since;
    case 'empty':
      return empty_since;
    case 'ok':
    case 'paused':
    case 'never_read':
      return null;
    default:
      return state satisfies never;
  }
}
