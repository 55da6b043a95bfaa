import { expect, test, vi } from 'vitest';
import { log } from '../../src/log.js';
import { recordInvitation } from '../../src/store/invitations.js';
import { testDatabase } from '../support/database.js';
import { saveStory } from '../support/news.js';
import { menuOf, startStaffBot } from '../support/staff.js';

const db = await testDatabase();
const { telegram, time, reader } = await startStaffBot(db);

async function invitation(): Promise<string> {
  const { code } = await recordInvitation(
    db,
    {
      kind: 'official',
      unit: 'Văn phòng huyện',
      district_ids: ['an-lac'],
      times: ['06:45'],
      weekdays: [1, 2, 3, 4, 5],
      expires_at: new Date(time.now.getTime() + 48 * 3_600_000),
    },
    time.now,
  );
  return `/start off_${code}`;
}
const chats = () => db.selectFrom('chat').selectAll().orderBy('id').execute();

test('an official sees unit, scope, schedule and what is stored before anything is', async () => {
  const sinh = telegram.person(50);
  await sinh.send(await invitation());
  expect(sinh.last.text).toContain('Đơn vị: Văn phòng huyện');
  expect(sinh.last.text).toContain('Phạm vi: An Lạc');
  expect(sinh.last.text).toContain('Lịch: Thứ Hai đến Thứ Sáu 06:45');
  expect(sinh.last.text).toContain('nhật ký gửi');
  expect(sinh.last.buttons[0]![0]!.text).toBe('Đồng ý nhận');
  await sinh.press('Từ chối');
  expect(sinh.last.text).toContain('không lưu thêm gì về bạn');
  expect(await chats()).toEqual([]);
});

test('agreeing begins the press review, once, however often the button is pressed', async () => {
  await saveStory(db, ['an-lac'], time.now, { title: 'Khánh thành cầu treo' });
  const start = await invitation();
  const sinh = telegram.person(50);
  const hanh = telegram.person(51);
  await sinh.send(start);
  await hanh.send(start);
  const presses = await Promise.all([sinh, sinh, hanh].map((person) => person.press('Đồng ý nhận')));
  expect(presses.filter(({ text }) => text?.includes('đã được dùng'))).toHaveLength(2);
  expect([sinh, hanh].filter(({ last }) => last.text.includes('đang được gửi'))).toHaveLength(1);
  const [chat, ...others] = await chats();
  expect(others).toEqual([]);
  expect(chat).toMatchObject({
    style: 'official',
    unit: 'Văn phòng huyện',
    times: ['06:45'],
    weekdays: [1, 2, 3, 4, 5],
    announcements: false,
    due_at: new Date('2026-03-02T23:45:00Z'),
  });
  const deliveries = await db.selectFrom('delivery').select('kind').execute();
  expect(deliveries).toEqual([{ kind: 'first' }]);
  const late = telegram.person(52, { language_code: 'en' });
  await late.send(start);
  expect(late.last.text).toContain('has been used');
});

test('a link of three days ago and a made-up one open nothing', async () => {
  const old = await invitation();
  const tam = telegram.person(53);
  await tam.send(old);
  time.now = new Date(time.now.getTime() + 49 * 3_600_000);
  expect((await tam.press('Đồng ý nhận')).text).toContain('không còn hiệu lực');
  for (const payload of [old, '/start off_', `/start off_${'z'.repeat(22)}`]) {
    await tam.send(payload);
    expect(tam.last.text).toContain('không còn hiệu lực');
  }
  expect(await chats()).toHaveLength(1);
});

test('a citizen who accepts becomes an official and keeps what they followed', async () => {
  const uyen = await reader(54, ['cao-xa']);
  await uyen.send(await invitation());
  await uyen.press('Đồng ý nhận');
  expect(uyen.last.text).toContain('Bản điểm báo đầu tiên cho Văn phòng huyện đang được gửi');
  const chat = (await chats()).at(-1)!;
  expect(chat).toMatchObject({ style: 'official', unit: 'Văn phòng huyện', times: ['06:45'] });
  const followed = await db
    .selectFrom('subscription')
    .select('district_id')
    .where('chat_id', '=', chat.id)
    .orderBy('district_id')
    .execute();
  expect(followed.map(({ district_id }) => district_id)).toEqual(['an-lac', 'cao-xa']);
});

test('who follows all of it already is not promised a first review, because none is sent', async () => {
  const kien = await reader(56, ['an-lac']);
  await kien.send(await invitation());
  await kien.press('Đồng ý nhận');
  expect(kien.last.text).toContain('Bản điểm báo tiếp theo cho Văn phòng huyện: 06:45');
  expect(kien.last.text).not.toContain('đang được gửi');
});

test('an official adds a district like anyone, and keeps the hour between the half hours', async () => {
  const uyen = telegram.person(54);
  await uyen.send('bình sơn');
  await uyen.press('Đồng ý, gửi tin cho tôi');
  expect(uyen.last.text).toContain('Bạn đang theo dõi: An Lạc, Bình Sơn, Cao Xá');
  await uyen.send('/settings');
  await uyen.press('Giờ nhận');
  await uyen.press('07:00');
  await uyen.press('Giờ nhận');
  await uyen.press('06:45');
  expect(uyen.last.text).toContain('Lịch: Thứ Hai đến Thứ Sáu 06:45');
});

test('an invitation whose consent could not be stored is still open', async () => {
  const start = await invitation();
  const schedule = (times: string[]) =>
    db
      .updateTable('invitation')
      .set({ times })
      .where('id', '=', (eb) => eb.selectFrom('invitation as newest').select((e) => e.fn.max('id').as('id')))
      .execute();
  const lam = telegram.person(57);
  await lam.send(start);
  await schedule([]);
  const written = vi.spyOn(log, 'error').mockImplementation(() => undefined);
  expect((await lam.press('Đồng ý nhận')).text).toContain('Có lỗi ở phía chúng tôi');
  written.mockRestore();
  await schedule(['06:45']);
  await lam.press('Đồng ý nhận');
  expect(lam.last.text).toContain('Xong.');
});

test('the press review is in the command list while it is received', async () => {
  const lam = telegram.person(57);
  expect(menuOf(telegram, 57)).toContain('/diembao');
  expect(menuOf(telegram, 57)).toContain('/chiase');
  await lam.send('/dung');
  await lam.press('Hủy nhận tin');
  expect(menuOf(telegram, 57)).toBe('');
  await lam.press('Hoàn tác');
  expect(menuOf(telegram, 57)).toContain('/diembao');
});

test('/diembao answers an official with the press review, and a citizen as any unknown command', async () => {
  const uyen = telegram.person(54);
  await saveStory(db, ['an-lac'], time.now, { title: 'Trường mới ở bản xa' });
  await uyen.send('/diembao');
  expect(uyen.last.text).toContain('ĐIỂM BÁO');
  expect(uyen.last.text).toContain('Trường mới ở bản xa');
  const citizen = await reader(55, ['an-lac']);
  await citizen.send('/nosuchcommand');
  const unknown = citizen.last.text;
  await citizen.send('/review');
  expect(citizen.last.text).toBe(unknown);
});
