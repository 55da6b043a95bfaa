import { expect, test } from 'vitest';
import { testDatabase } from '../support/database.js';
import { startStaffBot } from '../support/staff.js';

const db = await testDatabase();
const { telegram, deps, reader, deliver } = await startStaffBot(db);
const set = (id: number, values: object) =>
  db.updateTable('chat').set(values).where('telegram_id_hash', '=', deps.seal.hash(id)).execute();

test('beside stopping a week’s pause and a weekly digest are offered, the latter to whom it changes something', async () => {
  const lan = await reader(10, ['an-lac']);
  const offered = async () => {
    await lan.send('/dung');
    return lan.last.buttons.flat().map(({ text }) => text);
  };
  const always = ['Tạm dừng 7 ngày', 'Hủy nhận tin', 'Giữ nguyên'];
  expect(await offered()).toEqual(always.toSpliced(1, 0, 'Chuyển sang hằng tuần'));
  await set(10, { weekdays: [6] });
  expect(await offered()).toEqual(always);
  await set(10, { weekdays: [1, 2, 3, 4, 5], style: 'official', unit: 'Văn phòng' });
  expect(await offered()).toEqual(always);
});

test('/status says when the last digest went to this chat, and nothing where none did', async () => {
  const hoa = telegram.person(11, { language_code: 'vi' });
  await hoa.send('/trangthai');
  expect(hoa.last.text).not.toContain('gần nhất');
  await hoa.send('/start an-lac');
  await hoa.press('Đồng ý, gửi tin cho tôi');
  await hoa.send('/trangthai');
  expect(hoa.last.text).not.toContain('gần nhất');
  await deliver();
  await hoa.send('/trangthai');
  expect(hoa.last.text).toContain(
    'Bản tin gần nhất đã gửi cho bạn: 08:10 Thứ Hai, 02/03/2026.\nBản tin tiếp theo: 06:30',
  );
});
