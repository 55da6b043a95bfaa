import { InvalidArgumentError } from 'commander';
import { SourceError } from '../errors.js';
import { createGazetteer } from '../gazetteer/gazetteer.js';
import { createFetcher } from '../ingest/fetch.js';
import { type Readable, readSource } from '../ingest/read.js';
import { judgeSamples, type Sample } from '../ingest/samples.js';
import { loadRegion, type RegionPack } from '../region.js';
import { migrateToLatest } from '../store/migrate.js';
import { listRemembered } from '../store/remembered.js';
import { findSource, type Source } from '../store/sources.js';
import { formatDate, formatTime } from '../time.js';
import { prepare, withDatabase } from './context.js';

type Sampled = Readable & Pick<Source, 'newspaper' | 'section' | 'district_id'>;

/**
 * Reads a source, as the pack describes it now or as an admin added it, and prints its first articles as the parser
 * sees them with the districts they would get. The pack is not brought to the database: it may be half written.
 */
export async function printSamples(id: string, now: Date): Promise<void> {
  const config = prepare();
  const pack = loadRegion(config.region);
  await withDatabase(config, async (db) => {
    await migrateToLatest(db);
    const source = inPack(pack, id) ?? (await findSource(db, id));
    if (!source) throw noSource(id, config.region, pack);
    const fetcher = createFetcher({ allow: config.fetchAllow, contact: config.contact, db });
    try {
      const result = await readSource(fetcher, { ...source, etag: null, last_modified: null }, now);
      if (result.status === 'not_modified') throw new SourceError('http', 'HTTP 304 to a first question');
      const { items, skipped } = result.listed;
      const deps = { gazetteer: createGazetteer(pack), pack, remembered: await listRemembered(db) };
      const samples = judgeSamples(deps, source, items, now);
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
  });
}

/** What to throw for a source id nobody knows: it names the folder that was looked in, and what is there. */
export function noSource(id: string, folder: string, { sources }: RegionPack): InvalidArgumentError {
  const there = sources.map((source) => source.id).join(', ') || 'none';
  return new InvalidArgumentError(`--source: there is no source ${id}; those of REGION ${folder}: ${there}`);
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

function describe(sample: Sample, number: number, timeZone: string): string {
  const { title, summary, link, section, published_at, district_ids, scope } = sample;
  const date = published_at && `${formatDate(published_at, timeZone)} ${formatTime(published_at, timeZone)}`;
  const facts = [date ?? 'no date', section ?? 'no section', district_ids.join(', ') || scope];
  return [`${number}. ${title}`, summary || 'no lead', facts.join(' · '), link].join('\n   ');
}
