import type { Kysely, Transaction } from 'kysely';
import type { RegionPack } from '../region.js';
import { listCutFilters, saveFilterHits } from '../store/cut-filters.js';
import {
  type Combination,
  type DueSchedule,
  holdRuns,
  keyDueChats,
  listCombinations,
  listDueSchedules,
  lockDueChats,
  recordCut,
  type TimedSlot,
} from '../store/cuts.js';
import type { Database } from '../store/database.js';
import { notifyDeliveries } from '../store/deliveries.js';
import { saveDigests, takeDigestIds } from '../store/digests.js';
import { closeEdition, editionBefore } from '../store/editions.js';
import { ensurePartition } from '../store/partitions.js';
import { findSpread, recordDigestRuns } from '../store/runs.js';
import { countUnreached, loadWindow } from '../store/stories.js';
import { holdTurn, inTransaction, rehearse } from '../store/transaction.js';
import { countWithdrawn } from '../store/withdrawals.js';
import { html } from '../texts.js';
import { day, formatTime } from '../time.js';
import { composeSections } from './compose.js';
import { type IndexedWindow, indexWindow, meetFilters } from './indexed.js';
import { type DigestModel, districtNames, outlineOf, type SourceState } from './model.js';
import { renderParts } from './render.js';
import { timeSlot } from './slot.js';
import { readSourceState } from './sources.js';
import { openWeeks, type WeekOf } from './week.js';

export interface CutOptions {
  /** Keyed hashes of the chats of a rehearsal; nobody else is cut. */
  deliverTo: readonly Buffer[] | '*';
  /** Where `now` is imagined (`digest --at`): the true time, from which deliveries count. */
  realNow?: Date;
  /** Chats per transaction. */
  batchSize?: number;
}

export interface CutReport {
  edition: number;
  /** Chats whose time had come. */
  chats: number;
  deliveries: number;
  /** Digests rendered; chats with equal content share one. */
  digests: number;
}

/** What one run loads once. */
interface Run {
  pack: RegionPack;
  now: Date;
  realNow: Date | undefined;
  newest: number;
  servedFloor: number;
  floors: { daily: number; weekly: number };
  sources: SourceState;
  spreadMinutes: number;
  /** With how many articles were withdrawn when it was loaded. */
  window: (IndexedWindow & { withdrawn: number }) | undefined;
}

/**
 * Closes an edition, and for every chat that is due writes one delivery of the digest that its combination of
 * districts, marks, style and language reads like. Repeatable: what was cut is not due any more.
 */
export async function cutDigests(
  db: Kysely<Database>,
  pack: RegionPack,
  now: Date,
  { deliverTo, realNow, batchSize = 25_000 }: CutOptions,
): Promise<CutReport> {
  // Never stamped earlier than it is: what a run in the past closes would count as too old for everyone else.
  const newest = await closeEdition(db, realNow && realNow > now ? realNow : now);
  const before = (days: number) => editionBefore(db, new Date(now.getTime() - days * day));
  const floors = { daily: await before(7), weekly: await before(14) };
  const sources = await readSourceState(db, now);
  const run: Run = {
    pack,
    now,
    realNow,
    newest,
    floors,
    servedFloor: floors.daily,
    sources,
    spreadMinutes: await findSpread(db),
    window: undefined,
  };
  const report: CutReport = { edition: newest, chats: 0, deliveries: 0, digests: 0 };
  const slots = await listSlots(db, pack, now, { deliverTo, realNow });
  await ensurePartitions(db, slots);
  await recordDigestRuns(
    db,
    slots.filter(({ send }) => send),
    realNow ?? now,
  );
  const schedules = slots.map((slot) => ({
    ...slot,
    floor: slot.far ? floors.weekly : floors.daily,
    weekly: slot.weekdays.length === 1,
  }));
  if (schedules.length === 0) return report;
  for (;;) {
    const batch = await inTransaction(db, (trx) => cutBatch(trx, run, schedules, deliverTo, batchSize));
    report.chats += batch.chats;
    report.deliveries += batch.deliveries;
    report.digests += batch.digests;
    if (batch.deliveries > 0) await notifyDeliveries(db);
    if (batch.chats < batchSize) return report;
  }
}

/** What `cutDigests` would do now; nothing of it stays. */
export async function previewCut(
  db: Kysely<Database>,
  pack: RegionPack,
  now: Date,
  options: Omit<CutOptions, 'batchSize'>,
): Promise<CutReport> {
  // The one thing that stays, and empty: made in the rehearsal it would hold up every sender to the end.
  await ensurePartitions(db, await listSlots(db, pack, now, options));
  // One transaction has one set of temporary tables, so everybody goes into one batch.
  return rehearse(db, (trx) => cutDigests(trx, pack, now, { ...options, batchSize: 2 ** 31 }));
}

/** What the clock makes of the schedules of due chats. */
async function listSlots(
  db: Kysely<Database>,
  pack: RegionPack,
  now: Date,
  { deliverTo, realNow }: Pick<CutOptions, 'deliverTo' | 'realNow'>,
): Promise<Omit<DueSchedule, 'floor' | 'weekly'>[]> {
  const schedules = await listDueSchedules(db, now, deliverTo);
  return schedules.map((schedule) => ({
    ...schedule,
    ...timeSlot(schedule, pack.time_zone, now, realNow),
  }));
}

async function ensurePartitions(db: Kysely<Database>, slots: readonly TimedSlot[]): Promise<void> {
  for (const { slot, send } of slots) if (send) await ensurePartition(db, slot);
}

async function cutBatch(
  trx: Transaction<Database>,
  run: Run,
  schedules: DueSchedule[],
  deliverTo: readonly Buffer[] | '*',
  limit: number,
): Promise<Omit<CutReport, 'edition'>> {
  const { now, newest, servedFloor, spreadMinutes } = run;
  // What is withdrawn from here on finds the digests of this batch stored.
  await holdTurn(trx, 'withdrawals');
  const chats = await lockDueChats(trx, { now, deliverTo, schedules, limit });
  await readFilters(trx, run);
  await keyDueChats(trx, { newest, servedFloor });
  const digests = await renderCombinations(trx, run, await listCombinations(trx, newest));
  await holdRuns(trx);
  const { deliveries } = await recordCut(trx, { newest, now, spreadMinutes });
  return { chats, deliveries, digests };
}

/** Looks up what the locked chats mute and watch for; most have nothing, and then nothing is loaded for it. */
async function readFilters(trx: Transaction<Database>, run: Run): Promise<void> {
  const filters = await listCutFilters(trx);
  const none = Object.values(filters).every((values) => values.length === 0);
  await saveFilterHits(
    trx,
    none ? { hidden: [], found: [] } : meetFilters(await getWindow(trx, run), filters),
  );
}

async function getWindow(trx: Transaction<Database>, run: Run): Promise<IndexedWindow> {
  const withdrawn = await countWithdrawn(trx);
  if (run.window?.withdrawn !== withdrawn)
    run.window = { ...indexWindow(await loadWindow(trx, run.floors.weekly, run.newest)), withdrawn };
  return run.window;
}

/** Renders and stores the digest of each combination that has something to say; returns how many have. */
async function renderCombinations(
  trx: Transaction<Database>,
  run: Run,
  combinations: Combination[],
): Promise<number> {
  if (combinations.length === 0) return 0;
  const window = await getWindow(trx, run);
  const weeks = await openWeeks(trx, run.pack, run.now, combinations);
  let digests = 0;
  // A few at a time, so that memory does not grow with the combinations.
  for (let from = 0; from < combinations.length; from += 100)
    digests += await renderSome(trx, run, window, weeks, combinations.slice(from, from + 100));
  return digests;
}

async function renderSome(
  trx: Transaction<Database>,
  run: Run,
  window: IndexedWindow,
  weeks: WeekOf,
  combinations: Combination[],
): Promise<number> {
  const models: { combination: Combination; model: DigestModel }[] = [];
  for (const combination of combinations) {
    const model = {
      ...(await composeModel(trx, run, window, combination)),
      week: weeks(combination),
    };
    if (combination.style === 'official' || model.sections.length > 0) models.push({ combination, model });
  }
  if (models.length === 0) return 0;
  const ids = await takeDigestIds(trx, models.length);
  const digests = models.map(({ combination: { key, style, locale, slot }, model }, index) => ({
    id: ids[index]!,
    key,
    style,
    locale,
    slot,
    outline: outlineOf(model),
    parts: renderParts(model, ids[index]!),
    late_note: html(locale, 'digest-late', { time: formatTime(slot, run.pack.time_zone) }),
    created_at: run.now,
  }));
  await saveDigests(trx, digests);
  return digests.length;
}

async function composeModel(
  trx: Transaction<Database>,
  run: Run,
  window: IndexedWindow,
  { style, display, readers, locale, slot, floor, reaches, excluded }: Combination,
): Promise<DigestModel> {
  const districts = districtNames(run.pack);
  const limits = { floor, servedFloor: run.servedFloor, excluded };
  const unfiltered = reaches.filter(({ word }) => word === null);
  const late = unfiltered.some((reach) => reach.mark < floor);
  return {
    style,
    display,
    readers,
    locale,
    kind: 'scheduled',
    at: slot,
    timeZone: run.pack.time_zone,
    sections: composeSections(window, reaches, [...districts.keys()], limits),
    followed: followedBy(run.pack, unfiltered),
    districts,
    older: late ? await countUnreached(trx, unfiltered, floor) : 0,
    sources: run.sources,
  };
}

/** An official's province-wide section is no district that they follow. */
function followedBy(pack: RegionPack, reaches: Combination['reaches']): string[] {
  return reaches
    .filter((reach) => reach.whole || reach.district_id !== pack.id)
    .map((reach) => reach.district_id);
}
