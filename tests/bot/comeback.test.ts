import { beforeEach, expect, test } from 'vitest';
import type { Person } from '../../src/demo/telegram/telegram.js';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { pack } from '../support/news.js';

const db = await testDatabase();
const { telegram, time, deps, deliver } = await startBot(db, pack);
let lan: Person;
let nextId = 100;
beforeEach(async () => {
  time.now = new Date(time.now.getTime() + 60_000);
  lan = telegram.person(nextId++);
  await lan.send('/start an-lac');
  await lan.press({ row: 0, column: 0 });
  await lan.send('/start binh-son');
  await lan.press({ row: 0, column: 0 });
  await lan.send('/settings');
  await lan.press('Giờ nhận');
  await lan.press('07:00');
  await deliver();
  time.now = new Date(time.now.getTime() + 60_000);
});

const labels = () => lan.last.buttons.flat().map(({ text }) => text);
const open = () =>
  db
    .selectFrom('chat')
    .innerJoin('subscription', 'subscription.chat_id', 'chat.id')
    .select(['district_id', 'times', 'consented_at'])
    .where('telegram_id_hash', '=', deps.seal.hash(lan.user.id))
    .where('subscription.ended_at', 'is', null)
    .orderBy('district_id')
    .execute();

test('who blocked the bot and comes back finds the old districts and hour, and takes them up with one press', async () => {
  await lan.block();
  expect(await open()).toEqual([]);
  time.now = new Date(time.now.getTime() + 60_000);
  await lan.unblock();
  await lan.send('/start');
  expect(lan.last.text).toContain('Trước đây bạn theo dõi: An Lạc, Bình Sơn, mỗi ngày 07:00.');
  // As at the beginning: the notice first, and nothing before the press.
  expect(lan.last.text).toContain('mã chat Telegram');
  expect(await open()).toEqual([]);
  await lan.press({ row: 0, column: 0 });
  expect(lan.last.text).toContain('Bạn đang theo dõi: An Lạc, Bình Sơn');
  const again = { times: ['07:00'], consented_at: time.now };
  expect(await open()).toEqual([
    { district_id: 'an-lac', ...again },
    { district_id: 'binh-son', ...again },
  ]);
  await lan.send('/start');
  expect(lan.last.text).toContain('Bản tin tiếp theo');
});

test('who stopped may also choose anew, and what they removed themselves is not offered', async () => {
  await lan.send('/khuvuc');
  await lan.press('✓ An Lạc');
  await lan.press(/Lưu/);
  time.now = new Date(time.now.getTime() + 60_000);
  await lan.send('/dung');
  await lan.press('Hủy nhận tin');
  await lan.send('/start');
  expect(lan.last.text).toContain('Trước đây bạn theo dõi: Bình Sơn, mỗi ngày 07:00.');
  expect(labels()).toContain('Chọn lại');
  await lan.press('Chọn lại');
  expect(labels()).toContain('✓ Bình Sơn');
});

test('a district that is no more is not offered', async () => {
  await lan.send('/dung');
  await lan.press('Hủy nhận tin');
  await db.updateTable('district').set({ ended_at: time.now }).where('id', '=', 'an-lac').execute();
  await lan.send('/start');
  expect(lan.last.text).toContain('Trước đây bạn theo dõi: Bình Sơn,');
  await db.updateTable('district').set({ ended_at: null }).execute();
});

test('a link still leads to its own district', async () => {
  await lan.block();
  await lan.unblock();
  await lan.send('/start cao-xa');
  expect(lan.last.text).toContain('Theo dõi: Cao Xá');
});

test('who had a weekly digest finds it weekly again, not daily', async () => {
  await lan.send('/settings');
  await lan.press('Tần suất');
  await lan.press('Hằng tuần, sáng Thứ Bảy');
  await lan.block();
  await lan.unblock();
  await lan.send('/start');
  expect(lan.last.text).toContain('An Lạc, Bình Sơn, Thứ Bảy hằng tuần 07:00.');
  const again = lan.last.buttons[0]![0]!.callback_data!;
  await lan.pressData(again);
  expect(lan.last.text).toContain('07:00 Thứ Bảy, 07/03/2026');
  expect((await open()).length).toBe(2);
  await lan.send('/settings');
  expect(lan.last.text).toContain('Lịch: Thứ Bảy hằng tuần 07:00');
  // An old button, of someone who is erased by now: asked as new.
  await lan.send('/privacy');
  await lan.press('Xóa tất cả');
  await lan.press(/^Xóa \d+ mục$/);
  await lan.pressData(again);
  expect(lan.last.text).toContain('Theo dõi: An Lạc, Bình Sơn');
  expect(await open()).toEqual([]);
});

test('an undone stop is in the pause again that it ended', async () => {
  await lan.send('/dung');
  await lan.press('Tạm dừng 7 ngày');
  const next = /Bản tin tiếp theo: [^.]+/.exec(lan.last.text)![0];
  await lan.send('/dung');
  await lan.press('Hủy nhận tin');
  await lan.press('Hoàn tác');
  expect(lan.last.text).toContain(next);
  await lan.send('/settings');
  expect(lan.last.text).toContain('Đang tạm dừng đến');
});

test('who began anew since the stop is not paused by undoing it', async () => {
  await lan.send('/dung');
  await lan.press('Tạm dừng 7 ngày');
  await lan.send('/dung');
  await lan.press('Hủy nhận tin');
  const undo = lan.last.buttons[0]![0]!.callback_data!;
  await lan.send('/start cao-xa');
  await lan.press({ row: 0, column: 0 });
  await lan.pressData(undo);
  expect(lan.last.text).toContain('An Lạc, Bình Sơn, Cao Xá');
  await lan.send('/settings');
  expect(lan.last.text).not.toContain('Đang tạm dừng');
});
