import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Kysely, sql } from 'kysely';
import { cutDigests } from '../src/digest/cut.js';
import { takePlaces } from '../src/store/budget.js';
import { type Database, openDatabase } from '../src/store/database.js';
import { claimDue } from '../src/store/deliveries.js';
import { stopEmbedded } from '../src/store/embedded.js';
import { migrateToLatest } from '../src/store/migrate.js';
import { recordSent } from '../src/store/outcomes.js';
import { pack, savePack, saveStory } from '../tests/support/news.js';
import { addChats } from './delivery/outbox.js';
import { machine } from './machine.js';

const evening = new Date('2026-11-01T18:00:00+07:00');
const mornings = [2, 3, 4].map((day) => new Date(`2026-11-0${day}T06:30:00+07:00`));
const block = 50;
const rate = 1000;

/** What docs/decisions/0007-the-arithmetic.md calculates with. */
const assumed = { deliveryBytes: 900, chatBytes: 1400, databaseMs: 0.3, cutMs: 0.1 };

interface Measured {
  deliveryBytes: number;
  chatBytes: number;
  /** Of claiming, reserving and recording, for each message. */
  databaseMs: number;
  /** For each chat. */
  cutMs: number;
  /** When the last message would go, by the budget. */
  lastPlaceSeconds: number;
}

/**
 * The arithmetic of growing, and whether one real run agrees with it: cuts and their whole way through the ledger,
 * with no Telegram and no waiting.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { chats: { type: 'string', default: '33000' } } });
  const chats = Number(values.chats);
  console.log(machine());
  printArithmetic();
  const measured = await measure(chats);
  console.log(`\nmeasured over ${chats} chats on ${mornings.length} mornings, one digest each`);
  const atMost = (name: string, unit: string, got: number, limit: number) =>
    console.log(
      `${name.padEnd(34)} ${got.toFixed(3)} ${unit}, calculated with ${limit}: ${got <= limit ? 'agrees' : 'DOES NOT AGREE'}`,
    );
  atMost('a delivery with its indexes', 'bytes', measured.deliveryBytes, assumed.deliveryBytes);
  atMost('a chat with all that is about it', 'bytes', measured.chatBytes, assumed.chatBytes);
  atMost('cutting, a chat', 'ms', measured.cutMs, assumed.cutMs);
  atMost('claim, reserve, record, a message', 'ms', measured.databaseMs, assumed.databaseMs);
  const seconds = chats / rate;
  const off = Math.abs(measured.lastPlaceSeconds / seconds - 1);
  console.log(
    `the last message by the budget     ${measured.lastPlaceSeconds.toFixed(1)} s, calculated ${seconds.toFixed(1)}: ${off <= 0.01 ? 'agrees' : 'DOES NOT AGREE'}`,
  );
}

/** One digest a day each, all at the same hour. */
function printArithmetic(): void {
  const cells = (row: string[]) => row.map((cell) => cell.padStart(16)).join('');
  console.log(
    cells([
      'chats',
      'min at 30/s',
      'min at 1000/s',
      'cut, s',
      'database, s',
      'rows/month',
      'GB/month',
      'GB of chats',
    ]),
  );
  for (const chats of [10_000, 1_000_000, 10_000_000]) {
    const rows = chats * 30;
    console.log(
      cells([
        String(chats),
        (chats / 30 / 60).toFixed(1),
        (chats / rate / 60).toFixed(1),
        ((chats * assumed.cutMs) / 1000).toFixed(0),
        ((chats * assumed.databaseMs) / 1000).toFixed(0),
        String(rows),
        ((rows * assumed.deliveryBytes) / 1e9).toFixed(2),
        ((chats * assumed.chatBytes) / 1e9).toFixed(2),
      ]),
    );
  }
}

/** Three mornings: from the second on, the room that the first left behind is used again, as over a month. */
async function measure(chats: number): Promise<Measured> {
  const dataDir = mkdtempSync(join(tmpdir(), 'loa-bench-'));
  const db = await openDatabase({ databaseUrl: undefined, dataDir });
  try {
    await migrateToLatest(db);
    await savePack(db, evening);
    await addChats(db, 1, chats, { times: ['06:30'], due_at: mornings[0]! });
    const deliveries = chats * mornings.length;
    let [cutMs, databaseMs, lastPlaceSeconds] = [0, 0, 0];
    for (const slot of mornings) {
      for (let n = 0; n < 20; n++) await saveStory(db, ['an-lac'], slot);
      cutMs += (await timed(() => cutDigests(db, pack, slot, { deliverTo: '*' }))) / deliveries;
      databaseMs +=
        (await timed(async () => {
          lastPlaceSeconds = await sendNothing(db, slot);
        })) / deliveries;
      await sql`update chat_budget set next_place_at = '-infinity'`.execute(db);
      await sql`update send_budget set next_place_at = '-infinity'`.execute(db);
      // What autovacuum does in the course of the day.
      await sql`vacuum analyze`.execute(db);
    }
    const deliveryBytes = (await bytes(db, 'delivery%')) / deliveries;
    const chatBytes =
      ((await bytes(db, 'chat')) + (await bytes(db, 'subscription')) + (await bytes(db, 'chat_budget'))) /
      chats;
    return { deliveryBytes, chatBytes, databaseMs, cutMs, lastPlaceSeconds };
  } finally {
    await db.destroy();
    await stopEmbedded(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Takes every delivery through the ledger, as if Telegram answered at once; returns when its budget lets the last go. */
async function sendNothing(db: Kysely<Database>, slot: Date): Promise<number> {
  const began = performance.now();
  let lastSeconds = 0;
  for (let message_id = 1; ; message_id++) {
    const { claims } = await claimDue(db, slot, { limit: block, leaseSeconds: 15, deliverTo: '*' });
    if (!claims.length) return lastSeconds;
    const { nowMs, firstMs, stepMs } = await takePlaces(db, claims.length, rate);
    const lastMs = firstMs - nowMs + (claims.length - 1) * stepMs;
    lastSeconds = (performance.now() - began + lastMs) / 1000;
    await recordSent(
      db,
      claims.map((claim) => ({ ...claim, parts: 1, message_id })),
      slot,
    );
  }
}

/** What the tables with this name take on disk with their indexes. */
async function bytes(db: Kysely<Database>, name: string): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select sum(pg_total_relation_size(oid))::bigint as bytes
    from pg_class where relname like ${name} and relkind = 'r'`.execute(db);
  return rows[0]!.bytes;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
