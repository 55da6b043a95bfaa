import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { root } from '../../src/root.js';
import type { Database } from '../../src/store/database.js';
import { stopEmbedded } from '../../src/store/embedded.js';
import { addChats, createStore, dataKey } from './outbox.js';
import { type Server, startServer } from './server.js';

/** Loa as it runs, `start sender`, on an embedded database of its own and against a Bot API of its own. */
export interface Loa {
  server: Server;
  db: Kysely<Database>;
  startSender(): ChildProcess;
  close(): Promise<void>;
}

export async function openLoa({ chats, perSecond }: { chats: number; perSecond: number }): Promise<Loa> {
  const server = await startServer();
  const dataDir = mkdtempSync(join(tmpdir(), 'loa-bench-'));
  const db = await createStore(dataDir);
  await addChats(db, 1, chats);
  const env = {
    PATH: process.env.PATH,
    BOT_TOKEN: '900000001:loopback-only-token-of-the-bench',
    TELEGRAM_API_ROOT: server.url,
    DATA_DIR: dataDir,
    DATA_KEY: dataKey,
    PORT: '0',
    SEND_RATE: String(perSecond),
    PAID_BROADCAST: String(perSecond > 30),
    LOG_LEVEL: 'error',
  };
  const program = join(root, 'dist/src/main.js');
  return {
    server,
    db,
    // With the flag of package.json's scripts.
    startSender: () =>
      spawn(process.execPath, ['--max-semi-space-size=4', program, 'start', 'sender'], {
        env,
        stdio: 'inherit',
      }),
    async close() {
      server.close();
      await db.destroy();
      await stopEmbedded(dataDir);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
