import cron from 'node-cron';
import { noticeVersion } from '../bot/notice.js';
import { openTelegram } from '../delivery/telegram.js';
import { tellOwners } from '../delivery/tell.js';
import { watchRuns } from '../delivery/watch.js';
import { cutDigests } from '../digest/cut.js';
import { tellReaders } from '../digest/notices.js';
import { createFetcher } from '../ingest/fetch.js';
import { pollDue } from '../ingest/poll.js';
import { watchSources } from '../ingest/watch.js';
import { log } from '../log.js';
import { aborted } from '../pause.js';
import { forgetBands } from '../store/alike.js';
import { eraseLapsedChats } from '../store/chats.js';
import { removeUnusedDigests } from '../store/digests.js';
import { dropOldPartitions, ensurePartition } from '../store/partitions.js';
import { removeOldPictures } from '../store/pictures.js';
import { saveRegion } from '../store/region.js';
import { forgetReports } from '../store/reports.js';
import { forgetServed } from '../store/stories.js';
import { forgetUpdates } from '../store/update-work.js';
import { localDay } from '../time.js';
import type { ProcessDeps } from './deps.js';

// No job takes as long when all is well; a slow newspaper is given up long before.
const staleSeconds = 600;

/**
 * Asks every minute, and at once, what is due: sources to poll, digests to cut, runs to count, chats and old news to
 * forget, partitions to make and to drop, districts that end today; tells the owner what stands still and which sources are silent, and readers what they miss. Any number may run on one database. Resolves when `signal` has aborted and what was in hand is finished.
 */
export async function runClock(deps: ProcessDeps, signal: AbortSignal): Promise<void> {
  const { db, pack, gazetteer, seal, config, clock, health } = deps;
  const fetcher = createFetcher({ allow: config.fetchAllow, contact: config.contact, db });
  const deliverTo = config.deliverTo === '*' ? '*' : config.deliverTo.map(seal.hash);
  // Without a token nothing is sent, and nobody can be told.
  const telegram = config.botToken ? openTelegram(config) : undefined;
  // A local day: districts whose last one is before it have ended in the database.
  let regionSavedOn = '';
  const jobs = {
    poll: (now: Date) => pollDue({ db, pack, gazetteer, fetcher, random: Math.random, signal }, now),
    cut: (now: Date) => cutDigests(db, pack, now, { deliverTo }),
    runs: async (now: Date) => {
      await watchRuns(db, now, deliverTo);
      await watchSources(db, pack, now);
      if (telegram) await tellOwners({ db, seal, config, clock, pack, telegram }, now);
    },
    notices: (now: Date) => tellReaders(db, pack, now, { deliverTo, noticeVersion }),
    housekeeping: async (now: Date) => {
      await ensurePartition(db, now);
      await ensurePartition(db, startOfNextMonth(now));
      // Reads all deliveries, so only when a month of them is gone.
      if (await dropOldPartitions(db, now)) await removeUnusedDigests(db, now);
      await removeOldPictures(db, now);
      const erased = await eraseLapsedChats(db, now);
      if (erased) log.info({ erased }, 'chats that left 30 days ago were erased');
      await forgetServed(db, now);
      await forgetReports(db, now);
      await forgetBands(db, now);
      await forgetUpdates(db, now);
      const today = localDay(now, pack.time_zone);
      const isOver = ({ valid_to = today }) => valid_to >= regionSavedOn && valid_to < today;
      if (pack.districts.some(isOver)) await saveRegion(db, pack, now);
      regionSavedOn = today;
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

/** Of the UTC calendar, by which deliveries are kept. */
function startOfNextMonth(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
}
