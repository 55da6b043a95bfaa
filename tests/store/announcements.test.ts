import { expect, test } from 'vitest';
import { createSeal } from '../../src/seal.js';
import {
  type Allowed,
  confirmAnnouncement,
  countAudience,
  findAnnouncement,
  recordAnnouncement,
  saveAudience,
  saveSpread,
  withdrawAnnouncement,
  withdrawDraft,
} from '../../src/store/announcements.js';
import { ensurePartition } from '../../src/store/partitions.js';
import { findAnnouncementRun } from '../../src/store/runs.js';
import { grantRole, listStaff } from '../../src/store/staff.js';
import { testDatabase } from '../support/database.js';
import { savePack } from '../support/news.js';

const db = await testDatabase();
const seal = createSeal(Buffer.alloc(32, 7));
const now = new Date('2026-03-02T01:00:00Z');
const later = new Date(now.getTime() + 60_000);
await savePack(db, now);
await ensurePartition(db, now);
const idsOf = (id: number) => ({ telegram_id_hash: seal.hash(id), telegram_id_sealed: seal.seal(id) });
await grantRole(db, { ...idsOf(1), locale: 'vi' }, 'editor', null, now);
const [editor] = await listStaff(db);

async function saveChat(
  id: number,
  district_id: string,
  chat: { announcements?: boolean; paused_until?: Date; ended?: boolean } = {},
): Promise<void> {
  const { id: chat_id } = await db
    .insertInto('chat')
    .values({
      ...idsOf(id),
      kind: 'private',
      locale: 'vi',
      unit: null,
      times: ['06:30'],
      weekdays: [1],
      announcements: chat.announcements ?? true,
      paused_until: chat.paused_until ?? null,
      consented_at: now,
      notice_version: '1.0',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const ended = chat.ended ? { ended_at: now, ended_reason: 'stopped' as const } : { ended_reason: null };
  await db
    .insertInto('subscription')
    .values({ chat_id, district_id, first_edition_id: 0, mark: 0, created_at: now, ...ended })
    .execute();
}
await saveChat(10, 'an-lac');
await saveChat(11, 'binh-son');
await saveChat(12, 'thu');
await saveChat(13, 'an-lac', { announcements: false });
await saveChat(14, 'an-lac', { paused_until: later });
await saveChat(15, 'an-lac', { ended: true });

const parts = [{ payload: { text: 'Họp dân' }, article_ids: [] }];
const draft = (district_ids: string[] = []) =>
  recordAnnouncement(db, editor!.id, { parts, district_ids }, now);
const confirm = (id: number, expected: number, allowed: Allowed = '*') =>
  db
    .transaction()
    .execute((trx) => confirmAnnouncement(trx, id, expected, { allowed, sendAfter: later }, later));

test.each([
  { district_ids: [], allowed: '*' as const, at: now, chats: 3 },
  { district_ids: ['an-lac'], allowed: '*' as const, at: now, chats: 2 },
  { district_ids: ['an-lac', 'binh-son'], allowed: '*' as const, at: now, chats: 3 },
  { district_ids: ['cao-xa'], allowed: '*' as const, at: now, chats: 1 },
  { district_ids: [], allowed: '*' as const, at: later, chats: 4 },
  { district_ids: [], allowed: [seal.hash(10), seal.hash(13)], at: now, chats: 1 },
])('the audience of $district_ids are those who asked, follow something and are not paused', async (row) => {
  expect(await countAudience(db, row, row.allowed, row.at)).toBe(row.chats);
});

test('with another audience than expected nothing is written', async () => {
  const { id } = await draft(['an-lac']);
  expect(await confirm(id, 2)).toEqual({ state: 'changed', chats: 3 });
  expect(await db.selectFrom('delivery').select('id').execute()).toEqual([]);
  expect((await findAnnouncement(db, id))!.confirmed_at).toBeNull();
});

test('confirmed by several at once, each chat gets one delivery, on the road of all others', async () => {
  const announcement = await draft(['an-lac']);
  const outcomes = await Promise.all([1, 2, 3].map(() => confirm(announcement.id, 3)));
  expect(outcomes.map(({ state }) => state).toSorted()).toEqual([
    'confirmed',
    'confirmed_before',
    'confirmed_before',
  ]);
  expect(await findAnnouncementRun(db, announcement.id, later)).toMatchObject({ to_send: 3, waiting: 3 });
  const delivery = await db.selectFrom('delivery').selectAll().executeTakeFirstOrThrow();
  expect(delivery).toMatchObject({ slot: now, lane: 5, send_after: later, send_before: null, marks: [] });
});

test('what was confirmed is no draft any more: neither its audience nor a cancel changes it', async () => {
  const { id } = await draft();
  await confirm(id, 4);
  await saveAudience(db, id, ['an-lac']);
  await withdrawDraft(db, id, later);
  expect(await findAnnouncement(db, id)).toMatchObject({ district_ids: [], withdrawn_at: null });
});

test('a stop ends what is pending and leaves what a sender has in hand', async () => {
  const announcement = await draft();
  await confirm(announcement.id, 4);
  await db
    .updateTable('delivery')
    .set({ status: 'sending' })
    .where('id', '=', (eb) =>
      eb
        .selectFrom('delivery')
        .select((e) => e.fn.min('id').as('id'))
        .where('announcement_id', '=', announcement.id),
    )
    .execute();
  await db.transaction().execute((trx) => withdrawAnnouncement(trx, announcement, later));
  const progress = await findAnnouncementRun(db, announcement.id, later);
  expect(progress).toMatchObject({ waiting: 1, failed: { withdrawn: 3 }, stopped_at: later });
  expect(await confirm(announcement.id, 4)).toEqual({ state: 'withdrawn' });
});

test('a spread announcement goes out evenly over its window', async () => {
  const { id } = await draft();
  await saveSpread(db, id, 60);
  await confirm(id, 4);
  const rows = await db
    .selectFrom('delivery')
    .select('send_after')
    .where('announcement_id', '=', id)
    .orderBy('id')
    .execute();
  const minutesOn = rows.map(({ send_after }) => (send_after!.getTime() - later.getTime()) / 60_000);
  expect(minutesOn).toEqual([0, 15, 30, 45]);
});

test('a cancelled draft is sent to nobody', async () => {
  const { id } = await draft();
  await withdrawDraft(db, id, later);
  expect(await confirm(id, 4)).toEqual({ state: 'withdrawn' });
});
