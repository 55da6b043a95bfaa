import { Command } from 'commander';
import { countChats, countDeliveries, countUncertainArticles } from '../store/counts.js';
import { listSourceHealth } from '../store/sources.js';
import { startOfDay } from '../time.js';
import { withStore } from './context.js';

export function statsCommand(): Command {
  return new Command('stats')
    .description('count what went out today and how everything does; no personal data')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      await withStore(async ({ db, pack }) => {
        const now = new Date();
        const since = startOfDay(now, pack.time_zone);
        const sources = { ok: 0, failing: 0, paused: 0, never_read: 0 };
        for (const { state } of await listSourceHealth(db, now)) sources[state] += 1;
        const stats = {
          chats: await countChats(db, since, now),
          deliveries_today: await countDeliveries(db, since),
          uncertain_articles_today: await countUncertainArticles(db, since),
          sources,
        };
        if (json) return console.log(JSON.stringify(stats, null, 2));
        for (const [name, counts] of Object.entries(stats))
          console.log(`${name.replaceAll('_', ' ')}: ${inWords(counts)}`);
      });
    });
}

function inWords(counts: number | object): string {
  if (typeof counts === 'number') return String(counts);
  return Object.entries(counts)
    .map(([name, count]) => `${name.replaceAll('_', ' ')} ${count}`)
    .join(' · ');
}
