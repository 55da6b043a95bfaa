import { expect, test } from 'vitest';
import { cutDigests } from '../../src/digest/cut.js';
import { testDatabase } from '../support/database.js';
import { packWithSource, saveStory } from '../support/news.js';
import { answerQuestion, linkedPayload, startStaffBot } from '../support/staff.js';

const db = await testDatabase();
const { telegram, time, hire, deliver } = await startStaffBot(db);
const admin = await hire(1, 'admin');
const sinh = telegram.person(50);

/** The clock's tick at an instant, and what the sender then brings. */
async function morning(at: string): Promise<void> {
  time.now = new Date(at);
  await cutDigests(db, packWithSource, time.now, { deliverTo: '*' });
  await deliver();
}

test('an official is invited for a unit, agrees, and reads the first press review at once', async () => {
  await saveStory(db, ['binh-son'], time.now, { title: 'Bình Sơn thông đường mới' });
  await saveStory(db, ['cao-xa'], time.now, { title: 'Cao Xá được mùa' });
  await admin.send('/moi');
  await answerQuestion(admin, 'Văn phòng huyện Bình Sơn');
  await admin.press('Bình Sơn');
  await admin.press('Tiếp tục');
  await admin.press('Tạo liên kết');
  await sinh.send(`/start ${linkedPayload(admin)}`);
  await sinh.press('Đồng ý nhận');
  expect(sinh.last.text).toContain('Bản tiếp theo: 06:45 Thứ Ba, 03/03/2026');
  await deliver();
  expect(sinh.last.text).toContain('ĐIỂM BÁO');
  expect(sinh.last.text).toContain('Bình Sơn thông đường mới');
  expect(sinh.last.text).not.toContain('Cao Xá được mùa');
});

test('on the next working day the press review comes at its hour, with what is new', async () => {
  await saveStory(db, ['binh-son'], time.now, { title: 'Trạm y tế mở cửa' });
  await morning('2026-03-02T23:44:00Z');
  expect(sinh.last.text).toContain('Bình Sơn thông đường mới');
  await morning('2026-03-02T23:45:00Z');
  expect(sinh.last.text).toContain('Trạm y tế mở cửa');
  expect(sinh.last.text).not.toContain('Bình Sơn thông đường mới');
});

test('a day without news is reported, a Sunday brings nothing', async () => {
  await db
    .updateTable('source')
    .set({ last_success_at: new Date('2026-03-03T23:40:00Z') })
    .execute();
  await morning('2026-03-03T23:45:00Z');
  expect(sinh.last.text).toContain('Không có tin');
  await morning('2026-03-05T23:45:00Z');
  const friday = sinh.messages.length;
  await morning('2026-03-07T23:45:00Z');
  expect(sinh.messages).toHaveLength(friday);
});

test('who leaves the post stops like anyone', async () => {
  await sinh.send('/dung');
  await sinh.press(/Hủy nhận tin/);
  const stopped = sinh.messages.length;
  await morning('2026-03-08T23:45:00Z');
  expect(sinh.messages).toHaveLength(stopped);
});
