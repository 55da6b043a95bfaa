import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Kysely, sql } from 'kysely';
import { root } from '../../src/root.js';
import type { Database } from '../../src/store/database.js';
import { closeEdition } from '../../src/store/editions.js';
import { stopEmbedded } from '../../src/store/embedded.js';
import { searchVector } from '../../src/store/search.js';
import { addChats, createStore, dataKey, deliverToAll } from '../delivery/outbox.js';
import type { Outcome, Work } from './telegram.mjs';

/** Whether a process can be kept on one core; Linux has it. */
export const pinned = hasTaskset();

/** A Bot API with people, an embedded database, and processes of Loa or its peer beside it. */
export interface Stage {
  db: Kysely<Database>;
  postmaster: number;
  start(name: 'bot' | 'sender' | 'peer'): ChildProcess;
  play(work: Work): Promise<Outcome>;
  close(): Promise<void>;
}

const known = 20_000;
// A day's news, and years of older ones.
const today = 300;
const articles = 20_000;

export async function openStage(): Promise<Stage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'loa-bench-'));
  const db = await createStore(dataDir);
  await addChats(db, 1, known);
  await addNews(db);
  await deliverToAll(db);
  const telegram = fork(fileURLToPath(new URL('telegram.mts', import.meta.url)), [String(known)], {
    execArgv: ['--import', 'tsx'],
  });
  const [{ port }] = (await once(telegram, 'message')) as [{ port: number }];
  const url = `http://127.0.0.1:${port}`;
  const env = {
    PATH: process.env.PATH,
    BOT_TOKEN: '900000001:loopback-only-token-of-the-bench',
    DATA_DIR: dataDir,
    DATA_KEY: dataKey,
    PORT: '0',
    LOG_LEVEL: 'error',
  };
  const run = (args: string[], apiRoot: string, core?: number) => {
    const line = core === undefined || !pinned ? [] : ['taskset', '-c', String(core)];
    const [command, ...rest] = [...line, process.execPath, ...args];
    return spawn(command!, rest, { env: { ...env, TELEGRAM_API_ROOT: apiRoot }, stdio: 'inherit' });
  };
  // With the flag of package.json's scripts.
  const loa = ['--max-semi-space-size=4', join(root, 'dist/src/main.js'), 'start'];
  const peer = fileURLToPath(new URL('peer.mjs', import.meta.url));
  return {
    db,
    postmaster: Number(readFileSync(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]),
    start(name) {
      if (name === 'sender') return run([...loa, 'sender'], `${url}/sender`);
      return name === 'bot' ? run([...loa, 'bot'], url, 0) : run([peer, url], url, 0);
    },
    async play(work) {
      telegram.send(work);
      const [outcome] = (await once(telegram, 'message')) as [Outcome];
      return outcome;
    },
    async close() {
      telegram.disconnect();
      await db.destroy();
      await stopEmbedded(dataDir);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** News of every district. */
async function addNews(db: Kysely<Database>): Promise<void> {
  const lead = 'Bà con tranh thủ thời tiết ấm để làm đất, chuẩn bị giống và phân bón. '.repeat(3);
  const news = Array.from({ length: articles }, (_, index) => {
    const title = `Tin số ${index + 1} về việc chuẩn bị vụ xuân ở các xã vùng cao`;
    return { n: index + 1, title, search: searchVector(title, lead) };
  });
  await sql`
    with added as (
      insert into article (url, address, source_id, title, summary, search, published_at, stored_at, scope)
      select 'https://bao.example/' || n, 'bao.example/' || n, (select min(id) from source),
        title, ${lead}, search, now() - n * interval '4 minutes' - greatest(n - ${today}, 0) * interval '1 hour', now(), 'local'
      from jsonb_to_recordset(${JSON.stringify(news)}::jsonb) as given (n int, title text, search tsvector)
      returning id
    )
    insert into match (article_id, district_id, score, evidence, decided_by, created_at)
    select added.id, district.id, 1, '[]', 'classifier', now()
    from added join (select id, row_number() over (order by position) - 1 as place from district where not whole_region) district
      on district.place = added.id % 11`.execute(db);
  await closeEdition(db, new Date());
  await sql`vacuum analyze article, match`.execute(db);
}

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['-c', '0', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
