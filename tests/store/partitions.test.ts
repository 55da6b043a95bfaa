import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { cutDigests } from '../../src/digest/cut.js';
import { removeUnusedDigests } from '../../src/store/digests.js';
import { dropOldPartitions, ensurePartition } from '../../src/store/partitions.js';
import { testDatabase } from '../support/database.js';
import { pack, savePack, saveStory } from '../support/news.js';
import { createReaders, monday, tuesday, vn } from '../support/readers.js';

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

test('months that were over 90 days ago are dropped, with the digests that only they carried', async () => {
  const lan = await readers.join(['an-lac'], { now: vn('2026-08-03T12:00') });
  await saveStory(db, ['an-lac'], monday);
  await cutDigests(db, pack, tuesday, { deliverTo: '*' });
  expect((await months())[0]).toBe('delivery_202608');
  expect(await dropOldPartitions(db, vn('2026-11-29T06:00'))).toBe(0);
  expect(await dropOldPartitions(db, vn('2026-11-30T08:00'))).toBe(1);
  expect((await months())[0]).toBe('delivery_202611');
  expect(await removeUnusedDigests(db, vn('2026-11-30T08:00'))).toBe(1);
  expect(await removeUnusedDigests(db, vn('2027-03-30T08:00'))).toBe(0);
  expect(await readers.digests(lan)).toHaveLength(1);
});
