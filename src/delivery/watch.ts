import type { Kysely } from 'kysely';
import { log } from '../log.js';
import { findUnpaidSeconds } from '../store/budget.js';
import { tallyWithoutRun, type WithoutRun } from '../store/counts.js';
import type { Database } from '../store/database.js';
import { endIncident, reportIncident } from '../store/incidents.js';
import { findLastFinish, sortFailures } from '../store/runs.js';
import { type SettledRun, settleRuns } from '../store/settle.js';
import { hour } from '../time.js';

// GOV.UK's digests fail for under one in a thousand; at three in a hundred readers notice.
const mostErrors = 0.03;
const stalledMs = 10 * 60_000;
// Officials' digests may be sent for ever, but are expected within this.
const expectedWithin = 4 * hour;

/**
 * Counts the runs that go on, logs how they do, and records what the owner has to know of them. `deliverTo` is whom a
 * rehearsal is limited to, as keyed hashes of Telegram ids.
 */
export async function watchRuns(
  db: Kysely<Database>,
  now: Date,
  deliverTo: '*' | readonly Buffer[],
): Promise<void> {
  const runs = await settleRuns(db, now);
  for (const { id, kind, style, slot, to_send, waiting, sent, failed, repeated, finished } of runs)
    log.info(
      { run: id, kind, style, slot, to_send, waiting, sent, failed, repeated },
      finished ? 'run: finished' : 'run: goes on',
    );
  await watchPaid(db, now);
  const stalled = await watchProgress(db, runs, await tallyWithoutRun(db, now, deliverTo), now);
  for (const run of runs) {
    await watchFailures(db, run, now);
    await watchRefusals(db, run, now);
    await watchEnd(db, run, stalled, now);
  }
}

/** Over when Telegram has taken paid messages again for a while. */
async function watchPaid(db: Kysely<Database>, now: Date): Promise<void> {
  const seconds = await findUnpaidSeconds(db);
  if (seconds === undefined) return;
  if (seconds > 0) await reportIncident(db, 'paid_broadcast', 'bot', now);
  else if (seconds < -600) await endIncident(db, 'paid_broadcast', 'bot', now);
}

/** Something has been due for long and nothing at all was sent: Telegram cannot be reached, or no sender runs. */
async function watchProgress(
  db: Kysely<Database>,
  runs: readonly SettledRun[],
  others: WithoutRun,
  now: Date,
): Promise<boolean> {
  const due = runs.filter(({ held, overdue }) => overdue && !held);
  const waiting = due.reduce((n, run) => n + run.waiting, others.overdue);
  const signs = [
    others.last_sent_at,
    await findLastFinish(db),
    ...runs.flatMap((run) => [run.last_sent_at, run.resumed_at]),
  ];
  const stalled = waiting > 0 && signs.every((at) => !at || now.getTime() - at.getTime() > stalledMs);
  if (stalled) await reportIncident(db, 'stalled', 'bot', now, { waiting });
  else await endIncident(db, 'stalled', 'bot', now);
  return stalled;
}

/** One incident however many days it goes on: it is over with the next run of the style that goes well. */
async function watchFailures(db: Kysely<Database>, run: SettledRun, now: Date): Promise<void> {
  if (run.kind !== 'digest') return;
  const { errors } = sortFailures(run);
  const { to_send } = run;
  if (errors > mostErrors * to_send)
    await reportIncident(db, 'failures', run.style!, now, {
      errors,
      to_send,
      slot: run.slot.toISOString(),
    });
  else if (run.finished) await endIncident(db, 'failures', run.style!, now);
}

async function watchRefusals(db: Kysely<Database>, run: SettledRun, now: Date): Promise<void> {
  const refused = run.failed.rejected ?? 0;
  if (refused) await reportIncident(db, 'refused', run.kind, now, { refused, kind: run.kind });
  else if (run.finished) await endIncident(db, 'refused', run.kind, now);
}

async function watchEnd(db: Kysely<Database>, run: SettledRun, stalled: boolean, now: Date): Promise<void> {
  if (run.finished) {
    await endIncident(db, 'overdue', String(run.id), now);
    return;
  }
  const byDefault = run.kind === 'digest' ? run.started_at.getTime() + expectedWithin : Infinity;
  const expected = run.send_before?.getTime() ?? byDefault;
  // Where nothing moves at all the owner knows already.
  if (stalled || now.getTime() <= expected) return;
  const details = { waiting: run.waiting, slot: run.slot.toISOString() };
  await reportIncident(db, 'overdue', String(run.id), now, details);
}
