import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSeal } from '../../src/seal.js';
import {
  claimOwnership,
  endStaff,
  findStaff,
  grantRole,
  hasOwner,
  listStaff,
  recordOwners,
} from '../../src/store/staff.js';
import { testDatabase } from '../support/database.js';

const db = await testDatabase();
const seal = createSeal(Buffer.alloc(32, 7));
const now = new Date('2026-03-02T01:00:00Z');
const person = (id: number) => ({
  telegram_id_hash: seal.hash(id),
  telegram_id_sealed: seal.seal(id),
  locale: 'vi',
});
const end = (id: number) => db.transaction().execute((trx) => endStaff(trx, id, now));
const leave = async (telegramId: number) => {
  const staff = await findStaff(db, seal.hash(telegramId));
  return staff && end(staff.id);
};
const idOf = async (telegramId: number) => (await findStaff(db, seal.hash(telegramId)))!.id;

test('of two people who claim a bot without owner at once, one becomes owner', async () => {
  const claim = (id: number) => db.transaction().execute((trx) => claimOwnership(trx, person(id), now));
  expect(await hasOwner(db)).toBe(false);
  const outcomes = await Promise.all([claim(1), claim(2)]);
  expect(outcomes.toSorted()).toEqual(['granted', 'taken']);
  expect(await listStaff(db)).toHaveLength(1);
  expect(await end((await listStaff(db))[0]!.id)).toBe('last_owner');
});

test('OWNER_IDS make owners once, however often the bot starts', async () => {
  await recordOwners(db, seal, [10, 11], 'vi', now);
  await recordOwners(db, seal, [10, 11], 'vi', now);
  expect((await listStaff(db)).map((row) => row.role)).toEqual(['owner', 'owner', 'owner']);
});

test('a role is raised in place and never lowered by an invitation', async () => {
  const owner = await idOf(10);
  expect(await grantRole(db, person(20), 'viewer', owner, now)).toBe('granted');
  expect(await grantRole(db, person(20), 'admin', owner, now)).toBe('granted');
  expect(await grantRole(db, person(20), 'editor', owner, now)).toBe('kept');
  expect(await grantRole(db, person(10), 'viewer', owner, now)).toBe('kept');
  expect((await listStaff(db)).map((row) => row.role)).toEqual(['owner', 'owner', 'owner', 'admin']);
});

test('an ended role leaves nothing that leads to the person, and its open role invitations end with it', async () => {
  const admin = await idOf(20);
  await db
    .insertInto('invitation')
    .values({
      code_hash: Buffer.from('x'),
      kind: 'role',
      role: 'viewer',
      created_by: admin,
      created_at: now,
      expires_at: new Date(now.getTime() + 3_600_000),
    })
    .execute();
  expect(await end(admin)).toBe('ended');
  expect(await end(admin)).toBe('none');
  const row = await db.selectFrom('staff').selectAll().where('id', '=', admin).executeTakeFirstOrThrow();
  expect(row).toMatchObject({ telegram_id_sealed: '', telegram_id_hash: Buffer.alloc(0), ended_at: now });
  const invitation = await db.selectFrom('invitation').select('expires_at').executeTakeFirstOrThrow();
  expect(invitation.expires_at).toEqual(now);
});

test('owners who all leave at once keep one among them', async () => {
  const owners = await listStaff(db);
  const outcomes = await Promise.all(owners.map((owner) => end(owner.id)));
  expect(outcomes.toSorted()).toEqual(['ended', 'ended', 'last_owner']);
  expect(await hasOwner(db)).toBe(true);
});

test('whatever order people are made owner and leave in, an owner who has been stays', async () => {
  const step = fc.record({ person: fc.integer({ min: 50, max: 53 }), leaves: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
      await Promise.all(
        steps.map(({ person: id, leaves }) =>
          leaves ? leave(id) : grantRole(db, person(id), 'owner', null, now),
        ),
      );
      expect(await hasOwner(db)).toBe(true);
    }),
    { numRuns: 25 },
  );
});
