import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { dueSince } from './counts.js';
import type { Database, RunTable, Style } from './schema.js';

type RunRow = Selectable<RunTable>;

export interface RunCounts {
  to_send: number;
  /** Pending or in a sender's hand. */
  waiting: number;
  sent: number;
  /** By reason. */
  failed: Record<string, number>;
  /** Sends that were made again and may have arrived twice: an upper bound. */
  repeated: number;
  /** Messages a second: over the last minute while it goes on, over all of it once it is finished. */
  per_second: number;
  /** When the last of it is sent at this pace; empty once finished, while it is held, and until the pace is known. */
  expected_end_at: Date | null;
}

/** Deliveries that go out together: the digests of one slot and style, or an announcement. */
export interface Run extends RunCounts {
  id: number;
  kind: RunRow['kind'];
  slot: Date;
  style: Style | null;
  announcement_id: number | null;
  started_at: Date;
  send_before: Date | null;
  paused_at: Date | null;
  stopped_at: Date | null;
  finished_at: Date | null;
}

/** What is counted from the ledger while a run goes on. */
export interface Tally extends Pick<RunCounts, 'to_send' | 'waiting' | 'sent' | 'failed' | 'repeated'> {
  last_finished_at: Date | null;
  last_sent_at: Date | null;
  /** When the last that waits may go. */
  last_send_after: Date | null;
  /** Sent in the last minute. */
  sent_lately: number;
  /** Whether something that waits has been due for ten minutes. */
  overdue: boolean;
}

/** Makes sure that there is a run for the digests of each slot and style; what it is joined by comes later. */
export async function recordDigestRuns(
  db: Kysely<Database>,
  slots: readonly { slot: Date; style: Style; send_before: Date | null }[],
  now: Date,
): Promise<void> {
  if (!slots.length) return;
  await sql`
    insert into run (kind, slot, style, started_at, send_before)
    select 'digest', slot, style, ${now}, max(send_before)
    from jsonb_to_recordset(${JSON.stringify(slots)}) as s (slot timestamptz, style text, send_before timestamptz)
    group by slot, style order by slot, style
    on conflict (slot, style) where kind = 'digest' do nothing`.execute(db);
}

export async function recordAnnouncementRun(
  trx: Transaction<Database>,
  announcement: { id: number; created_at: Date },
  started_at: Date,
): Promise<number> {
  const { id } = await trx
    .insertInto('run')
    .values({
      kind: 'announcement',
      slot: announcement.created_at,
      announcement_id: announcement.id,
      started_at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function findRun(db: Kysely<Database>, id: number, now: Date): Promise<Run | undefined> {
  const row = await db.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirst();
  return row && withCounts(db, row, now);
}

export async function findAnnouncementRun(
  db: Kysely<Database>,
  announcementId: number,
  now: Date,
): Promise<Run | undefined> {
  const row = await db
    .selectFrom('run')
    .selectAll()
    .where('announcement_id', '=', announcementId)
    .executeTakeFirst();
  return row && withCounts(db, row, now);
}

/** Runs that go on, and those begun since an instant that have something in them; newest first. */
export async function listRuns(db: Kysely<Database>, since: Date, now: Date): Promise<Run[]> {
  const rows = await db
    .selectFrom('run')
    .selectAll()
    .where((eb) => eb.or([eb('finished_at', 'is', null), eb('started_at', '>=', since)]))
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const runs: Run[] = [];
  // One after the other: each reads many rows while a run goes on.
  for (const row of rows) runs.push(await withCounts(db, row, now));
  return runs.filter(({ to_send }) => to_send > 0);
}

/** Counts from the ledger while a run goes on; afterwards the counts that it ended with. */
async function withCounts(db: Kysely<Database>, row: RunRow, now: Date): Promise<Run> {
  if (row.finished_at) {
    const seconds = Math.max(1, (row.finished_at.getTime() - row.started_at.getTime()) / 1000);
    return { ...row, waiting: 0, per_second: row.sent / seconds, expected_end_at: null };
  }
  const { to_send, waiting, sent, failed, repeated, ...tally } = await tallyRun(db, row, now);
  const per_second =
    tally.sent_lately / Math.min(60, Math.max(1, (now.getTime() - row.started_at.getTime()) / 1000));
  const counts = { to_send, waiting, sent, failed, repeated, per_second };
  const held = row.paused_at ?? row.stopped_at;
  return { ...row, ...counts, expected_end_at: held ? null : expectedEnd(tally, waiting, per_second, now) };
}

function expectedEnd(
  { last_send_after }: Pick<Tally, 'last_send_after'>,
  waiting: number,
  per_second: number,
  now: Date,
): Date | null {
  if (!waiting || !per_second) return null;
  const atThisPace = now.getTime() + (waiting / per_second) * 1000;
  return new Date(Math.max(atThisPace, last_send_after?.getTime() ?? 0));
}

/** Counts a run's deliveries, by the key that they lie together by. */
export async function tallyRun(
  db: Kysely<Database>,
  run: Pick<RunRow, 'id' | 'slot'>,
  now: Date,
): Promise<Tally> {
  const { rows } = await sql<{
    status: string;
    reason: string | null;
    n: number;
    repeated: number;
    lately: number;
    last_finished_at: Date | null;
    last_send_after: Date | null;
    overdue: boolean;
  }>`
    select status, reason, count(*) as n, sum(repeats) as repeated,
      count(*) filter (where finished_at > ${now}::timestamptz - interval '1 minute') as lately,
      max(finished_at) as last_finished_at, max(send_after) as last_send_after,
      bool_or(${dueSince(now)} < ${now}::timestamptz - interval '10 minutes') as overdue
    from delivery where slot = ${run.slot} and run_id = ${run.id}
    group by status, reason`.execute(db);
  const sum = (wanted: readonly (typeof rows)[number][]) => wanted.reduce((n, row) => n + row.n, 0);
  const waiting = rows.filter(({ status }) => status === 'pending' || status === 'sending');
  const sent = rows.filter(({ status }) => status === 'sent');
  return {
    to_send: sum(rows),
    waiting: sum(waiting),
    sent: sum(sent),
    failed: Object.fromEntries(
      rows.filter(({ status }) => status === 'failed').map(({ reason, n }) => [reason ?? 'unknown', n]),
    ),
    repeated: rows.reduce((n, row) => n + row.repeated, 0),
    last_finished_at: latest(rows.map((row) => row.last_finished_at)),
    last_sent_at: latest(sent.map((row) => row.last_finished_at)),
    last_send_after: latest(waiting.map((row) => row.last_send_after)),
    sent_lately: sent.reduce((n, row) => n + row.lately, 0),
    overdue: waiting.some((row) => row.overdue),
  };
}

function latest(instants: readonly (Date | null)[]): Date | null {
  return instants.reduce((a, b) => (a && (!b || a > b) ? a : b), null);
}

/** Holds a run: what no sender has in hand waits until it is resumed. */
export async function markPaused(db: Kysely<Database>, id: number, now: Date): Promise<void> {
  await db
    .updateTable('run')
    .set({ paused_at: now })
    .where('id', '=', id)
    .where('paused_at', 'is', null)
    .where('finished_at', 'is', null)
    .execute();
}

export async function markResumed(db: Kysely<Database>, id: number, now: Date): Promise<void> {
  await db
    .updateTable('run')
    .set({ paused_at: null, resumed_at: now })
    .where('id', '=', id)
    .where('paused_at', 'is not', null)
    .execute();
}

/** Stops a run for good; `endStopped` then ends what no sender has in hand. */
export async function markStopped(db: Kysely<Database>, id: number, now: Date): Promise<void> {
  await db
    .updateTable('run')
    .set({ stopped_at: now, paused_at: null })
    .where('id', '=', id)
    .where('stopped_at', 'is', null)
    .where('finished_at', 'is', null)
    .execute();
}

/** When a run that sent something was last finished. */
export async function findLastFinish(db: Kysely<Database>): Promise<Date | null> {
  const { at } = await db
    .selectFrom('run')
    .select((eb) => eb.fn.max('finished_at').as('at'))
    .where('sent', '>', 0)
    .executeTakeFirstOrThrow();
  return at;
}

// The reader's own doing, and somebody's will: ends that are no errors.
const noErrors = [
  'blocked',
  'deactivated',
  'kicked',
  'no_rights',
  'not_found',
  'stopped',
  'paused',
  'merged',
];

/** A run's failures that are nobody's wish, and those that are the reader's own doing. */
export function sortFailures({ failed }: Pick<RunCounts, 'failed'>): { errors: number; left: number } {
  let [errors, left] = [0, 0];
  for (const [reason, n] of Object.entries(failed))
    if (noErrors.includes(reason)) left += n;
    else if (reason !== 'withdrawn') errors += n;
  return { errors, left };
}

/** Over how many minutes the citizens' digests of a slot are spread. */
export async function findSpread(db: Kysely<Database>): Promise<number> {
  const region = await db.selectFrom('region').select('spread_minutes').executeTakeFirst();
  return region?.spread_minutes ?? 0;
}

export async function setSpread(db: Kysely<Database>, minutes: number): Promise<void> {
  await db.updateTable('region').set({ spread_minutes: minutes }).execute();
}
