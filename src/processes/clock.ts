import cron from 'node-cron';
import { cutDigests } from '../digest/cut.js';
import { createFetcher } from '../ingest/fetch.js';
import { pollDue } from '../ingest/poll.js';
import { log } from '../log.js';
import { aborted } from '../pause.js';
import { eraseLapsedChats } from '../store/chats.js';
import { forgetServed } from '../store/stories.js';
import type { ProcessDeps } from './deps.js';

// No job takes as long when all is well; a slow newspaper is given up long before.
const staleSeconds = 600;

/**
 * Asks every minute, and at once, what is due: sources to poll, digests to cut, chats and old news to forget. Any
 * number may run on one database. Resolves when `signal` has aborted and what was in hand is finished.
 */
export async function runClock(deps: ProcessDeps, signal: AbortSignal): Promise<void> {
  const { db, pack, gazetteer, seal, config, clock, health } = deps;
  const fetcher = createFetcher({ allow: config.fetchAllow, contact: config.contact });
  const deliverTo = config.deliverTo === '*' ? '*' : config.deliverTo.map(seal.hash);
  const jobs = {
    poll: (now: Date) => pollDue({ db, pack, gazetteer, fetcher, random: Math.random, signal }, now),
    cut: (now: Date) => cutDigests(db, pack, now, { deliverTo }),
    housekeeping: async (now: Date) => {
      await eraseLapsedChats(db, now);
      await forgetServed(db, now);
    },
  };
  // A slow newspaper holds up the next poll and no digest: each job waits for itself only.
  const inHand = new Map<string, Promise<void>>();
  const nudge = () => {
    for (const [name, job] of Object.entries(jobs))
      if (!inHand.has(name))
        inHand.set(
          name,
          attempt(name, job).finally(() => inHand.delete(name)),
        );
  };
  async function attempt(name: string, job: (now: Date) => Promise<unknown>): Promise<void> {
    try {
      await job(clock());
      health.beat(`clock ${name}`);
    } catch (error) {
      log.error({ err: error }, `clock: ${name} failed, the next tick tries again`);
    }
  }

  for (const name of Object.keys(jobs)) health.watch(`clock ${name}`, staleSeconds);
  const ticks = cron.schedule('* * * * *', nudge);
  nudge();
  await aborted(signal);
  await ticks.destroy();
  await Promise.all(inHand.values());
  await fetcher.close();
}
