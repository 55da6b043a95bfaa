import { beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../src/demo/telegram/telegram.js';
import { findChat } from '../../src/store/chats.js';
import { listOpenSubscriptions } from '../../src/store/subscriptions.js';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { pack } from '../support/news.js';

const db = await testDatabase();
const { telegram, time, deps } = await startBot(db, pack);
const monday = time.now;
let lan: Person;
let nextId = 100;
beforeEach(async () => {
  time.now = monday;
  lan = telegram.person(nextId++, { language_code: 'vi' });
  await lan.send('/start an-lac');
  await lan.press({ row: 0, column: 0 });
});

const chat = async () => (await findChat(db, deps.seal.hash(lan.user.id)))!;
const followed = async () =>
  (await listOpenSubscriptions(db, (await chat()).id)).map(({ district_id }) => district_id);
const labels = () => lan.last.buttons.flat().map(({ text }) => text);
const hoursLater = (hours: number) => new Date(monday.getTime() + hours * 3_600_000);

describe('/settings', () => {
  test('is one message, edited in place', async () => {
    await lan.send('/settings');
    const shown = lan.messages.length;
    expect(lan.last.text).toContain('Khu vực: An Lạc');
    for (const label of ['Giờ nhận', 'Quay lại', 'Ngôn ngữ', 'Quay lại', 'Khu vực', 'Quay lại'])
      await lan.press(label);
    expect(lan.messages).toHaveLength(shown);
  });

  test('another hour moves the next digest: today while it is still to come', async () => {
    await lan.send('/settings');
    await lan.press('Giờ nhận');
    expect(labels()).toContain('✓ 06:30');
    await lan.press('09:00');
    expect(lan.last.text).toContain('09:00 Thứ Hai, 02/03/2026');
    expect(await chat()).toMatchObject({ times: ['09:00'], due_at: new Date('2026-03-02T02:00:00Z') });
  });

  test('a pause keeps the chat waiting for the first slot after it, whatever hour is set meanwhile', async () => {
    await lan.send('/settings');
    await lan.press('Tạm dừng');
    await lan.press('7 ngày');
    expect(lan.last.text).toContain('Đang tạm dừng đến 08:10 Thứ Hai, 09/03/2026');
    expect(lan.last.text).toContain('Bản tin tiếp theo: 06:30 Thứ Ba, 10/03/2026');
    await lan.press('Giờ nhận');
    await lan.press('21:00');
    expect((await chat()).due_at).toEqual(new Date('2026-03-09T14:00:00Z'));
    await lan.press('Nhận lại ngay');
    expect(await chat()).toMatchObject({ paused_until: null, due_at: new Date('2026-03-02T14:00:00Z') });
  });

  test('the language changes at once and stays', async () => {
    await lan.send('/settings');
    await lan.press('Ngôn ngữ');
    await lan.press('English');
    expect(lan.last.text).toContain('Areas: An Lac');
    await lan.send('/help');
    expect(lan.last.text).toContain('/districts');
  });

  test('announcements come only to those who ask', async () => {
    expect((await chat()).announcements).toBe(false);
    await lan.send('/settings');
    await lan.press('Nhận thông báo');
    expect((await chat()).announcements).toBe(true);
    await lan.press('Tắt thông báo');
    expect((await chat()).announcements).toBe(false);
  });

  test('someone who follows nothing is offered the choice', async () => {
    const stranger = telegram.person(nextId++);
    await stranger.send('/settings');
    expect(stranger.last.text).toContain('Bạn chưa theo dõi nơi nào');
    expect(stranger.last.buttons[0]![0]!.text).toBe('An Lạc');
  });
});

describe('/khuvuc', () => {
  test('adds and removes in place, in one go', async () => {
    await lan.send('/khuvuc');
    expect(labels()).toEqual(['✓ An Lạc', 'Bình Sơn', 'Cao Xá', 'Cả tỉnh', 'Xem bản đồ', 'Quay lại']);
    await lan.press('✓ An Lạc');
    expect(labels()).toContain('Hủy nhận tin');
    await lan.press('Cao Xá');
    await lan.press('Bình Sơn');
    await lan.press('Lưu (2 khu vực)');
    expect(await followed()).toEqual(['binh-son', 'cao-xa']);
    expect(lan.last.text).toContain('Bạn đang theo dõi: Bình Sơn, Cao Xá');
    expect((await chat()).due_at).not.toBeNull();
    const digests = await db
      .selectFrom('delivery')
      .select('kind')
      .where('chat_id', '=', (await chat()).id)
      .execute();
    // The one of the first consent, and one for both new districts.
    expect(digests).toHaveLength(2);
  });

  test('pressing save twice saves once', async () => {
    await lan.send('/districts');
    await lan.press('Cao Xá');
    const save = lan.last.buttons.flat().find(({ text }) => text.startsWith('Lưu'))!.callback_data!;
    await lan.pressData(save);
    await lan.pressData(save);
    expect(await followed()).toEqual(['an-lac', 'cao-xa']);
  });
});

describe('/dung', () => {
  test('stops at once, and one press takes it back', async () => {
    await lan.send('/dung');
    await lan.press('Hủy nhận tin');
    expect(await followed()).toEqual([]);
    expect((await chat()).due_at).toBeNull();
    expect(lan.last.text).toContain('Dữ liệu sẽ được xóa sau 30 ngày');
    time.now = hoursLater(30);
    await lan.press('Hoàn tác');
    expect(await followed()).toEqual(['an-lac']);
    expect(lan.last.text).toContain('06:30 Thứ Tư, 04/03/2026');
  });

  test('a pause instead, with the day it ends', async () => {
    await lan.send('/stop');
    await lan.press('Tạm dừng 7 ngày');
    expect(lan.last.text).toContain('06:30 Thứ Ba, 10/03/2026');
    expect(await followed()).toEqual(['an-lac']);
  });

  test('what was erased cannot be taken back', async () => {
    await lan.send('/dung');
    await lan.press('Hủy nhận tin');
    const undo = lan.last.buttons[0]![0]!.callback_data!;
    await lan.press('Xóa dữ liệu ngay');
    await lan.press(/^Xóa \d+ mục$/);
    const press = await lan.pressData(undo);
    expect(press.text).toContain('Không hoàn tác được nữa');
  });
});

describe('/privacy', () => {
  test('says what is stored and by whom', async () => {
    await lan.send('/privacy');
    expect(lan.last.text).toContain('Toà soạn Thử, lienhe@baothu.example');
    expect(lan.last.text).toContain(
      '1 khu vực (An Lạc), mỗi ngày 06:30, Tiếng Việt, đồng ý bản 1.0 lúc 08:10 ngày 02/03/2026, 1 lượt gửi',
    );
    const stranger = telegram.person(nextId++);
    await stranger.send('/privacy');
    expect(stranger.last.text).toContain('Hệ thống không lưu gì về cuộc trò chuyện này');
    expect(stranger.last.buttons).toEqual([]);
  });

  test('exports everything as JSON', async () => {
    await lan.send('/privacy');
    await lan.press('Tải dữ liệu (JSON)');
    const { document } = lan.last;
    expect(document?.file_name).toBe('loa-2026-03-02.json');
    expect(JSON.parse(document!.bytes.toString())).toMatchObject({
      telegram_id: lan.user.id,
      times: ['06:30'],
      subscriptions: [{ district_id: 'an-lac', ended_at: null }],
      deliveries: [{ kind: 'first' }],
    });
  });

  test('erases after one question that counts, and counts what it erased', async () => {
    const { id } = await chat();
    await lan.send('/privacy');
    await lan.press('Xóa tất cả');
    expect(lan.last.text).toContain('1 lượt theo dõi và 1 lượt gửi');
    expect(await followed()).toEqual(['an-lac']);
    await lan.press('Xóa 3 mục');
    expect(lan.last.text).toContain('Đã xóa cài đặt, 1 lượt theo dõi và 1 lượt gửi');
    const left = await db.selectFrom('delivery').select('id').where('chat_id', '=', id).execute();
    expect(left).toEqual([]);
    expect(await chat()).toBeUndefined();
  });
});

test('blocking the bot ends what was followed, and coming back does not follow by itself', async () => {
  await lan.block();
  expect(await followed()).toEqual([]);
  const [ended] = await db
    .selectFrom('subscription')
    .select('ended_reason')
    .where('chat_id', '=', (await chat()).id)
    .execute();
  expect(ended).toEqual({ ended_reason: 'blocked' });
  await lan.unblock();
  expect(await followed()).toEqual([]);
  await lan.send('/start');
  expect(lan.last.text).toContain('Trước đây bạn theo dõi: An Lạc');
});
