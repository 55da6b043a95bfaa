import type { Config } from '../config.js';
import { ConfigError, SourceError } from '../errors.js';
import { createGazetteer } from '../gazetteer/gazetteer.js';
import { createFetcher } from '../ingest/fetch.js';
import { type Readable, readSource } from '../ingest/read.js';
import { judgeSamples, type Sample } from '../ingest/samples.js';
import { loadRegion, type RegionPack } from '../region.js';
import { migrateToLatest } from '../store/migrate.js';
import { findSource, type Source } from '../store/sources.js';
import { formatDate, formatTime } from '../time.js';
import { prepare, withDatabase } from './context.js';

type Sampled = Readable & Pick<Source, 'newspaper' | 'section' | 'district_id'>;

/**
 * Reads a source of the pack, or one that an admin added, and prints its first articles as the parser sees them with
 * the districts they would get. A source of the pack needs no database, so that one can be tried while it is written.
 */
export async function printSamples(id: string, now: Date): Promise<void> {
  const config = prepare();
  const pack = loadRegion(config.region);
  const source = inPack(pack, id) ?? (await inStore(config, id));
  const fetcher = createFetcher({ allow: config.fetchAllow, contact: config.contact });
  try {
    const result = await readSource(fetcher, { ...source, etag: null, last_modified: null }, now);
    if (result.status === 'not_modified') throw new SourceError('http', 'HTTP 304 to a first question');
    const { items, skipped } = result.listed;
    const samples = judgeSamples({ gazetteer: createGazetteer(pack), pack }, source, items, now);
    const head = `${id}: read ${items.length}${skipped ? `, skipped ${skipped}` : ''}; nothing was stored`;
    const blocks = samples.map((sample, index) => describe(sample, index + 1, pack.time_zone));
    process.stdout.write(`${[head, ...blocks].join('\n\n')}\n`);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    process.stdout.write(`${id}: failed (${error.kind}): ${error.message}\n`);
    process.exitCode = 1;
  } finally {
    await fetcher.close();
  }
}

function inPack(pack: RegionPack, id: string): Sampled | undefined {
  const source = pack.sources.find((one) => one.id === id);
  return (
    source && {
      ...source,
      time_zone: source.time_zone ?? pack.time_zone,
      section: source.section ?? null,
      district_id: source.district ?? null,
      listing: source.listing ?? null,
      article: (source.article ?? null) as Source['article'],
      etag: null,
      last_modified: null,
    }
  );
}

async function inStore(config: Config, id: string): Promise<Sampled> {
  const source = await withDatabase(config, async (db) => {
    await migrateToLatest(db);
    return findSource(db, id);
  });
  if (!source) throw new ConfigError([`--source: there is no source ${id}`]);
  return source;
}

function describe(sample: Sample, number: number, timeZone: string): string {
  const { title, summary, link, section, published_at, district_ids, scope } = sample;
  const date = published_at && `${formatDate(published_at, timeZone)} ${formatTime(published_at, timeZone)}`;
  const facts = [date ?? 'no date', section ?? 'no section', district_ids.join(', ') || scope];
  return [`${number}. ${title}`, summary || 'no lead', facts.join(' · '), link].join('\n   ');
}
