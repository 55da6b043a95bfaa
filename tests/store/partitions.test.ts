import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { ensurePartition } from '../../src/store/partitions.js';
import { testDatabase } from '../support/database.js';
import { savePack } from '../support/news.js';
import { createReaders, monday, vn } from '../support/readers.js';

const db = await testDatabase();
await savePack(db, monday);
const readers = createReaders(db);

const months = async () => {
  const { rows } = await sql<{ name: string }>`
    select inhrelid::regclass::text as name from pg_inherits where inhparent = 'delivery'::regclass
    order by name`.execute(db);
  return rows.map(({ name }) => name);
};

test('a month is made once, also when several need it at the same time', async () => {
  const at = vn('2027-03-01T06:30');
  await Promise.all(Array.from({ length: 5 }, () => ensurePartition(db, at)));
  await ensurePartition(db, at);
  // Months are those of UTC.
  expect(await months()).toEqual(['delivery_202702']);
});

test('a new month waits for whoever writes a chat and then its delivery, and ends neither', async () => {
  const lan = await readers.join(['an-lac']);
  const trx = await db.startTransaction().execute();
  await trx.updateTable('chat').set({ locale: 'en' }).where('id', '=', lan.chat_id).execute();
  const made = ensurePartition(db, vn('2027-04-15T06:30'));
  await vi.waitUntil(async () => {
    const waiting = await sql`select from pg_locks where not granted and relation = 'chat'::regclass`.execute(
      db,
    );
    return waiting.rows.length > 0;
  });
  await trx.updateTable('delivery').set({ attempts: 1 }).where('chat_id', '=', lan.chat_id).execute();
  await trx.commit().execute();
  await made;
  expect(await months()).toContain('delivery_202704');
});
