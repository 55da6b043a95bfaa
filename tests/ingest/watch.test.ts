import { beforeEach, expect, test } from 'vitest';
import { watchSources } from '../../src/ingest/watch.js';
import { listOpenIncidents } from '../../src/store/incidents.js';
import { saveRegion } from '../../src/store/region.js';
import { testDatabase } from '../support/database.js';
import { packWithSource as pack } from '../support/news.js';

const db = await testDatabase();
// 10:00 local time.
const now = new Date('2026-10-05T03:00:00Z');
const hoursLater = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const set = (values: object) => db.updateTable('source').set(values).execute();
const watched = async (at: Date) => {
  await watchSources(db, pack, at);
  return (await listOpenIncidents(db)).map(({ kind, key, details }) => ({ kind, key, details }));
};

beforeEach(async () => {
  await db.deleteFrom('incident').execute();
  await saveRegion(db, pack, now);
  await set({ failing_since: null, empty_since: null, paused_at: null, last_success_at: now });
});

test('a source that cannot be read for a day is an incident, once, until it can', async () => {
  await set({ failing_since: now, failures: 3, error_kind: 'http' });
  expect(await watched(hoursLater(12))).toEqual([]);
  const incident = {
    kind: 'source',
    key: 'bao-thu',
    details: { source: 'bao-thu', newspaper: 'Báo Thử', fault: 'failing', since: now.toISOString() },
  };
  expect(await watched(hoursLater(24))).toEqual([incident]);
  expect(await watched(hoursLater(25))).toEqual([incident]);
  await set({ failing_since: null, last_success_at: hoursLater(26) });
  expect(await watched(hoursLater(26))).toEqual([]);
  expect(await db.selectFrom('incident').select('ended_at').execute()).toEqual([
    { ended_at: hoursLater(26) },
  ]);
});

test('one that failed the whole night is told before the digests, one that failed lately is not', async () => {
  // 21:00 and 03:00 local time; the digest is at 06:30.
  await set({ failing_since: hoursLater(17) });
  expect(await watched(hoursLater(20))).toEqual([]);
  await set({ failing_since: hoursLater(11) });
  expect(await watched(hoursLater(19))).toEqual([]);
  expect(await watched(hoursLater(19.6))).toHaveLength(1);
  expect(await watched(hoursLater(22))).toHaveLength(1);
});

test('one that answers and brings nothing is told as such', async () => {
  await set({ empty_since: now, last_success_at: now });
  expect(await watched(hoursLater(19))).toEqual([]);
  expect(await watched(hoursLater(24))).toMatchObject([{ details: { fault: 'empty' } }]);
});

test('pausing it ends the incident', async () => {
  await set({ failing_since: now });
  expect(await watched(hoursLater(24))).toHaveLength(1);
  await set({ paused_at: hoursLater(24) });
  expect(await watched(hoursLater(25))).toEqual([]);
});
