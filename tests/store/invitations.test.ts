import { expect, test } from 'vitest';
import {
  findInvitation,
  findUnusedInvitation,
  markInvitationUsed,
  recordInvitation,
  renewInvitation,
  saveInvitation,
} from '../../src/store/invitations.js';
import { testDatabase } from '../support/database.js';

const db = await testDatabase();
const now = new Date('2026-03-02T01:00:00Z');
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const official = {
  kind: 'official' as const,
  unit: 'Phòng Văn hóa',
  district_ids: ['da-bac'],
  times: ['06:45'],
  weekdays: [1, 2, 3, 4, 5],
  expires_at: later(48),
};

test('a code is found by its hash only, and opens nothing after its hour', async () => {
  const { code } = await recordInvitation(db, official, now);
  expect(code).toMatch(/^[\w-]{22}$/);
  const rows = await db.selectFrom('invitation').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(code);
  expect(await findInvitation(db, code, now)).toMatchObject({ state: 'open', invitation: official });
  expect(await findInvitation(db, code, later(48))).toEqual({ state: 'expired' });
  expect(await findInvitation(db, 'x'.repeat(22), now)).toEqual({ state: 'unknown' });
});

test('of many who use one invitation at once, one gets it', async () => {
  const { id, code } = await recordInvitation(db, official, now);
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => markInvitationUsed(db, id, now)));
  expect(outcomes.filter(Boolean)).toHaveLength(1);
  expect(await findInvitation(db, code, now)).toEqual({ state: 'used' });
});

test('a changed or renewed invitation ends its former link, a used one is neither changed nor renewed', async () => {
  const { id, code } = await recordInvitation(db, official, now);
  await saveInvitation(db, id, { times: ['07:30'] }, now);
  expect(await findInvitation(db, code, now)).toEqual({ state: 'expired' });
  const renewed = await renewInvitation(db, id, later(50));
  expect(await findInvitation(db, code, now)).toEqual({ state: 'unknown' });
  expect(await findInvitation(db, renewed!, later(49))).toMatchObject({
    state: 'open',
    invitation: { times: ['07:30'] },
  });
  await markInvitationUsed(db, id, now);
  await saveInvitation(db, id, { times: ['08:00'] }, now);
  expect(await renewInvitation(db, id, later(90))).toBeUndefined();
  expect(await findUnusedInvitation(db, id)).toBeUndefined();
});
