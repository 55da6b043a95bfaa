import { Command } from 'commander';
import { countChats, countDeliveries, countUncertainArticles } from '../store/counts.js';
import { listSourceHealth } from '../store/health.js';
import { listRuns, type Run } from '../store/runs.js';
import { startOfDay } from '../time.js';
import { withStore } from './context.js';

export function statsCommand(): Command {
  return new Command('stats')
    .description('count what went out today and how everything does; no personal data')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nrepeated: how many messages may have been sent twice, at most')
    .action(async ({ json }: { json?: boolean }) => {
      await withStore(async ({ db, pack }) => {
        const now = new Date();
        const since = startOfDay(now, pack.time_zone);
        const sources = { ok: 0, empty: 0, failing: 0, paused: 0, never_read: 0 };
        for (const { state } of await listSourceHealth(db, now)) sources[state] += 1;
        const stats = {
          chats: await countChats(db, since, now),
          deliveries_today: await countDeliveries(db, since),
          runs_today: await listRuns(db, since, now),
          uncertain_articles_today: await countUncertainArticles(db, since),
          sources,
        };
        if (json) return console.log(JSON.stringify(stats, null, 2));
        for (const [name, counts] of Object.entries(stats))
          if (Array.isArray(counts)) for (const run of counts) console.log(runInWords(run));
          else console.log(`${name.replaceAll('_', ' ')}: ${inWords(counts)}`);
      });
    });
}

function inWords(counts: number | object): string {
  if (typeof counts === 'number') return String(counts);
  return Object.entries(counts)
    .map(([name, count]) => `${name.replaceAll('_', ' ')} ${count}`)
    .join(' · ');
}

/** 'citizen run of 2026-11-24T06:30:00.000Z: to send 4 · waiting 1 · …' */
function runInWords(run: Run): string {
  const { to_send, waiting, sent, failed, repeated, per_second, expected_end_at } = run;
  const failures = Object.values(failed).reduce((sum, n) => sum + n, 0);
  const pace = { per_second: Math.round(per_second * 10) / 10 };
  const end = expected_end_at && { expected_end: expected_end_at.toISOString() };
  const tally = { to_send, waiting, sent, failed: failures, repeated_at_most: repeated };
  const words = inWords({ ...tally, ...pace, ...end });
  return `${run.style ?? 'announcement'} run of ${run.slot.toISOString()}: ${words}`;
}
