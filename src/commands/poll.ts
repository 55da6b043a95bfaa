import { Command, InvalidArgumentError } from 'commander';
import { createGazetteer } from '../gazetteer/gazetteer.js';
import { createFetcher } from '../ingest/fetch.js';
import { type PollDeps, type PollOutcome, pollDue, pollSource } from '../ingest/poll.js';
import { findSource } from '../store/sources.js';
import { withStore } from './context.js';
import { noSource, printSamples } from './samples.js';

export function pollCommand(): Command {
  return new Command('poll')
    .description('poll the sources that are due once, or one source now, and print what was stored')
    .option('--source <ID>', 'this source, due or not')
    .option('--dry-run', 'with --source: print its first articles as they are read, store nothing')
    .action(async ({ source: id, dryRun }: { source?: string; dryRun?: boolean }) => {
      if (dryRun && !id) throw new InvalidArgumentError('--dry-run needs --source');
      if (dryRun && id) return printSamples(id, new Date());
      await withStore(async ({ config, db, pack }) => {
        const fetcher = createFetcher({ allow: config.fetchAllow, contact: config.contact, db });
        const deps = { db, pack, gazetteer: createGazetteer(pack), fetcher, random: Math.random };
        try {
          const outcomes = id ? [await pollOne(deps, id, config.region)] : await pollDue(deps, new Date());
          const lines = outcomes.length ? outcomes.map(describe) : ['no source is due'];
          process.stdout.write(`${lines.join('\n')}\n`);
          // One newspaper that cannot be read is everyday life; none that can is a failure of ours.
          const failed = outcomes.filter(({ status }) => status === 'failed');
          if (failed.length && failed.length === outcomes.length) process.exitCode = 1;
        } finally {
          await fetcher.close();
        }
      });
    });
}

async function pollOne(deps: PollDeps, id: string, folder: string): Promise<PollOutcome> {
  if (!(await findSource(deps.db, id))) throw noSource(id, folder, deps.pack);
  return pollSource(deps, id, new Date());
}

function describe(outcome: PollOutcome): string {
  switch (outcome.status) {
    case 'read': {
      const skipped = outcome.skipped ? `, skipped ${outcome.skipped}` : '';
      return `${outcome.source_id}: read ${outcome.read}, new ${outcome.new}, matched ${outcome.matched}${skipped}`;
    }
    case 'not_modified':
      return `${outcome.source_id}: not modified`;
    case 'failed':
      return `${outcome.source_id}: failed (${outcome.kind}): ${outcome.message}`;
    case 'left':
      return `${outcome.source_id}: another process is polling it`;
    case 'busy':
      return `${outcome.source_id}: its server is being asked for something else, left for the next time`;
    default:
      return outcome satisfies never;
  }
}
