import { expect, test } from 'vitest';
import { testDatabase } from '../support/database.js';
import { saveStory } from '../support/news.js';
import { startStaffBot } from '../support/staff.js';

const db = await testDatabase();
const { telegram, time, hire, reader } = await startStaffBot(db);
const commands = ['/admin', '/quantri', '/broadcast', '/thongbao', '/sources', '/nguon', '/invite', '/moi'];

test('to a citizen an admin command is an unknown command, and so is its button', async () => {
  const lan = telegram.person(20);
  await lan.send('/nosuchcommand');
  const unknown = lan.last.text;
  for (const command of [...commands, '/roles', '/vaitro']) {
    await lan.send(command);
    expect(lan.last.text).toBe(unknown);
  }
  for (const data of [
    'v1:aa:h',
    'v1:ab:n',
    'v1:as:l',
    'v1:ar:l',
    'v1:ag:i:owner',
    'v1:ai:n',
    'v1:ab:s:1:1',
  ]) {
    const before = lan.messages.length;
    const press = await lan.pressData(data);
    expect(press.answered).toBe(true);
    expect(lan.messages.length).toBe(before);
  }
});

test('each role has its commands and no others, and none work in a group', async () => {
  const viewer = await hire(11, 'viewer');
  const editor = await hire(12, 'editor');
  await viewer.send('/quantri');
  expect(viewer.last.text).toContain('Quản trị');
  expect(viewer.last.buttons.flat().map(({ text }) => text)).toEqual(['Vai trò', 'Cập nhật']);
  await viewer.send('/thongbao');
  expect(viewer.last.text).not.toContain('nội dung thông báo');
  await editor.send('/thongbao');
  expect(editor.last.text).toContain('nội dung thông báo');
  await editor.send('/nguon');
  expect(editor.last.text).not.toContain('Nguồn tin');
  const group = telegram.group(-7);
  group.add(viewer, 'administrator');
  await group.addBot(viewer);
  await viewer.in(group).send('/quantri');
  expect(group.messages.map(({ text }) => text).join()).not.toContain('Đang nhận tin');
});

test('the home message counts chats, deliveries, sources and articles without a district', async () => {
  const admin = await hire(13, 'admin');
  await reader(30, ['an-lac']);
  await reader(31, ['an-lac', 'binh-son']);
  await reader(32, ['cao-xa']);
  await db
    .updateTable('chat')
    .set({ paused_until: new Date(time.now.getTime() + 1000) })
    .where('id', '=', (eb) => eb.selectFrom('chat').select((e) => e.fn.max('id').as('id')))
    .execute();
  await saveStory(db, ['an-lac'], time.now);
  await db.updateTable('article').set({ scope: 'uncertain' }).execute();
  await admin.send('/admin');
  expect(admin.last.text).toBe(
    [
      'Quản trị · Thứ Hai, 02/03/2026, 08:10',
      'Đang nhận tin: 2 · tạm dừng: 1 · chặn bot hôm nay: 0',
      'Gửi hôm nay: 0 đã gửi · 0 đang chờ · 0 lỗi',
      'Nguồn tin: 1/1 hoạt động bình thường, lần đọc được gần nhất 08:10',
      'Chờ xử lý: 1 tin chưa rõ hoặc bị báo sai khu vực',
    ].join('\n'),
  );
  time.now = new Date(time.now.getTime() + 60_000);
  await admin.press('Cập nhật');
  expect(admin.last.text).toContain('08:11');
});
