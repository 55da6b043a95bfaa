import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, expect, it } from 'vitest';
import { root } from '../../src/root.js';
import { testDatabase, urlOf } from '../support/database.js';
import { pack } from '../support/news.js';
import { createOutbox } from '../support/outbox.js';
import { floodWait, startTelegram } from '../support/telegram.js';

const db = await testDatabase();
const outbox = await createOutbox(db);
const server = await startTelegram();
const folder = mkdtempSync(join(tmpdir(), 'loa-send-'));
const { districts, places, sources, ...region } = pack;
for (const [name, content] of Object.entries({ region, districts, places, sources }))
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(content));
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});
afterEach(() => outbox.clear());

/** Runs `loa send` as the person at the server does; gives its exit code and what it printed. */
async function runSend(env: NodeJS.ProcessEnv = {}): Promise<{ code: number; out: string; err: string }> {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'src/main.ts'), 'send'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      BOT_TOKEN: server.token,
      TELEGRAM_API_ROOT: server.url,
      DATABASE_URL: urlOf(rows[0]!.name),
      DATA_DIR: folder,
      DATA_KEY: Buffer.alloc(32, 7).toString('base64'),
      REGION: folder,
      ...env,
    },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, out, err };
}

it('sends everything that is due, waits for a flood wait and second parts, and says what it did', async () => {
  const digest = await outbox.digest(['một', 'hai']);
  const [lan, binh] = [server.person(1), server.person(2)];
  for (const { user } of [lan, binh]) await outbox.deliver(await outbox.chat(user.id), digest);
  await binh.block();
  let met = false;
  const undo = server.intercept(() => {
    if (met) return undefined;
    met = true;
    return floodWait(1);
  });
  const { code, out, err } = await runSend();
  undo();
  expect(out, err).toBe('sent 1, failed 1, waiting 0\n');
  expect(code).toBe(0);
  expect(lan.messages.map(({ text }) => text)).toEqual(['một', 'hai']);
});

it('without a token says so', async () => {
  const { code, out, err } = await runSend({ BOT_TOKEN: '' });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain('BOT_TOKEN');
});
