import { type Kysely, sql } from 'kysely';
import { type Tally, tallyRun } from './runs.js';
import type { Database, Style } from './schema.js';
import { failUnsent, type Ref } from './unsent.js';

export interface SettledRun extends Tally {
  id: number;
  kind: 'digest' | 'announcement';
  slot: Date;
  style: Style | null;
  started_at: Date;
  send_before: Date | null;
  resumed_at: Date | null;
  /** Paused or stopped. */
  held: boolean;
  finished: boolean;
}

// A cut makes its run before its deliveries; one that is still without after this has nothing to say.
const emptyMinutes = 10;

/**
 * Counts every run that goes on into its row and finishes those with nothing left to send. A run that is being cut, or
 * that another clock settles, is passed over.
 */
export async function settleRuns(db: Kysely<Database>, now: Date): Promise<SettledRun[]> {
  const open = await db
    .selectFrom('run')
    .select(['id', 'stopped_at'])
    .where('finished_at', 'is', null)
    .orderBy('id')
    .execute();
  const settled: SettledRun[] = [];
  for (const row of open) {
    const run = await settle(db, row, now);
    if (run) settled.push(run);
  }
  return settled;
}

async function settle(
  db: Kysely<Database>,
  { id, stopped_at: stopped }: { id: number; stopped_at: Date | null },
  now: Date,
): Promise<SettledRun | undefined> {
  // What somebody else holds at this moment is left for the next time.
  if (stopped) while ((await endStopped(db, id, now)) > 0);
  return db.transaction().execute(async (trx) => {
    const run = await trx
      .selectFrom('run')
      .selectAll()
      .where('id', '=', id)
      .where('finished_at', 'is', null)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!run) return undefined;
    // Counted after the lock is held: a cut that has just let go is in it.
    const tally = await tallyRun(trx, run, now);
    if (tally.to_send === 0) {
      const old = now.getTime() - run.started_at.getTime() > emptyMinutes * 60_000;
      if (old) await trx.deleteFrom('run').where('id', '=', id).execute();
      return undefined;
    }
    const finished = tally.waiting === 0;
    const { to_send, sent, failed, repeated } = tally;
    await trx
      .updateTable('run')
      .set({ to_send, sent, repeated, failed: JSON.stringify(failed) })
      .set({ finished_at: finished ? (tally.last_finished_at ?? now) : null })
      .where('id', '=', id)
      .execute();
    return { ...run, ...tally, held: Boolean(run.paused_at ?? run.stopped_at), finished };
  });
}

/**
 * Ends some of what is left of a stopped run and in no sender's hand; the marks move back, so that its articles are in
 * the next digest. A step at a time, so that no reader's settings wait long for it. Returns how many it ended.
 */
export async function endStopped(db: Kysely<Database>, id: number, now: Date): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<Ref>`
      select d.slot::text as slot, d.id, d.attempts
      from run r join delivery d on d.slot = r.slot and d.run_id = r.id join chat c on c.id = d.chat_id
      where r.id = ${id} and r.stopped_at is not null and d.status = 'pending'
      limit 500
      for update of d skip locked for no key update of c skip locked`.execute(trx);
    await failUnsent(
      trx,
      rows.map((row) => ({ ...row, reason: 'withdrawn' })),
      now,
    );
    return rows.length;
  });
}
