import type { Kysely } from 'kysely';
import { SourceError } from '../errors.js';
import { pause } from '../pause.js';
import type { Database } from '../store/database.js';
import { claimHost, endHostTurn } from '../store/hosts.js';

const askAgainMs = 100;

export interface Waiting {
  /** How long the turn is ours at most: nobody else asks that server meanwhile, even if this process dies. */
  leaseSeconds: number;
  /** Kept free after the turn. */
  pauseSeconds: number;
  /** By performance.now(): not waited for any longer. */
  giveUpAtMs: number;
  signal: AbortSignal | undefined;
}

/**
 * Runs `work` when it is our turn at a newspaper's server, so that all our processes together make one request at a
 * time to it. Throws SourceError 'busy' when the turn does not come in time.
 */
export async function inTurn<T>(
  db: Kysely<Database>,
  host: string,
  { leaseSeconds, pauseSeconds, giveUpAtMs, signal }: Waiting,
  work: () => Promise<T>,
): Promise<T> {
  let turn = await claimHost(db, host, leaseSeconds);
  while (turn === undefined) {
    if (signal?.aborted || performance.now() >= giveUpAtMs)
      throw new SourceError('busy', `${host}: the server is asked one thing at a time`);
    await pause(askAgainMs, signal);
    turn = await claimHost(db, host, leaseSeconds);
  }
  try {
    return await work();
  } finally {
    await endHostTurn(db, host, turn, pauseSeconds);
  }
}
