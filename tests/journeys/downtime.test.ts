import { beforeEach, expect, test } from 'vitest';
import type { Person } from '../../src/demo/telegram/telegram.js';
import { cutDigests } from '../../src/digest/cut.js';
import { listRuns } from '../../src/store/runs.js';
import { settleRuns } from '../../src/store/settle.js';
import { testDatabase } from '../support/database.js';
import { pack, saveStory } from '../support/news.js';
import { vn } from '../support/readers.js';
import { startStaffBot } from '../support/staff.js';

const db = await testDatabase();
const { deps, reader, time, deliver } = await startStaffBot(db);
let nextId = 100;
let [morning, evening, weekly, official]: Person[] = [];

beforeEach(async () => {
  for (const table of ['delivery', 'run', 'served_part', 'subscription', 'chat'] as const)
    await db.deleteFrom(table).execute();
  time.now = vn('2026-03-02T08:00');
  morning = await join({ times: ['06:30'] }, '2026-03-03T06:30');
  evening = await join({ times: ['19:00'] }, '2026-03-02T19:00');
  weekly = await join({ times: ['07:00'], weekdays: [6] }, '2026-03-07T07:00');
  official = await join(
    { times: ['06:45'], weekdays: [1, 2, 3, 4, 5], style: 'official', unit: 'Văn phòng' },
    '2026-03-03T06:45',
  );
});

async function join(schedule: object, due: string): Promise<Person> {
  const id = nextId++;
  const person = await reader(id, ['an-lac']);
  await db
    .updateTable('chat')
    .set({ ...schedule, due_at: vn(due) })
    .where('telegram_id_hash', '=', deps.seal.hash(id))
    .execute();
  return person;
}

/** News at a time, which somebody reads in the feed although nothing is cut or sent. */
const news = (title: string, at: string) => saveStory(db, ['an-lac'], vn(at), { title });

/** Clock and sender run at this moment. */
async function up(at: string): Promise<void> {
  time.now = vn(at);
  await db
    .updateTable('chat_budget')
    .set({ next_place_at: '-infinity' as never })
    .execute();
  await cutDigests(db, pack, time.now, { deliverTo: '*' });
  await deliver();
  await settleRuns(db, time.now);
}

/** Only the clock does: the sender, or Telegram, is away. */
async function clockUp(at: string): Promise<void> {
  await cutDigests(db, pack, vn(at), { deliverTo: '*' });
}

/** How often each title has reached a person, and how many of the messages say that they are late. */
function received(person: Person | undefined, ...titles: string[]) {
  const texts = person!.messages.map(({ text }) => text);
  return {
    of: titles.map((title) => texts.filter((text) => text.includes(title)).length),
    late: texts.filter((text) => text.startsWith('Gửi muộn')).length,
  };
}

test('after an hour everything of the hour is sent once, marked late', async () => {
  await news('Mở chợ', '2026-03-03T05:00');
  await up('2026-03-03T07:30');
  await up('2026-03-03T07:31');
  expect(received(morning, 'Mở chợ')).toEqual({ of: [1], late: 1 });
  expect(received(official, 'Mở chợ')).toEqual({ of: [1], late: 1 });
  expect(received(evening, 'Mở chợ')).toEqual({ of: [0], late: 0 });
  await up('2026-03-03T19:00');
  expect(received(evening, 'Mở chợ')).toEqual({ of: [1], late: 0 });
});

test('after an hour without a sender alone it is the same', async () => {
  await news('Mở chợ', '2026-03-03T05:00');
  await clockUp('2026-03-03T06:30');
  await clockUp('2026-03-03T06:45');
  await up('2026-03-03T07:30');
  expect(received(morning, 'Mở chợ')).toEqual({ of: [1], late: 1 });
  expect(received(official, 'Mở chợ')).toEqual({ of: [1], late: 1 });
});

test('after a night nobody is woken: the evening is in the next digest, the morning comes as ever', async () => {
  await news('Mở chợ', '2026-03-02T12:00');
  await up('2026-03-02T21:31');
  expect(received(evening, 'Mở chợ')).toEqual({ of: [0], late: 0 });
  await news('Sửa cầu', '2026-03-03T05:00');
  await up('2026-03-03T06:30');
  await up('2026-03-03T06:45');
  expect(received(morning, 'Mở chợ', 'Sửa cầu')).toEqual({ of: [1, 1], late: 0 });
  expect(received(official, 'Mở chợ', 'Sửa cầu')).toEqual({ of: [1, 1], late: 0 });
  await up('2026-03-03T19:00');
  expect(received(evening, 'Mở chợ', 'Sửa cầu')).toEqual({ of: [1, 1], late: 0 });
});

test('what was cut in the evening and could not be sent is in the next digest, once', async () => {
  await news('Mở chợ', '2026-03-02T12:00');
  await clockUp('2026-03-02T19:00');
  await up('2026-03-03T05:00');
  expect(received(evening, 'Mở chợ')).toEqual({ of: [0], late: 0 });
  await up('2026-03-03T19:00');
  expect(received(evening, 'Mở chợ')).toEqual({ of: [1], late: 0 });
  const runs = await listRuns(db, vn('2026-03-01T00:00'), time.now);
  expect(runs.map(({ sent, failed }) => ({ sent, failed }))).toContainEqual({
    sent: 0,
    failed: { expired: 1 },
  });
});

test('after a week each gets one digest with all of it, and the next begins where it ended', async () => {
  const days = ['04', '05', '06', '07', '08', '09'];
  const titles = days.map((day) => `Tin ngày ${day}`);
  for (const day of days) await news(`Tin ngày ${day}`, `2026-03-${day}T10:00`);
  // A Tuesday, at nine in the morning.
  await up('2026-03-10T09:00');
  await up('2026-03-10T09:01');
  expect(received(morning, ...titles)).toEqual({ of: titles.map(() => 1), late: 1 });
  expect(received(official, ...titles)).toEqual({ of: titles.map(() => 1), late: 1 });
  await news('Tin mới', '2026-03-10T18:00');
  await up('2026-03-10T19:00');
  expect(received(evening, ...titles, 'Tin mới')).toEqual({ of: [...titles.map(() => 1), 1], late: 0 });
  await up('2026-03-11T06:30');
  expect(received(morning, ...titles, 'Tin mới')).toEqual({ of: [...titles.map(() => 1), 1], late: 1 });
  // The Saturday that was missed is over: the next one brings both weeks.
  expect(received(weekly, ...titles)).toEqual({ of: titles.map(() => 0), late: 0 });
  await up('2026-03-14T07:00');
  expect(received(weekly, ...titles, 'Tin mới')).toEqual({ of: [...titles.map(() => 1), 1], late: 0 });
});
