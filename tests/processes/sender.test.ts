import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, afterEach, expect, it } from 'vitest';
import { holdAll } from '../../src/store/budget.js';
import { notifyDeliveries } from '../../src/store/deliveries.js';
import { testDatabase, urlOf } from '../support/database.js';
import { createOutbox } from '../support/outbox.js';
import { startTelegram } from '../support/telegram.js';

const db = await testDatabase();
const outbox = await createOutbox(db);
const server = await startTelegram({ latencyMs: 20 });
afterAll(() => server.close());
const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);

const children = new Set<ChildProcess>();
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  await outbox.clear();
});

function startSender(rate: number): ChildProcess {
  const file = fileURLToPath(new URL('sender.mts', import.meta.url));
  const args = ['--import', 'tsx', file, urlOf(rows[0]!.name), server.url, server.token, String(rate)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'ignore'] });
  children.add(child);
  return child;
}

const sent = () =>
  db
    .selectFrom('delivery')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('status', '=', 'sent')
    .executeTakeFirstOrThrow()
    .then(({ n }) => n);

it('sends what becomes due, until it is told to stop and has finished what was in hand', async () => {
  const sender = startSender(1000);
  const digest = await outbox.digest();
  const lan = server.person(1);
  await outbox.deliver(await outbox.chat(1), digest);
  await notifyDeliveries(db);
  await server.until(() => lan.messages.length === 1, 15_000);
  const binh = server.person(2);
  await outbox.deliver(await outbox.chat(2), digest);
  await notifyDeliveries(db);
  await server.until(() => binh.messages.length === 1, 15_000);
  sender.kill('SIGTERM');
  expect(await once(sender, 'exit')).toEqual([0, null]);
  expect(await sent()).toBe(2);
});

it('sends nothing into a flood wait that another sender met, and goes on after it', async () => {
  const digest = await outbox.digest();
  const readers = Array.from({ length: 30 }, (_, n) => server.person(300 + n));
  for (const { user } of readers) await outbox.deliver(await outbox.chat(user.id), digest);
  const arrived = () => readers.reduce((sum, { messages }) => sum + messages.length, 0);
  startSender(30);
  await server.until(() => arrived() >= 3, 15_000);
  const askedAt = performance.now();
  const heldMs = await holdAll(db, 3);
  await server.until(() => arrived() === 30, 15_000);
  // What was on its way when the hold was written, and the next at the earliest when it is over.
  const next = server.calls.filter(({ at }) => at > askedAt).map(({ at }) => at - askedAt);
  expect(next.filter((after) => after > 500 && after < heldMs)).toEqual([]);
});

it('killed in the middle, loses nothing and repeats at most what was in flight', async () => {
  const digest = await outbox.digest();
  const readers = Array.from({ length: 60 }, (_, n) => server.person(100 + n));
  for (const { user } of readers) await outbox.deliver(await outbox.chat(user.id), digest);
  const arrived = () => readers.reduce((sum, { messages }) => sum + messages.length, 0);

  const killed = startSender(200);
  await server.until(() => arrived() >= 20, 15_000);
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  await outbox.passTime();

  startSender(1000);
  await server.until(() => readers.every(({ messages }) => messages.length > 0), 15_000);
  const { repeats } = await db
    .selectFrom('delivery')
    .select((eb) => eb.fn.sum<number>('repeats').as('repeats'))
    .executeTakeFirstOrThrow();
  const repeated = arrived() - readers.length;
  // At most what one sender may have begun; the ledger also counts what was leased for the next moment.
  expect(repeated).toBeLessThanOrEqual(50);
  expect(repeated).toBeLessThanOrEqual(Number(repeats));
});
