import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  type Chat,
  eraseChat,
  eraseLapsedChats,
  exportChat,
  findChat,
  saveChat,
  setSchedule,
} from '../../src/store/chats.js';
import {
  beginSubscriptions,
  endSubscriptions,
  listOpenSubscriptions,
  reopenSubscriptions,
} from '../../src/store/subscriptions.js';
import { day } from '../../src/time.js';
import { testDatabase } from '../support/database.js';
import { everyDay, savePack } from '../support/news.js';

const db = await testDatabase();
const now = new Date('2026-03-02T01:10:00Z');
const slot = new Date('2026-03-02T23:30:00Z');
await savePack(db, now);

const citizen = (hash: Buffer = randomBytes(32)) => ({
  telegram_id_hash: hash,
  telegram_id_sealed: '1.sealed',
  kind: 'private' as const,
  locale: 'vi',
  unit: null,
  times: ['06:30'],
  weekdays: everyDay,
  due_at: slot,
  consented_at: now,
  notice_version: '1.0',
});

const save = (chat: Parameters<typeof saveChat>[1]) => db.transaction().execute((trx) => saveChat(trx, chat));

async function follower(...districtIds: string[]): Promise<Chat> {
  const chat = await save(citizen());
  await begin(chat, ...districtIds);
  return chat;
}

const begin = (chat: Chat, ...districtIds: string[]) =>
  db.transaction().execute((trx) => beginSubscriptions(trx, chat.id, districtIds, 0, now));
const stop = (chat: Chat, at = now) =>
  db.transaction().execute((trx) => endSubscriptions(trx, chat.id, 'all', 'stopped', at));
const undo = (chat: Chat, stopped_at: Date) =>
  db.transaction().execute((trx) => reopenSubscriptions(trx, chat.id, stopped_at, slot));
const again = async (chat: Chat) => (await findChat(db, chat.telegram_id_hash))!;
const followed = async (chat: Chat) =>
  (await listOpenSubscriptions(db, chat.id)).map(({ district_id }) => district_id);

test('a chat that is served keeps its schedule and its consent when it follows more', async () => {
  const chat = await follower('an-lac');
  const due_at = new Date('2026-03-02T12:00:00Z');
  await setSchedule(db, chat.id, () => ({ times: ['19:00'], weekdays: [1, 3], due_at }));
  const later = new Date(now.getTime() + day);
  const saved = await save({
    ...citizen(chat.telegram_id_hash),
    consented_at: later,
    notice_version: '1.1',
  });
  expect(saved).toMatchObject({
    id: chat.id,
    times: ['19:00'],
    weekdays: [1, 3],
    due_at,
    consented_at: now,
    notice_version: '1.0',
  });
});

test('a chat that had stopped begins anew, also one that was an official', async () => {
  const chat = await save({
    ...citizen(),
    style: 'official',
    unit: 'Văn phòng',
    times: ['06:45'],
    weekdays: [1],
  });
  await begin(chat, 'an-lac');
  await stop(chat);
  expect(await save({ ...citizen(chat.telegram_id_hash), times: ['20:00'] })).toMatchObject({
    style: 'citizen',
    unit: null,
    times: ['20:00'],
    weekdays: everyDay,
    due_at: slot,
  });
});

test('an invitation brings its own schedule to a chat that is served', async () => {
  const chat = await follower('an-lac');
  const due_at = new Date('2026-03-02T23:45:00Z');
  const invited = {
    ...citizen(chat.telegram_id_hash),
    style: 'official' as const,
    unit: 'Văn phòng',
    due_at,
  };
  expect(await save({ ...invited, times: ['06:45'], weekdays: [1] })).toMatchObject({
    style: 'official',
    unit: 'Văn phòng',
    times: ['06:45'],
    weekdays: [1],
    due_at,
  });
  expect(await followed(chat)).toEqual(['an-lac']);
});

test('what is followed already does not begin again', async () => {
  const chat = await follower('an-lac');
  const begun = await begin(chat, 'binh-son', 'an-lac');
  expect(begun.map(({ district_id }) => district_id)).toEqual(['binh-son']);
  expect(await followed(chat)).toEqual(['an-lac', 'binh-son']);
});

test('a chat left with nothing waits for no slot; one that keeps a district does', async () => {
  const chat = await follower('an-lac', 'binh-son');
  const end = (districtIds: string[]) =>
    db.transaction().execute((trx) => endSubscriptions(trx, chat.id, districtIds, 'removed', now));
  await end([]);
  await end(['an-lac']);
  expect((await again(chat)).due_at).toEqual(slot);
  await end(['binh-son']);
  expect((await again(chat)).due_at).toBeNull();
  await setSchedule(db, chat.id, () => ({ paused_until: slot, due_at: slot }));
  expect(await again(chat)).toMatchObject({ due_at: null, paused_until: null });
});

test('undoing a stop restores the marks and leaves alone what was followed anew', async () => {
  const chat = await follower('an-lac', 'binh-son');
  const before = await listOpenSubscriptions(db, chat.id);
  await stop(chat);
  await begin(chat, 'binh-son');
  expect(await undo(chat, new Date(now.getTime() - 1))).toEqual([]);
  expect(await undo(chat, now)).toEqual(['an-lac']);
  const after = await listOpenSubscriptions(db, chat.id);
  expect(after[0]).toEqual(before[0]);
  expect(await followed(chat)).toEqual(['an-lac', 'binh-son']);
  expect((await again(chat)).due_at).toEqual(slot);
});

test('erasing removes everything of a chat and says how much', async () => {
  const chat = await follower('an-lac', 'binh-son');
  const exported = await exportChat(db, chat.id);
  expect(exported).toMatchObject({
    locale: 'vi',
    subscriptions: [{ district_id: 'an-lac' }, { district_id: 'binh-son' }],
    deliveries: [],
  });
  expect(JSON.stringify(exported)).not.toContain('sealed');
  expect(await db.transaction().execute((trx) => eraseChat(trx, chat.id))).toEqual({
    subscriptions: 2,
    filters: 0,
    deliveries: 0,
  });
  expect(await findChat(db, chat.telegram_id_hash)).toBeUndefined();
});

test('a chat is erased 30 days after its last subscription ended, and not before', async () => {
  const served = await follower('an-lac');
  const stopped = await follower('an-lac', 'binh-son');
  await stop(stopped);
  const after = (days: number) => new Date(now.getTime() + days * day);
  await eraseLapsedChats(db, after(29.9));
  expect(await findChat(db, stopped.telegram_id_hash)).toBeDefined();
  expect(await eraseLapsedChats(db, after(30))).toBeGreaterThan(0);
  expect(await findChat(db, stopped.telegram_id_hash)).toBeUndefined();
  expect(await findChat(db, served.telegram_id_hash)).toBeDefined();
});
