import { expect, test } from 'vitest';
import { claimLink } from '../../src/bot/claim.js';
import { testDatabase } from '../support/database.js';
import { answerQuestion, linkedPayload, startStaffBot } from '../support/staff.js';

const db = await testDatabase();
const { telegram, time, reader, deliver } = await startStaffBot(db);
const owner = telegram.person(1);
const editor = telegram.person(2);

test('the first person to open the link from the log runs the bot, and invites an editor', async () => {
  const link = await claimLink(db, telegram.me.username!, time.now);
  await owner.send(`/start ${link!.split('start=')[1]}`);
  await owner.send('/quantri');
  expect(owner.last.text).toContain('Đang nhận tin: 0');
  await owner.press('Vai trò');
  await owner.press('Mời biên tập');
  await editor.send(`/start ${linkedPayload(owner)}`);
  await editor.press('Đồng ý nhận vai trò');
  expect(editor.last.text).toContain('biên tập');
});

test('an announcement reaches those who asked for it, as previewed, and the report says how it went', async () => {
  const lan = await reader(20, ['an-lac']);
  const minh = await reader(21, ['an-lac']);
  const thu = await reader(22, ['cao-xa']);
  const khoa = await reader(23, ['an-lac'], { announcements: false });
  await editor.send('/thongbao');
  await answerQuestion(editor, 'Họp dân lúc 19:00 & mời <cả làng>', [{ type: 'bold', offset: 0, length: 7 }]);
  await editor.press('Chọn khu vực');
  await editor.press('An Lạc');
  await editor.press('Tiếp tục');
  minh.deactivate();
  await editor.press('Gửi cho 2 người');
  expect(editor.last.text).toContain('đang chờ: 2');
  await deliver();
  expect(lan.last.text).toBe('Họp dân lúc 19:00 & mời <cả làng>');
  expect(lan.last.entities).toEqual([{ type: 'bold', offset: 0, length: 7 }]);
  expect([minh, thu, khoa].flatMap(({ messages }) => messages)).toEqual([]);
  await editor.press('Xem tiến độ');
  expect(editor.last.text).toBe(
    'Đã gửi xong thông báo · xác nhận lúc 08:10\nĐã gửi: 1 · đã ngừng nhận: 1 · lỗi: 0',
  );
  await deliver();
  expect(lan.messages).toHaveLength(1);
});

test('one that waits for the morning can be stopped in the night', async () => {
  time.now = new Date('2026-03-02T16:00:00Z');
  const lan = telegram.person(20);
  await editor.send('/thongbao');
  await answerQuestion(editor, 'Nhầm rồi');
  expect(editor.last.text).toContain('Bắt đầu gửi: 06:00');
  await editor.press(/Gửi cho/);
  await deliver();
  expect(lan.messages).toHaveLength(1);
  await editor.press('Dừng gửi');
  time.now = new Date('2026-03-02T23:01:00Z');
  await deliver();
  expect(lan.messages).toHaveLength(1);
  expect(editor.last.text).toContain('không gửi nữa: 2');
});

test('an editor whose role was revoked can do nothing more, not even with the buttons still on screen', async () => {
  await editor.send('/thongbao');
  await answerQuestion(editor, 'Còn trên màn hình');
  await owner.send('/vaitro');
  await owner.press(/Thu hồi số/);
  await owner.press('Thu hồi');
  await editor.press(/Gửi cho/);
  await deliver();
  expect(telegram.person(20).messages).toHaveLength(1);
  const announcement = await db
    .selectFrom('announcement')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  expect(announcement.confirmed_at).toBeNull();
});
