import { beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../src/demo/telegram/telegram.js';
import { findChat } from '../../src/store/chats.js';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { everyDay, packWithSource, saveStory } from '../support/news.js';
import { vn } from '../support/readers.js';

const db = await testDatabase();
const { telegram, time, deps } = await startBot(db, packWithSource);
// A Monday at ten past eight.
const monday = time.now;
let lan: Person;
let nextId = 100;
beforeEach(async () => {
  time.now = monday;
  lan = telegram.person(nextId++, { language_code: 'vi' });
  await lan.send('/start an-lac');
  await lan.press({ row: 0, column: 0 });
  await lan.send('/settings');
});

const chat = async () => (await findChat(db, deps.seal.hash(lan.user.id)))!;
const labels = () => lan.last.buttons.flat().map(({ text }) => text);
const press = async (...pressed: string[]) => {
  for (const label of pressed) await lan.press(label);
};

describe('the frequency', () => {
  test('twice a day is morning and afternoon, each with hours of its own half', async () => {
    await press('Tần suất', 'Hai lần: sáng và chiều');
    expect(lan.last.text).toContain('Lịch: mỗi ngày 06:30 và 17:30');
    expect(await chat()).toMatchObject({ times: ['06:30', '17:30'], due_at: vn('2026-03-02T17:30') });
    await press('Giờ nhận', 'Chiều: 17:30');
    expect(labels()).not.toContain('11:30');
    await press('19:00', 'Giờ nhận', 'Sáng: 06:30');
    expect(labels()).not.toContain('12:00');
    await press('09:00');
    expect(lan.last.text).toContain('mỗi ngày 09:00 và 19:00');
    await press('Tần suất', '✓ Hai lần: sáng và chiều');
    expect((await chat()).times).toEqual(['09:00', '19:00']);
    await press('Tần suất', 'Mỗi ngày một lần');
    expect((await chat()).times).toEqual(['09:00']);
  });

  test('weekly is Saturday at seven, or another day and hour', async () => {
    await press('Tần suất', 'Hằng tuần, sáng Thứ Bảy');
    expect(lan.last.text).toContain('Lịch: Thứ Bảy hằng tuần 07:00');
    expect(lan.last.text).toContain('Bản tin tiếp theo: 07:00 Thứ Bảy, 07/03/2026.');
    await press('Ngày nhận', 'Thứ Năm', 'Quay lại', 'Giờ nhận', '18:00');
    expect(await chat()).toMatchObject({ times: ['18:00'], weekdays: [4], due_at: vn('2026-03-05T18:00') });
    expect((await chat()).weekly_until).toBeNull();
    await press('Tần suất', 'Mỗi ngày một lần');
    expect(await chat()).toMatchObject({
      times: ['06:30'],
      weekdays: everyDay,
      weekly_until: vn('2026-03-10T06:30'),
    });
  });

  test('urgent notices only is agreed to first, waits for no digest, and everything else still answers', async () => {
    await press('Tần suất', 'Chỉ tin khẩn');
    expect(lan.last.text).toContain('cả trong giờ yên lặng');
    expect(await chat()).toMatchObject({ times: ['06:30'], urgent: false });
    await press('Đồng ý, chỉ nhận tin khẩn');
    expect(lan.last.text).toContain('Lịch: chỉ tin khẩn');
    expect(lan.last.text).toContain('Bạn chỉ nhận tin khẩn, không nhận bản tin.');
    expect(await chat()).toMatchObject({ times: [], urgent: true, due_at: null });
    expect(labels()).not.toContain('Giờ nhận');
    // It would leave nothing.
    await lan.pressData('v1:su:0');
    expect((await chat()).urgent).toBe(true);
    expect(lan.last.text).toContain('Bạn đang chọn chỉ nhận tin khẩn.');
    for (const said of ['/start', '/status', '/privacy', '/khuvuc', '/tin', '/start binh-son']) {
      const before = lan.messages.length;
      await lan.send(said);
      expect(lan.messages.length, said).toBe(before + 1);
      expect(lan.last.text, said).not.toContain('Bạn chưa theo dõi');
    }
    expect(lan.last.text).toContain('Bạn đang theo dõi An Lạc và chỉ nhận tin khẩn.');
    await press('Đồng ý, gửi tin cho tôi');
    expect(lan.last.text).toContain('Bạn đang theo dõi: An Lạc, Bình Sơn.');
    expect(await chat()).toMatchObject({ times: [], due_at: null });
    await lan.send('/dung');
    await press('Tạm dừng 7 ngày', 'Nhận lại ngay');
    expect(await chat()).toMatchObject({ due_at: null, paused_until: null });
    await lan.send('/dung');
    await press('Hủy nhận tin');
    await lan.send('/settings');
    expect(lan.last.text).toContain('Bạn chưa theo dõi nơi nào');
    const stopped = lan.messages.findLast(({ text }) => text.startsWith('Đã hủy.'))!;
    await lan.pressData(stopped.buttons.flat()[0]!.callback_data!, { id: stopped.message_id });
    expect(await chat()).toMatchObject({ times: [], urgent: true, due_at: null });
    await lan.send('/settings');
    await press('Tần suất', 'Mỗi ngày một lần');
    expect(await chat()).toMatchObject({ times: ['06:30'], due_at: vn('2026-03-03T06:30') });
  });

  test('whoever stopped and begins anew gives the consent to urgent notices anew', async () => {
    await press('Tin khẩn', 'Nhận tin khẩn', 'Hiển thị', 'Chỉ tiêu đề');
    expect(await chat()).toMatchObject({ urgent: true, display: 'short' });
    await lan.send('/dung');
    await press('Hủy nhận tin');
    await lan.send('/start an-lac');
    await lan.press({ row: 0, column: 0 });
    expect(await chat()).toMatchObject({ urgent: false, display: 'short', due_at: vn('2026-03-03T06:30') });
  });
});

describe('the days', () => {
  test('are ticked one by one or by the week, two at least', async () => {
    await press('Ngày nhận', 'Thứ Hai đến Thứ Sáu');
    expect((await chat()).weekdays).toEqual([1, 2, 3, 4, 5]);
    expect(labels()).toContain('✓ Thứ Sáu');
    await press('✓ Thứ Sáu', '✓ Thứ Năm', '✓ Thứ Tư');
    await press('✓ Thứ Ba');
    expect((await chat()).weekdays).toEqual([1, 2]);
    await press('Chủ Nhật', 'Quay lại');
    expect(lan.last.text).toContain('Lịch: Thứ Hai, Thứ Ba, Chủ Nhật 06:30');
    expect((await chat()).due_at).toEqual(vn('2026-03-03T06:30'));
    await press('Ngày nhận', 'Mỗi ngày', 'Quay lại');
    expect(lan.last.text).toContain('Lịch: mỗi ngày 06:30');
  });
});

test('a pause lasts as long as chosen, and is shown until it ends', async () => {
  await press('Tạm dừng');
  expect(labels()).toEqual(['1 ngày', '3 ngày', '7 ngày', '14 ngày', '30 ngày', 'Quay lại']);
  await press('3 ngày');
  expect(lan.last.text).toContain('Đang tạm dừng đến 08:10 Thứ Năm, 05/03/2026.');
  expect(lan.last.text).toContain('Bản tin tiếp theo: 06:30 Thứ Sáu, 06/03/2026.');
  await press('Tần suất', 'Hai lần: sáng và chiều');
  expect((await chat()).due_at).toEqual(vn('2026-03-05T17:30'));
  await press('Nhận lại ngay');
  expect(lan.last.text).not.toContain('Đang tạm dừng');
});

test('quiet hours are longer than everyone’s, never shorter', async () => {
  await press('Giờ yên lặng', 'Từ 20:00', 'Đến 08:00');
  expect(lan.last.text).toContain('Giờ yên lặng: 20:00 đến 08:00');
  expect(labels()).toContain('✓ Đến 08:00');
  await lan.pressData('v1:sq:f:2300');
  expect(await chat()).toMatchObject({ quiet_from: '20:00', quiet_until: '08:00' });
});

test('titles alone are chosen, and /tin has no leads from then on', async () => {
  await saveStory(db, ['an-lac'], monday, { title: 'Mở chợ', summary: 'Chợ mở cửa.' });
  await press('Hiển thị', 'Chỉ tiêu đề');
  expect(lan.last.text).toContain('Hiển thị: chỉ tiêu đề');
  await lan.send('/tin');
  expect(lan.last.text).toContain('Mở chợ');
  expect(lan.last.text).not.toContain('Chợ mở cửa.');
});

test('buttons of before still answer, and forged ones change nothing', async () => {
  await lan.pressData('v1:sh:0900');
  expect((await chat()).times).toEqual(['09:00']);
  await lan.pressData('v1:sp');
  expect((await chat()).paused_until).toEqual(new Date(monday.getTime() + 7 * 86_400_000));
  await lan.pressData('v1:sr');
  const before = await chat();
  for (const data of [
    'v1:sp:99',
    'v1:sh:2730',
    'v1:sd:x',
    'v1:sd:o:3',
    'v1:sq:u:0300',
    'v1:sf:q',
    'v1:sv:z',
    'v1:su:2',
  ])
    expect((await lan.pressData(data)).answered, data).toBe(true);
  expect(await chat()).toEqual(before);
});

test('an official changes hours and quiet hours, and has neither frequency nor display', async () => {
  await db
    .updateTable('chat')
    .set({ style: 'official', unit: 'Văn phòng', weekdays: [1, 2, 3, 4, 5] })
    .where('telegram_id_hash', '=', deps.seal.hash(lan.user.id))
    .execute();
  await lan.send('/settings');
  expect(lan.last.text).toContain('Hiển thị: điểm báo đầy đủ');
  expect(labels()).not.toContain('Tần suất');
  const before = await chat();
  for (const data of ['v1:sf:uy', 'v1:sf:w', 'v1:sd:e', 'v1:sd:x:1']) await lan.pressData(data);
  expect(await chat()).toEqual(before);
  await press('Giờ nhận', '07:00');
  expect(await chat()).toMatchObject({ times: ['07:00'], weekdays: [1, 2, 3, 4, 5] });
});
