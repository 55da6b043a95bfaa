import { expect, test } from 'vitest';
import { findStaff, listStaff } from '../../src/store/staff.js';
import { testDatabase } from '../support/database.js';
import { linkedPayload, menuOf, startStaffBot } from '../support/staff.js';

const db = await testDatabase();
const { telegram, time, hire, deps } = await startStaffBot(db);
const owner = await hire(1, 'owner');
const roleOf = async (id: number) => (await findStaff(db, deps.seal.hash(id)))?.role;
const numberOf = async (id: number) => (await findStaff(db, deps.seal.hash(id)))!.id;

test('a role is given by a link that asks first, works once, and expires after two days', async () => {
  await owner.send('/vaitro');
  expect(owner.last.buttons.flat().map(({ text }) => text)).toEqual([
    'Mời chủ',
    'Mời quản trị',
    'Mời biên tập',
    'Mời người xem',
    'Thôi vai trò của tôi',
    '‹ Quản trị',
  ]);
  await owner.press('Mời quản trị');
  const start = `/start ${linkedPayload(owner)}`;
  const hoa = telegram.person(2);
  await hoa.send(start);
  expect(hoa.last.text).toContain('lưu mã Telegram của bạn ở dạng mã hóa');
  expect(await roleOf(2)).toBeUndefined();
  await hoa.press(/Đồng ý/);
  expect(hoa.last.text).toContain('Bây giờ bạn có vai trò quản trị');
  expect(await roleOf(2)).toBe('admin');
  expect(menuOf(telegram, 2)).toContain('/moi');
  const binh = telegram.person(3);
  await binh.send(start);
  expect(binh.last.text).toContain('đã được dùng');

  await owner.press('Mời biên tập');
  const late = `/start ${linkedPayload(owner)}`;
  await binh.send(late);
  time.now = new Date(time.now.getTime() + 48 * 3_600_000);
  expect((await binh.press(/Đồng ý/)).text).toContain('không còn hiệu lực');
  expect(await roleOf(3)).toBeUndefined();
});

test('declining stores nothing and leaves the link for another', async () => {
  await owner.send('/roles');
  await owner.press('Mời người xem');
  const start = `/start ${linkedPayload(owner)}`;
  const cuong = telegram.person(4);
  await cuong.send(start);
  await cuong.press('Từ chối');
  expect(cuong.last.text).toContain('không lưu thêm gì về bạn');
  expect(await roleOf(4)).toBeUndefined();
  const dung = telegram.person(5, { language_code: 'en' });
  await dung.send(start);
  await dung.press(/I agree/);
  expect(await roleOf(5)).toBe('viewer');
});

test('nobody grants or revokes above their own role, whatever their button says', async () => {
  const admin = telegram.person(2);
  await admin.send('/vaitro');
  expect(admin.last.buttons.flat().map(({ text }) => text)).not.toContain('Mời chủ');
  for (const data of ['v1:ag:i:owner', 'v1:ag:i:king', `v1:ag:y:${await numberOf(1)}`, 'v1:ag:y:999']) {
    const press = await admin.pressData(data);
    expect(press).toMatchObject({ answered: true, alert: true });
  }
  expect(await roleOf(1)).toBe('owner');
});

test('revoking asks first, ends the role at once and takes its commands out of the list', async () => {
  expect(menuOf(telegram, 5)).toContain('/admin');
  await owner.send('/vaitro');
  const number = await numberOf(5);
  await owner.press(`Thu hồi số ${number}`);
  expect(owner.last.text).toContain('người xem');
  await owner.press('Thu hồi');
  expect(await roleOf(5)).toBeUndefined();
  expect(menuOf(telegram, 5)).toBe('');
  const dung = telegram.person(5);
  await dung.send('/admin');
  expect(dung.last.text).not.toContain('Admin ·');
});

test('an admin leaves on their own, the last owner cannot', async () => {
  const admin = telegram.person(2);
  await admin.send('/vaitro');
  await admin.press('Thôi vai trò của tôi');
  await admin.press('Thôi vai trò');
  expect(admin.last.text).toContain('đã được xóa');
  expect(menuOf(telegram, 2)).toBe('');
  await owner.send('/vaitro');
  await owner.press('Thôi vai trò của tôi');
  await owner.press('Thôi vai trò');
  expect(owner.last.text).toContain('người chủ duy nhất');
  expect((await listStaff(db)).map(({ role }) => role)).toEqual(['owner']);
});
