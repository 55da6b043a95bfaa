import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, test, vi } from 'vitest';
import { testDatabase, urlOf } from '../support/database.js';
import { openGate } from '../support/gate.js';
import { runLoa, startLoa } from '../support/program.js';
import { startTelegram } from '../support/telegram.js';

const db = await testDatabase();
const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
const folder = mkdtempSync(join(tmpdir(), 'loa-program-'));
const telegram = await startTelegram();
afterAll(async () => {
  await telegram.close();
  rmSync(folder, { recursive: true });
});
const env = {
  DATA_DIR: folder,
  DATABASE_URL: urlOf(rows[0]!.name),
  BOT_TOKEN: telegram.token,
  TELEGRAM_API_ROOT: telegram.url,
  OWNER_IDS: '1',
  PORT: '0',
};

test('results go to stdout with 0, wrong usage is 2, failure is 1 with one message of all problems', async () => {
  const help = await runLoa(['--help'], {});
  expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage: loa'), stderr: '' });
  expect(await runLoa([], {})).toMatchObject({ code: 2, stdout: '' });
  for (const [args, complaint] of [
    [['fly'], "unknown command 'fly'"],
    [['start', 'kitchen'], 'bot, clock, sender'],
    [['chats', '--xml'], "unknown option '--xml'"],
  ] as const)
    expect(await runLoa([...args], {})).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(complaint),
    });
  const problems = await runLoa(['start'], { DATA_DIR: folder, PORT: 'x', LOG_LEVEL: 'loud' });
  expect(problems.code).toBe(1);
  expect(problems.stderr.match(/^[A-Z_]+(?=: )/gm)).toEqual(['PORT', 'LOG_LEVEL', 'BOT_TOKEN']);
}, 60_000);

test('chats and stats count without naming anybody; migrate can be repeated', async () => {
  const chats = await runLoa(['chats', '--json'], env);
  expect(JSON.parse(chats.stdout)).toMatchObject({ receiving: 0, groups: [], districts: expect.any(Array) });
  const stats = await runLoa(['stats', '--json'], env);
  expect(JSON.parse(stats.stdout)).toMatchObject({
    deliveries_today: { pending: 0, sending: 0, sent: 0, failed: 0 },
    runs_today: [],
    sources: { failing: 0 },
  });
  expect(await runLoa(['migrate'], env)).toMatchObject({ code: 0, stdout: 'nothing to apply\n' });
}, 60_000);

test('start serves people, and finishes with 0 when told to stop', async () => {
  const loa = startLoa(['start'], env);
  const lan = telegram.person(7);
  await lan.send('/help');
  await telegram.until(() => lan.messages.length > 0, 20_000);
  const port = await vi.waitUntil(() => /"port":(\d+)/.exec(loa.stderr)?.[1]);
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  loa.child.kill('SIGTERM');
  expect(await loa.ended).toBe(0);
  expect(loa.stdout).toBe('');
  expect(loa.stderr).not.toContain(telegram.token);
}, 60_000);

test('a database that goes away and comes back, and a port in use, stop nothing', async () => {
  const gate = await openGate();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, resolve));
  const { port } = other.address() as { port: number };
  const url = gate.url(rows[0]!.name);
  const loa = startLoa(['start'], { ...env, DATABASE_URL: url, PORT: String(port) });
  const lan = telegram.person(8);
  await lan.send('/help');
  await telegram.until(() => lan.messages.length > 0, 20_000);
  expect(loa.stderr).toContain('EADDRINUSE');
  await gate.shut();
  await vi.waitUntil(() => loa.stderr.includes('loa long polling: the connection was lost'), {
    timeout: 10_000,
  });
  await gate.open();
  await lan.send('/help');
  await telegram.until(() => lan.messages.length > 1, 20_000);
  loa.child.kill('SIGINT');
  expect(await loa.ended).toBe(0);
  other.close();
  await gate.shut();
}, 90_000);

test('a token that Telegram does not know ends a start with 1 and says so', async () => {
  const loa = await runLoa(['start'], { ...env, BOT_TOKEN: '900000002:not-the-token-of-this-telegram' });
  expect(loa.code).toBe(1);
  expect(loa.stderr).toContain('BOT_TOKEN: Telegram does not know this token');
}, 60_000);
