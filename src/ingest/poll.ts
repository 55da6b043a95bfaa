import type { Kysely } from 'kysely';
import { SourceError } from '../errors.js';
import type { Gazetteer } from '../gazetteer/gazetteer.js';
import type { RegionPack } from '../region.js';
import { isAway } from '../store/away.js';
import type { Database } from '../store/database.js';
import { tidySearch } from '../store/search.js';
import {
  claimSource,
  countItems,
  endLease,
  listDueSources,
  markFailed,
  markRead,
  type Source,
} from '../store/sources.js';
import { commitSoon } from '../store/transaction.js';
import { day } from '../time.js';
import type { Fetcher } from './fetch.js';
import { nextReadAt, nextTryAt, type Wishes } from './interval.js';
import { readPages } from './pages.js';
import { readSource } from './read.js';
import { hostOf } from './robots.js';
import { saveItems } from './save.js';
import { joinStories } from './stories.js';

export interface PollDeps {
  db: Kysely<Database>;
  pack: RegionPack;
  gazetteer: Gazetteer;
  fetcher: Fetcher;
  /** In [0, 1): spreads the retries of failing sources. */
  random: () => number;
  /** Aborted: begin no other source and give the one in hand back. */
  signal?: AbortSignal;
}

export type PollOutcome = { source_id: string } & (
  | { status: 'read'; read: number; new: number; matched: number; skipped: number }
  | { status: 'not_modified' }
  | { status: 'failed'; kind: string; message: string }
  /** Another poller has it in hand, or it stopped being due. */
  | { status: 'left' }
  /** Our turn at its server did not come; it is still due. */
  | { status: 'busy' }
);

// Longer than the longest fetch, its waiting and its storing take; a poller that died holds its source no longer.
const leaseSeconds = 240;
// Fewer than the database gives us connections: the other jobs of the clock go on meanwhile.
const atOnce = 8;
// A server with a long pause between requests holds up what becomes due elsewhere no longer than this.
const roundMs = 5 * 60_000;

/**
 * Polls every due source, a few at once and one per server at a time; a bad one never stops another. A server whose turn
 * does not come is left for the next time, with all its sources; so is what five minutes do not suffice for.
 */
export async function pollDue(deps: PollDeps, now: Date): Promise<PollOutcome[]> {
  const hosts = new Map<string, string[]>();
  for (const { id, url } of await listDueSources(deps.db, now)) {
    const host = URL.canParse(url) ? hostOf(new URL(url)) : url;
    hosts.set(host, [...(hosts.get(host) ?? []), id]);
  }
  const queue = [...hosts.values()];
  const endsAtMs = performance.now() + roundMs;
  const outcomes: PollOutcome[] = [];
  async function work(): Promise<void> {
    for (let ids = queue.shift(); ids; ids = queue.shift())
      for (const id of ids) {
        if (deps.signal?.aborted || performance.now() > endsAtMs) return;
        const outcome = await poll(deps, id, now, await claimSource(deps.db, id, leaseSeconds, now));
        outcomes.push(outcome);
        if (outcome.status === 'read') joinMeanwhile();
        if (outcome.status === 'busy') break;
      }
  }
  const join = () => joinStories(deps.db, deps.pack, now, deps.signal);
  // Beside the reading, and never twice at once.
  let joining: Promise<void> = Promise.resolve();
  function joinMeanwhile(): void {
    // The last one, below, will meet the same.
    joining = joining.then(join).catch(() => undefined);
  }
  const workers = await Promise.allSettled(Array.from({ length: atOnce }, work));
  await joining;
  // Only a database that is away gets here; the next tick asks again what is due.
  for (const worker of workers) if (worker.status === 'rejected') throw worker.reason;
  // Also what a process that died has left.
  await join();
  if (outcomes.some((outcome) => outcome.status === 'read' && outcome.new > 0)) await tidySearch(deps.db);
  return outcomes;
}

/** Polls one source now, due or paused or not. */
export async function pollSource(deps: PollDeps, id: string, now: Date): Promise<PollOutcome> {
  const outcome = await poll(deps, id, now, await claimSource(deps.db, id, leaseSeconds));
  await joinStories(deps.db, deps.pack, now, deps.signal);
  return outcome;
}

async function poll(deps: PollDeps, id: string, now: Date, source: Source | undefined): Promise<PollOutcome> {
  if (!source) return { source_id: id, status: 'left' };
  try {
    return { source_id: id, ...(await readAndSave(deps, source, now)) };
  } catch (error) {
    if (deps.signal?.aborted) {
      await endLease(deps.db, id);
      return { source_id: id, status: 'left' };
    }
    if (error instanceof SourceError && error.kind === 'busy') {
      await endLease(deps.db, id);
      return { source_id: id, status: 'busy' };
    }
    if (!(error instanceof SourceError) && isAway(error)) throw error;
    // Whatever else it was, it came of this source: it waits, the others go on.
    const { kind, message, retryAfterSeconds } =
      error instanceof SourceError ? error : new SourceError('malformed', String(error), { cause: error });
    const tries = { every_minutes: source.every_minutes, failures: source.failures + 1 };
    const next = nextTryAt(now, tries, retryAfterSeconds, deps.pack, deps.random());
    await markFailed(deps.db, id, now, next, { kind, message });
    return { source_id: id, status: 'failed', kind, message };
  }
}

async function readAndSave(deps: PollDeps, source: Source, now: Date) {
  const result = await readSource(deps.fetcher, source, now, deps.signal);
  if (result.status === 'not_modified') {
    const next = await nextRead(deps.db, deps, source, { ...result, ttlSeconds: source.ttl_seconds }, now);
    await markRead(deps.db, source.id, now, next);
    return { status: 'not_modified' } as const;
  }
  const { listed, validators } = result;
  const { items, unfinished } = await readPages(deps, source, listed.items, now);
  const ttlSeconds = listed.ttlSeconds ?? null;
  const learnt = {
    // Pages that are still to be read need the list again, changed or not.
    ...(unfinished ? { etag: null, last_modified: null } : validators),
    parser: listed.parser,
    ttl_seconds: ttlSeconds,
    empty_since: listed.items.length ? null : (source.empty_since ?? now),
  };
  // In one transaction: a validator kept without its articles would hide them for ever.
  const saved = await oneAtATime(() =>
    deps.db.transaction().execute(async (trx) => {
      // What a server forgets is still due, and listed again.
      await commitSoon(trx);
      const counts = await saveItems(trx, deps, source, items, now);
      const next = await nextRead(trx, deps, source, { ...result, ttlSeconds }, now);
      await markRead(trx, source.id, now, next, learnt);
      return counts;
    }),
  );
  return { status: 'read', read: listed.items.length, skipped: listed.skipped, ...saved } as const;
}

async function nextRead(
  db: Kysely<Database>,
  { pack, random }: PollDeps,
  { id, every_minutes, first_success_at }: Source,
  wishes: Wishes,
  now: Date,
): Promise<Date> {
  const since = new Date(now.getTime() - 7 * day);
  const weeklyItems =
    first_success_at && first_success_at < since ? await countItems(db, id, since) : undefined;
  return nextReadAt(now, { every_minutes, weeklyItems }, wishes, pack, random());
}

let last: Promise<unknown> = Promise.resolve();

/** Storing takes turns in the database; whoever waits for this process's turn here keeps no connection meanwhile. */
function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const result = last.then(work);
  last = result.catch(() => undefined);
  return result;
}
