import { setImmediate } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import { log } from '../log.js';
import type { RegionPack } from '../region.js';
import {
  endWaiting,
  listAlike,
  listJoining,
  listNear,
  listUncompared,
  lockStories,
  recordBands,
  saveStories,
} from '../store/alike.js';
import { isAway } from '../store/away.js';
import type { Database } from '../store/database.js';
import { extendDecisions } from '../store/decisions.js';
import { commitSoon } from '../store/transaction.js';
import { findStories } from './duplicates.js';
import { fingerprint } from './fingerprint.js';

// Few enough that each is compared with more than what shares several bands with it.
const atOnce = 50;

/**
 * Lets the articles that were stored since join the stories that others have told. Apart from storing them: what is
 * new is stored meanwhile, and a thousand articles are compared in twenty steps, whoever brought them. What is left when
 * `signal` aborts waits for the next poll.
 */
export async function joinStories(
  db: Kysely<Database>,
  pack: RegionPack,
  now: Date,
  signal?: AbortSignal,
): Promise<void> {
  while (!signal?.aborted) {
    const ids = await listUncompared(db, atOnce);
    if (!ids.length) return;
    try {
      await db.transaction().execute((trx) => joinSome(trx, pack, now));
    } catch (error) {
      if (isAway(error)) throw error;
      // Told twice is better than never.
      log.error({ err: error, ids }, 'articles that cannot be compared stand alone');
      await endWaiting(db, ids);
    }
  }
}

async function joinSome(trx: Transaction<Database>, pack: RegionPack, now: Date): Promise<void> {
  await commitSoon(trx);
  await lockStories(trx);
  // Somebody else may have compared them while we waited.
  const ids = await listUncompared(trx, atOnce);
  const fresh = [];
  for (const article of await listJoining(trx, ids)) {
    const print = fingerprint(article);
    fresh.push({ ...article, print, bands: print.bands });
    await setImmediate();
  }
  const near = await listNear(trx, fresh);
  await recordBands(trx, fresh);
  const known = await listAlike(trx, near);
  const found = findStories(fresh, known, pack.time_zone);
  await saveStories(
    trx,
    [...found].map(([id, story_id]) => ({ id, story_id })),
  );
  await extendDecisions(trx, [...found.keys()], now);
  await endWaiting(trx, ids);
}
