import { sql } from 'kysely';
import { afterAll, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/store/database.js';
import { holdLock, openListener } from '../../src/store/session.js';
import { testDatabase } from '../support/database.js';
import { openGate } from '../support/gate.js';

const db = await testDatabase();
const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
const gate = await openGate();
const place = { databaseUrl: gate.url(rows[0]!.name), dataDir: '/nowhere' };
const stop = new AbortController();
afterAll(() => gate.shut());

const say = () => sql`select pg_notify('bell', '')`.execute(db);
const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 15_000, interval: 10 });

test('a database that is away at start is waited for, and one that goes away later is found again', async () => {
  await gate.shut();
  const opening = openDatabase(place);
  await gate.open();
  const opened = await opening;
  await gate.shut();
  await expect(sql`select 1`.execute(opened)).rejects.toThrow();
  await gate.open();
  expect((await sql`select 1 as one`.execute(opened)).rows).toEqual([{ one: 1 }]);
  await opened.destroy();
});

test('a transaction that loses its connection fails, and the process goes on', async () => {
  const opened = await openDatabase(place);
  const lost = opened.transaction().execute(async (trx) => {
    await sql`select 1`.execute(trx);
    await gate.shut();
    await sql`select 1`.execute(trx);
  });
  await expect(lost).rejects.toThrow();
  await gate.open();
  expect((await sql`select 1 as one`.execute(opened)).rows).toEqual([{ one: 1 }]);
  await opened.destroy();
});

test('a database that will not have us is a problem of the configuration', async () => {
  const missing = { ...place, databaseUrl: gate.url('no_such_database') };
  await expect(openDatabase(missing)).rejects.toThrow(
    /^DATABASE_URL: database "no_such_database" does not exist/,
  );
});

test('a listener hears what is said, and is woken when it has been away', async () => {
  let woken = 0;
  const listening = openListener(place, 'bell', () => woken++, stop.signal);
  await until(() => woken === 1);
  await say();
  await until(() => woken === 2);
  await gate.shut();
  await say();
  await gate.open();
  await until(() => woken === 3);
  await say();
  await until(() => woken === 4);
  stop.abort();
  await listening;
});

test('of several that want a lock one works; when it loses its connection or ends, another does', async () => {
  const ends = [new AbortController(), new AbortController()];
  const working = new Set<number>();
  let most = 0;
  const all = ends.map((end, n) =>
    holdLock(
      place,
      'only one',
      async (held) => {
        working.add(n);
        most = Math.max(most, working.size);
        await new Promise<void>((resolve) => held.addEventListener('abort', () => resolve()));
        working.delete(n);
      },
      end.signal,
    ),
  );
  await until(() => working.size === 1);
  await gate.shut();
  await until(() => working.size === 0);
  await gate.open();
  await until(() => working.size === 1);
  const [first] = working;
  ends[first!]!.abort();
  await until(() => working.size === 1 && !working.has(first!));
  for (const end of ends) end.abort();
  await Promise.all(all);
  expect([...working, most]).toEqual([1]);
});

test('what the holder of a lock throws comes out, and frees the lock', async () => {
  const { signal } = new AbortController();
  const fail = async () => {
    throw new Error('no more');
  };
  await expect(holdLock(place, 'failing', fail, signal)).rejects.toThrow('no more');
  await expect(holdLock(place, 'failing', fail, signal)).rejects.toThrow('no more');
});
