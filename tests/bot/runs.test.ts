import { expect, test } from 'vitest';
import type { Person } from '../../src/demo/telegram/telegram.js';
import { cutDigests } from '../../src/digest/cut.js';
import { claimDue } from '../../src/store/deliveries.js';
import { settleRuns } from '../../src/store/settle.js';
import { testDatabase } from '../support/database.js';
import { pack, saveStory } from '../support/news.js';
import { answerQuestion, startStaffBot } from '../support/staff.js';

const db = await testDatabase();
const { hire, reader, telegram, time, deliver } = await startStaffBot(db);
const admin = await hire(1, 'admin');
const editor = await hire(2, 'editor');
const people: Person[] = [];
for (const id of [20, 21, 22]) people.push(await reader(id, ['an-lac']));
await saveStory(db, ['an-lac'], time.now);

const buttons = () => admin.last.buttons.flat().map(({ text }) => text);
const inbox = () => people.map(({ messages }) => messages.length);
const statuses = async () =>
  (await db.selectFrom('delivery').select('status').orderBy('id').execute()).map(({ status }) => status);

test('before anything went out there is nothing to see', async () => {
  await admin.send('/guilai');
  expect(admin.last.text).toContain('Chưa có lượt gửi nào.');
});

test('a run is paused and resumed from the chat', async () => {
  time.now = new Date('2026-03-02T23:30:00Z');
  await cutDigests(db, pack, time.now, { deliverTo: '*' });
  await admin.send('/admin');
  expect(admin.last.text).toContain('\nBản tin 06:30: đang gửi, 0/3 · còn 3 · lỗi 0\n');
  await admin.press('Lượt gửi');
  await admin.press('Bản tin 06:30');
  await admin.press('Tạm dừng');
  expect(admin.last.text).toContain('Bản tin 06:30: đang tạm dừng, 0/3');
  const before = inbox();
  // What is due now is nothing: the sender would wait for the paused run.
  const due = { limit: 10, leaseSeconds: 15, deliverTo: '*' as const };
  expect((await claimDue(db, time.now, due)).claims).toEqual([]);
  await admin.press('Gửi tiếp');
  telegram.person(20).block();
  await deliver();
  expect(inbox().map((n, index) => n - before[index]!)).toEqual([0, 1, 1]);
  await admin.press('Cập nhật');
  expect(admin.last.text).toContain('Bản tin 06:30: đã gửi xong 2/3 · ngừng nhận 1 · lỗi 0');
  expect(admin.last.text).toContain('· đã chặn bot: 1');
  expect(buttons()).toEqual(['Cập nhật', '‹ Quay lại']);
});

test('what failed is sent again, but not so late that it would disturb', async () => {
  await db
    .updateTable('delivery')
    .set({ status: 'failed', reason: 'rejected', next_part: 0 })
    .where('status', '=', 'sent')
    .execute();
  await db.updateTable('run').set({ finished_at: null }).execute();
  // The marks as the failure would have moved them back.
  await db.updateTable('subscription').set({ mark: 0 }).execute();
  await settleRuns(db, time.now);
  await admin.press('‹ Quay lại');
  await admin.press('Bản tin 06:30');
  time.now = new Date('2026-03-03T14:31:00Z');
  expect((await admin.press('Gửi lại 2 lượt lỗi')).text).toContain('quá giờ gửi');
  expect(await statuses()).toEqual(['failed', 'failed', 'failed']);
  time.now = new Date('2026-03-03T02:00:00Z');
  const before = inbox();
  await admin.send('/retry');
  await admin.press('Bản tin 06:30');
  const { message_id } = admin.last;
  const press = await admin.press('Gửi lại 2 lượt lỗi');
  expect(press).toMatchObject({ alert: true, text: 'Đang gửi lại 2 lượt.' });
  await deliver();
  expect(inbox().map((n, index) => n - before[index]!)).toEqual([0, 1, 1]);
  const { id } = await db.selectFrom('run').select('id').executeTakeFirstOrThrow();
  const again = await admin.pressData(`v1:au:a:${id}`, { id: message_id });
  expect(again.text).toBe('Không còn lượt nào cần gửi lại.');
});

test('a run is stopped after a question, and its news wait for the next digest', async () => {
  await saveStory(db, ['an-lac'], time.now);
  time.now = new Date('2026-03-03T23:30:00Z');
  await cutDigests(db, pack, time.now, { deliverTo: '*' });
  await admin.send('/guilai');
  await admin.press('Bản tin 06:30');
  await admin.press('Dừng hẳn');
  expect(admin.last.text).toContain('2 lượt chưa gửi');
  await admin.press('Dừng 2 lượt');
  expect(admin.last.text).toContain('Bản tin 06:30: đã dừng, 0/2 · không gửi 2 · lỗi 0');
  expect(buttons()).toEqual(['Cập nhật', '‹ Quay lại']);
  const before = inbox();
  time.now = new Date('2026-03-04T23:30:00Z');
  await cutDigests(db, pack, time.now, { deliverTo: '*' });
  await deliver();
  expect(inbox().map((n, index) => n - before[index]!)).toEqual([0, 1, 1]);
});

test('one button goes through the windows that digests are spread over', async () => {
  await admin.send('/guilai');
  const seen: string[] = [];
  for (let n = 0; n < 4; n++) {
    seen.push(buttons().find((text) => text.startsWith('Bản tin: '))!);
    await admin.press(/^Bản tin: /);
  }
  expect(seen).toEqual([
    'Bản tin: gửi nhanh nhất có thể',
    'Bản tin: gửi dần trong 30 phút',
    'Bản tin: gửi dần trong 60 phút',
    'Bản tin: gửi dần trong 120 phút',
  ]);
});

test('an announcement is spread, paused and resumed on its own card', async () => {
  time.now = new Date('2026-03-05T02:00:00Z');
  await editor.send('/thongbao');
  await answerQuestion(editor, 'Họp dân');
  await editor.press('Gửi nhanh nhất có thể');
  expect(editor.last.text).toContain('trong khoảng 30 phút');
  await editor.press('Gửi cho 2 người');
  const rows = await db
    .selectFrom('delivery')
    .select('send_after')
    .where('kind', '=', 'announcement')
    .orderBy('id')
    .execute();
  expect(rows.map(({ send_after }) => send_after)).toEqual([time.now, new Date('2026-03-05T02:15:00Z')]);
  await editor.press('Tạm dừng');
  expect(editor.last.text).toContain('Đang tạm dừng thông báo');
  await editor.press('Gửi tiếp');
  const before = inbox();
  time.now = new Date('2026-03-05T02:16:00Z');
  await deliver();
  expect(inbox().map((n, index) => n - before[index]!)).toEqual([0, 1, 1]);
});

test('who is no admin has no runs, and a forged button finds none', async () => {
  const { id } = await db
    .selectFrom('run')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  await editor.pressData(`v1:au:p:${id}`);
  await admin.pressData('v1:au:s:999999');
  await admin.pressData('v1:ab:h:999999');
  expect(await db.selectFrom('run').select('id').where('paused_at', 'is not', null).execute()).toEqual([]);
});
