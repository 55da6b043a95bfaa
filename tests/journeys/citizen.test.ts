import { expect, test } from 'vitest';
import { cutDigests } from '../../src/digest/cut.js';
import { eraseLapsedChats } from '../../src/store/chats.js';
import { day } from '../../src/time.js';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { packWithSource, saveStory } from '../support/news.js';

const db = await testDatabase();
const { telegram, time, deliver } = await startBot(db, packWithSource);

/** The clock strikes: whatever is due is cut and sent. */
async function strike(at: string): Promise<void> {
  time.now = new Date(at);
  await cutDigests(db, packWithSource, time.now, { deliverTo: '*' });
  await deliver();
}

test('a week of a citizen: from a poster at the market to leaving without a trace', async () => {
  await saveStory(db, ['an-lac'], new Date(time.now.getTime() - 3_600_000), {
    title: 'Chợ An Lạc họp lại sau lũ',
  });
  const lan = telegram.person(7, { language_code: 'vi' });

  // Monday 08:10: the code on the poster, one press, and the news is there.
  await lan.send('/start an-lac');
  await lan.press({ row: 0, column: 0 });
  await deliver();
  expect(lan.last.text).toContain('Chợ An Lạc họp lại sau lũ');
  expect(lan.messages).toHaveLength(2);

  // Tuesday 06:30: what is new, and none of yesterday's.
  time.now = new Date('2026-03-02T10:00:00Z');
  for (let n = 1; n <= 9; n++) await saveStory(db, ['an-lac'], time.now, { title: `Việc thứ ${n} ở An Lạc` });
  await strike('2026-03-02T23:30:00Z');
  expect(lan.messages).toHaveLength(3);
  expect(lan.last.text).toContain('Việc thứ 9 ở An Lạc');
  expect(lan.last.text).not.toContain('Chợ An Lạc');
  await lan.press('Đọc thêm 2 tin');
  expect(lan.last.text).toContain('Việc thứ 1 ở An Lạc');
  expect(lan.messages).toHaveLength(3);

  // Wednesday 06:30: nothing new, silence. On demand there is always something.
  await strike('2026-03-03T23:30:00Z');
  expect(lan.messages).toHaveLength(3);
  await lan.send('/tin');
  expect(lan.last.text).toContain('An Lạc');

  // A cousin's village, typed without accents.
  await saveStory(db, ['binh-son'], time.now, { title: 'Bình Sơn khánh thành cầu treo' });
  await lan.send('binh son');
  await lan.press('Đồng ý, gửi tin cho tôi');
  await deliver();
  expect(lan.last.text).toContain('Bình Sơn khánh thành cầu treo');

  // One story of both places comes once.
  await saveStory(db, ['an-lac', 'binh-son'], time.now, { title: 'Đường nối An Lạc và Bình Sơn' });
  await strike('2026-03-04T23:30:00Z');
  expect(lan.last.text.match(/Đường nối An Lạc và Bình Sơn/g)).toHaveLength(1);
  expect(lan.last.text).not.toContain('cầu treo');

  // Enough for now: stopped at once, gone after thirty days.
  await lan.send('/dung');
  await lan.press('Hủy nhận tin');
  const said = lan.messages.length;
  await saveStory(db, ['an-lac'], time.now);
  await strike('2026-03-05T23:30:00Z');
  expect(lan.messages).toHaveLength(said);
  time.now = new Date(time.now.getTime() + 30 * day);
  expect(await eraseLapsedChats(db, time.now)).toBe(1);
  expect(await db.selectFrom('delivery').select('id').execute()).toEqual([]);
  await lan.send('/privacy');
  expect(lan.last.text).toContain('Hệ thống không lưu gì về cuộc trò chuyện này');
});
