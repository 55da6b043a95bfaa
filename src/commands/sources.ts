import { Command } from 'commander';
import { listSourceHealth, type SourceHealth } from '../store/health.js';
import { nameIn } from '../texts.js';
import { formatDate, formatTime } from '../time.js';
import { withStore } from './context.js';

export function sourcesCommand(): Command {
  return new Command('sources')
    .description('list the sources that are read and how they do')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      await withStore(async ({ db, pack }) => {
        const sources = await listSourceHealth(db, new Date());
        const text = json
          ? JSON.stringify(sources, null, 2)
          : sources.map((source) => describe(source, pack.time_zone)).join('\n');
        if (text) process.stdout.write(`${text}\n`);
      });
    });
}

function describe(source: SourceHealth, timeZone: string): string {
  const at = (instant: Date) => `${formatTime(instant, timeZone)} ${formatDate(instant, timeZone)}`;
  const parts = [
    `${source.id}: ${source.state}`,
    nameIn('en', source.newspaper),
    source.last_success_at ? `last read ${at(source.last_success_at)}` : 'never read',
    `${source.items} items in 24 hours${source.items_usual === null ? '' : `, usually ${source.items_usual}`}`,
  ];
  if (source.empty_since) parts.push(`nothing new since ${at(source.empty_since)}`);
  if (source.parser === 'tolerant') parts.push('its feed is not well formed');
  if (source.failing_since)
    parts.push(
      `failing since ${at(source.failing_since)}, ${source.failures} in a row (${source.error_kind}): ${source.error_message}`,
    );
  parts.push(`next ${at(source.next_poll_at)}`);
  return parts.join(' · ');
}
