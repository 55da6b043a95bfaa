import { expect, test } from 'vitest';
import { testDatabase } from '../support/database.js';
import { startStaffBot } from '../support/staff.js';

const db = await testDatabase();
const { hire, time } = await startStaffBot(db);
const admin = await hire(1, 'admin');
const source = () => db.selectFrom('source').selectAll().executeTakeFirstOrThrow();

test('each source says how it does in words', async () => {
  await admin.send('/nguon');
  expect(admin.last.text).toBe(
    'Nguồn tin (1)\n\n1. Báo Thử (bao-thu)\nHoạt động bình thường, đọc được lúc 08:10, 0 tin trong 24 giờ, lần đọc tới 08:10.',
  );
  await db
    .updateTable('source')
    .set({
      failing_since: new Date('2026-03-01T15:40:00Z'),
      failures: 19,
      error_kind: 'http',
      error_message: 'HTTP 503 <b>',
      next_poll_at: new Date('2026-03-02T01:20:00Z'),
    })
    .execute();
  await admin.press('Cập nhật');
  expect(admin.last.text).toContain(
    'Không đọc được từ 22:40 01/03/2026, 19 lần liên tiếp: máy chủ của báo trả lời lỗi (HTTP 503 <b>). Đọc được lần cuối: 08:10. Hệ thống tự thử lại lúc 08:20.',
  );
});

test('one that answers and brings nothing says so, and what would be usual', async () => {
  await db
    .updateTable('source')
    .set({ failing_since: null, empty_since: new Date('2026-02-28T23:00:00Z'), parser: 'tolerant' })
    .execute();
  await admin.press('Cập nhật');
  expect(admin.last.text).toContain(
    'Có trả lời nhưng không có tin mới từ 06:00 01/03/2026. Đọc lúc 08:10, lần đọc tới 08:20.',
  );
  await db.updateTable('source').set({ empty_since: null }).execute();
  await admin.press('Cập nhật');
  expect(admin.last.text).toContain(
    '0 tin trong 24 giờ, lần đọc tới 08:20. Nguồn tin viết sai định dạng, hệ thống vẫn đọc được.',
  );
});

test('a source is made due, paused and let go on', async () => {
  const press = await admin.press('1. Đọc ngay');
  expect(press.text).toContain('trong vòng một phút');
  expect((await source()).next_poll_at).toEqual(time.now);
  await admin.press('1. Tạm dừng');
  expect((await source()).paused_at).toEqual(time.now);
  expect(admin.last.text).toContain('Đang tạm dừng');
  await admin.press('1. Đọc tiếp');
  expect((await source()).paused_at).toBeNull();
  for (const data of ['v1:as:p:no-such', 'v1:as:q', 'v1:as:n:'])
    expect((await admin.pressData(data)).answered).toBe(true);
  expect((await source()).paused_at).toBeNull();
});

test('many sources stand on pages, and a press stays on its own', async () => {
  const { listing, article, newspaper, ...one } = await source();
  for (let n = 10; n < 21; n++)
    await db
      .insertInto('source')
      .values({
        ...one,
        id: `bao-${n}`,
        newspaper: JSON.stringify(newspaper),
        listing: JSON.stringify(listing),
        article: JSON.stringify(article),
      })
      .execute();
  await admin.send('/nguon');
  expect(admin.last.text).toContain('Nguồn tin (12)');
  expect(admin.last.text).not.toContain('bao-20');
  await admin.press('›');
  expect(admin.last.text).toContain('11. Báo Thử (bao-20)');
  await admin.press('11. Tạm dừng');
  expect(admin.last.text).toContain('11. Báo Thử (bao-20)\nĐang tạm dừng');
  expect(admin.last.buttons.flat().map(({ text }) => text)).toContain('2/2');
});
