import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import type { Database } from '../../src/store/database.js';
import { openUpdateWork } from '../../src/store/update-work.js';
import { testDatabase } from '../support/database.js';

const db = await testDatabase();
const now = new Date('2026-11-24T06:30:00+07:00');
let n = 0;
const open = () => openUpdateWork(db, Buffer.from(`update ${n++}`), now);
const find = (on: Kysely<Database>, id = 'x') =>
  on.selectFrom('district').select(['id', 'position']).where('id', '=', id).executeTakeFirst();
afterEach(() => vi.restoreAllMocks());

test('what is read twice in an update is asked once', async () => {
  const work = open();
  await work.begin();
  const asked = vi.spyOn(pg.Client.prototype, 'query');
  expect(await Promise.all([find(work.db), find(work.db), find(work.db, 'y')])).toHaveLength(3);
  expect(asked).toHaveBeenCalledTimes(2);
  await work.commit();
});

test('only an update that stored something waits for the disk', async () => {
  const endOf = async (act: (on: Kysely<Database>) => Promise<unknown>) => {
    const work = open();
    await work.begin();
    await act(work.db);
    const asked = vi.spyOn(pg.Client.prototype, 'query');
    await work.commit();
    const [end] = asked.mock.calls.map(([query]) => String(query));
    asked.mockRestore();
    return end;
  };
  const free = 'set local synchronous_commit = off; commit';
  expect(await endOf((on) => find(on))).toBe(free);
  expect(await endOf((on) => sql`with one as (select 1) select * from one`.execute(on))).toBe(free);
  expect(
    await endOf((on) =>
      sql`with gone as (delete from chat where false returning 1) select * from gone`.execute(on),
    ),
  ).toBe('commit');
  expect(await endOf((on) => sql`delete from chat where false`.execute(on))).toBe('commit');
});

test('what an update wrote, and what came while it waited for a lock, it reads anew', async () => {
  const work = open();
  await work.begin();
  expect(await find(work.db)).toBeUndefined();
  const add = (on: Kysely<Database>, id: string, position: number) =>
    on
      .insertInto('district')
      .values({
        id,
        number: position,
        position,
        name: JSON.stringify({ vi: id }),
        whole_region: false,
      } as never)
      .execute();
  await add(work.db, 'x', 901);
  expect(await find(work.db)).toEqual({ id: 'x', position: 901 });
  expect(await find(work.db, 'y')).toBeUndefined();
  await add(db, 'y', 902);
  await work.db.selectFrom('district').select('id').forUpdate().execute();
  expect(await find(work.db, 'y')).toEqual({ id: 'y', position: 902 });
  await work.rollback();
  expect(await find(db)).toBeUndefined();
});

test('an update that was handled already begins nothing and holds nothing', async () => {
  const hash = Buffer.from('the same');
  const first = openUpdateWork(db, hash, now);
  expect(await first.begin()).toBe(true);
  await first.commit();
  for (let i = 0; i < 20; i++) {
    const again = openUpdateWork(db, hash, now);
    expect(await again.begin()).toBe(false);
    await again.rollback();
  }
  const { rows } = await sql<{
    n: number;
  }>`select count(*) as n from handled_update where hash = ${hash}`.execute(db);
  expect(rows).toEqual([{ n: 1 }]);
});

test('an update whose query fails takes everything back, and its connection is free again', async () => {
  for (let i = 0; i < 20; i++) {
    const work = open();
    await work.begin();
    await expect(sql`select 1 / 0`.execute(work.db)).rejects.toThrow('division');
    await work.rollback();
  }
  const { rows } = await sql<{
    n: number;
  }>`select count(*) as n from handled_update where hash = ${Buffer.from(`update ${n - 1}`)}`.execute(db);
  expect(rows).toEqual([{ n: 0 }]);
});
