import { expect, test } from 'vitest';
import { testDatabase } from '../support/database.js';
import { answerQuestion, linkedPayload, startStaffBot } from '../support/staff.js';

const db = await testDatabase();
const { hire, telegram, time } = await startStaffBot(db);
const admin = await hire(1, 'admin');

test('an invitation is filled in by buttons and becomes a link for one unit', async () => {
  await admin.send('/moi');
  expect(admin.last.keyboard).toMatchObject({ force_reply: true });
  await answerQuestion(admin, '  Phòng <Văn hóa>\n& Thông tin ');
  expect(admin.last.text).toContain('Đơn vị: Phòng <Văn hóa> & Thông tin');
  expect(admin.last.text).toContain('Phạm vi: chưa chọn');
  await admin.press('Bình Sơn');
  await admin.press('An Lạc');
  await admin.press('✓ Bình Sơn');
  await admin.press('Bình Sơn');
  await admin.press('Tiếp tục');
  expect(admin.last.text).toBe(
    'Mời nhận điểm báo\nĐơn vị: Phòng <Văn hóa> & Thông tin\nPhạm vi: An Lạc, Bình Sơn\nLịch: Thứ Hai đến Thứ Sáu 06:45',
  );
  await admin.press('Giờ: 06:45');
  await admin.press('08:30');
  await admin.press('Mỗi ngày');
  expect(admin.last.text).toContain('mỗi ngày 08:30');
  await admin.press('Tạo liên kết');
  expect(linkedPayload(admin)).toMatch(/^off_[\w-]{22}$/);
  expect(admin.last.text).toContain('đến 08:10 04/03/2026');
  const row = await db.selectFrom('invitation').selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({
    unit: 'Phòng <Văn hóa> & Thông tin',
    district_ids: ['an-lac', 'binh-son'],
    times: ['08:30'],
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    expires_at: new Date(time.now.getTime() + 48 * 3_600_000),
  });
});

test('the whole region is a scope like any other', async () => {
  await admin.send('/invite');
  await answerQuestion(admin, 'Văn phòng');
  await admin.press('Cả tỉnh');
  await admin.press('Tiếp tục');
  expect(admin.last.text).toContain('Phạm vi: Cả tỉnh');
});

test('nobody agrees to what was changed after their link was made', async () => {
  await admin.send('/moi');
  await answerQuestion(admin, 'Trạm khuyến nông');
  await admin.press('An Lạc');
  await admin.press('Tiếp tục');
  await admin.press('Tạo liên kết');
  const start = `/start ${linkedPayload(admin)}`;
  const sinh = telegram.person(50);
  await sinh.send(start);
  await admin.press('Mỗi ngày');
  expect((await sinh.press('Đồng ý nhận')).text).toContain('không còn hiệu lực');
  expect(await db.selectFrom('chat').select('id').execute()).toEqual([]);
});

test('a unit needs a short name of text', async () => {
  await admin.send('/moi');
  const question = admin.last;
  await admin.send('x'.repeat(101), { reply_to: question });
  expect(admin.last.text).toContain('nhiều nhất 100 ký tự');
  await admin.send('Trạm y tế', { reply_to: question });
  expect(admin.last.text).toContain('Đơn vị: Trạm y tế');
});

test('a command in reply to the question is a command', async () => {
  await admin.send('/moi');
  await answerQuestion(admin, '/vaitro');
  expect(admin.last.text).toContain('Vai trò');
});

test('forged and stale buttons are refused kindly and change nothing', async () => {
  const before = await db.selectFrom('invitation').selectAll().execute();
  const { id } = before[0]!;
  for (const data of [
    'v1:ai:c:999',
    'v1:ai:l:99999999999999999999',
    `v1:ai:t:${id}:77:0`,
    `v1:ai:s:${id}:0300`,
    `v1:ai:w:${id}:9`,
    'v1:ai:x',
    `v1:ai:d:${id}:50`,
  ])
    expect((await admin.pressData(data)).answered, data).toBe(true);
  expect(await db.selectFrom('invitation').selectAll().execute()).toEqual(before);
  await db.updateTable('invitation').set({ used_at: time.now }).where('id', '=', id).execute();
  expect((await admin.pressData(`v1:ai:c:${id}`)).text).toContain('đã được dùng');
});
