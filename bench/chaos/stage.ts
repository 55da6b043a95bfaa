import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { createSeal } from '../../src/seal.js';
import { type Database, openDatabase, whenBack } from '../../src/store/database.js';
import { stopEmbedded } from '../../src/store/embedded.js';
import { findPostmaster } from '../../src/store/embedded-postmaster.js';
import { migrateToLatest } from '../../src/store/migrate.js';
import { formatTime } from '../../src/time.js';
import { pack, savePack, saveStory } from '../../tests/support/news.js';
import { addChats, dataKey } from '../delivery/outbox.js';

/** Where it happens: an embedded database with news and chats, half of them due now, half when `bringDue` says. */
export interface Stage {
  /** The environment of Loa's processes but for Telegram. */
  env: Record<string, string>;
  bringDue(): Promise<void>;
  /** Chats, as Telegram ids, whose digest the ledger says was sent. */
  listSent(): Promise<Set<number>>;
  /** Deliveries by state, and how many repeats the ledger counts. */
  readLedger(): Promise<{ deliveries: number; sent: number; repeats: number }>;
  /** Ends the server as a crash does, or as its owner does; whoever needs it next starts it again. */
  restartPostgres(how: 'crash' | 'stop'): void;
  close(): Promise<void>;
}

export async function setStage(chats: number): Promise<Stage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'loa-chaos-'));
  const zone = daytimeZone(new Date());
  writePack(dataDir, zone);
  const db = await openDatabase({ databaseUrl: undefined, dataDir });
  const now = new Date();
  await migrateToLatest(db);
  await savePack(db, now);
  for (let n = 0; n < 5; n++) await saveStory(db, ['an-lac'], now);
  const times = [formatTime(now, zone)];
  await addChats(db, 1, chats / 2, { times, due_at: now });
  await addChats(db, chats / 2 + 1, chats, { times, due_at: new Date(now.getTime() + 86_400_000) });
  const telegramIds = await listTelegramIds(db, chats);
  const ask = <T>(query: () => Promise<T>) => whenBack('the database', query);
  return {
    env: { DATA_DIR: dataDir, DATA_KEY: dataKey, REGION: dataDir, PORT: '0', LOG_LEVEL: 'fatal' },
    async bringDue() {
      // A story of their own: the first half's edition is closed.
      await ask(() => saveStory(db, ['an-lac'], new Date()));
      await ask(() =>
        sql`update chat set due_at = ${now} where due_at > ${now} and not exists (
          select from delivery where chat_id = chat.id)`.execute(db),
      );
    },
    async listSent() {
      const { rows } = await ask(() =>
        sql<{ chat_id: number }>`select chat_id from delivery where status = 'sent'`.execute(db),
      );
      return new Set(rows.map(({ chat_id }) => telegramIds.get(chat_id)!));
    },
    async readLedger() {
      const { rows } = await ask(() =>
        sql<{ deliveries: number; sent: number; repeats: number }>`
          select count(*) as deliveries, count(*) filter (where status = 'sent') as sent,
            coalesce(sum(repeats), 0)::bigint as repeats from delivery`.execute(db),
      );
      return rows[0]!;
    },
    restartPostgres(how) {
      const postmaster = findPostmaster(join(dataDir, 'postgres', 'data'));
      // Not waited for: whoever needs it may have started it again before we look.
      if (postmaster) process.kill(postmaster, how === 'crash' ? 'SIGKILL' : 'SIGINT');
    },
    async close() {
      await db.destroy();
      await stopEmbedded(dataDir);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A zone in which it is noon or a little later: nobody is sent anything in the night. */
function daytimeZone(now: Date): string {
  const ahead = 12 - now.getUTCHours();
  return ahead === 0 ? 'UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

/** The tests' made-up region; its newspaper is asked by nobody. */
function writePack(folder: string, time_zone: string): void {
  const { districts, places, sources, ...region } = { ...pack, time_zone };
  for (const [name, content] of Object.entries({ region, districts, places, sources }))
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(content));
}

async function listTelegramIds(db: Kysely<Database>, chats: number): Promise<Map<number, number>> {
  const seal = createSeal(Buffer.from(dataKey, 'base64'));
  const byHash = new Map<string, number>();
  for (let id = 1; id <= chats; id++) byHash.set(seal.hash(id).toString('hex'), id);
  const rows = await db.selectFrom('chat').select(['id', 'telegram_id_hash']).execute();
  return new Map(rows.map((row) => [row.id, byHash.get(row.telegram_id_hash.toString('hex'))!]));
}
