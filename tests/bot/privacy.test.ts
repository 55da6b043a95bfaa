import { expect, test } from 'vitest';
import type { Person } from '../../src/demo/telegram/telegram.js';
import { findChat } from '../../src/store/chats.js';
import { findStaff, listStaff } from '../../src/store/staff.js';
import { testDatabase } from '../support/database.js';
import { linkedPayload, menuOf, startStaffBot } from '../support/staff.js';

const db = await testDatabase();
const { telegram, deps, hire, reader } = await startStaffBot(db);
const owner = await hire(1, 'owner');
const hashOf = ({ user }: Person) => deps.seal.hash(user.id);
const labels = (person: Person) => person.last.buttons.flat().map(({ text }) => text);

/** Someone who accepted a role and reads nothing. */
async function editor(id: number): Promise<Person> {
  const person = telegram.person(id);
  await owner.send('/vaitro');
  await owner.press('Mời biên tập');
  await person.send(`/start ${linkedPayload(owner)}`);
  await person.press('Đồng ý nhận vai trò');
  return person;
}

test('someone with a role and nothing else sees it, exports it and erases it', async () => {
  const hoa = await editor(2);
  await hoa.send('/privacy');
  expect(hoa.last.text).toContain('Vai trò của bạn: biên tập, từ 02/03/2026, Tiếng Việt');
  expect(hoa.last.text).not.toContain('không lưu gì');
  await hoa.press('Tải dữ liệu (JSON)');
  expect(JSON.parse(hoa.last.document!.bytes.toString())).toEqual({
    about: expect.stringContaining('tất cả những gì hệ thống lưu'),
    telegram_id: 2,
    role: { role: 'editor', locale: 'vi', granted_at: '2026-03-02T01:10:00.000Z' },
  });
  await hoa.send('/privacy');
  await hoa.press('Xóa tất cả');
  expect(hoa.last.text).toContain('Xóa ngay vai trò biên tập và mã Telegram');
  expect(await findStaff(db, hashOf(hoa))).toBeDefined();
  await hoa.press('Xóa 1 mục');
  expect(hoa.last.text).toContain('Hệ thống không còn lưu gì');
  expect(await findStaff(db, hashOf(hoa))).toBeUndefined();
  expect(menuOf(telegram, 2)).toBe('');
  await hoa.send('/privacy');
  expect(hoa.last.text).toContain('Hệ thống không lưu gì về cuộc trò chuyện này');
});

test('who reads and has a role erases both, and is told so before', async () => {
  const an = await editor(3);
  await an.send('an lac');
  await an.press('Đồng ý, gửi tin cho tôi');
  await an.send('/privacy');
  await an.press('Xóa tất cả');
  expect(an.last.text).toContain('1 lượt theo dõi và 1 lượt gửi');
  expect(an.last.text).toContain('vai trò biên tập');
  await an.press('Xóa 4 mục');
  expect(await findStaff(db, hashOf(an))).toBeUndefined();
  expect(await findChat(db, hashOf(an))).toBeUndefined();
});

test('the only owner keeps the role, is told what is kept, and everything else is erased', async () => {
  await reader(1, ['an-lac']);
  for (const followed of [true, false]) {
    await owner.send('/privacy');
    await owner.press('Xóa tất cả');
    await owner.press(/^Xóa \d+ mục$/);
    expect(owner.last.text).toContain('Bạn là chủ duy nhất');
    expect(owner.last.text).not.toContain('không còn lưu gì');
    expect(owner.last.text.includes('Đã xóa cài đặt')).toBe(followed);
    expect(await findChat(db, hashOf(owner))).toBeUndefined();
  }
  expect((await listStaff(db)).map(({ role }) => role)).toEqual(['owner']);
  expect(menuOf(telegram, 1)).toContain('/quantri');
});

test('the unit of an official is among what is stored', async () => {
  const sinh = await reader(50, ['an-lac']);
  await db
    .updateTable('chat')
    .set({ style: 'official', unit: 'Văn phòng <huyện>' })
    .where('telegram_id_hash', '=', hashOf(sinh))
    .execute();
  await sinh.send('/privacy');
  expect(sinh.last.text).toContain('đơn vị Văn phòng <huyện>');
});

test('in a group a role is nobody’s business', async () => {
  const village = telegram.group(-5);
  village.add(owner, 'administrator');
  await village.addBot(owner);
  await owner.in(village).send('/privacy');
  expect(village.messages.at(-1)!.text).toContain('không lưu gì');
  expect(labels(owner.in(village))).toEqual([]);
  const press = await owner.in(village).pressData('v1:ey', { newest: 0 });
  expect(press.text).toContain('không lưu gì');
  expect((await listStaff(db)).map(({ role }) => role)).toEqual(['owner']);
});

test('what was erased is counted in words as on the button: keywords and muted sections too', async () => {
  const mai = await reader(60, ['an-lac', 'binh-son']);
  await db
    .updateTable('chat')
    .set({ muted_words: ['bóng đá'], muted_sections: ['Thể thao'] })
    .where('telegram_id_hash', '=', hashOf(mai))
    .execute();
  await mai.send('/privacy');
  expect(mai.last.text).toContain('(An Lạc, Bình Sơn), 2 từ khóa hoặc chuyên mục đã tắt, mỗi ngày');
  await mai.press('Xóa tất cả');
  expect(mai.last.text).toContain('2 lượt theo dõi, 2 từ khóa hoặc chuyên mục đã tắt và 0 lượt gửi?');
  await mai.press('Xóa 5 mục');
  expect(mai.last.text).toContain('2 lượt theo dõi, 2 từ khóa hoặc chuyên mục đã tắt và 0 lượt gửi.');
});

test('what one agreed to is proved by time and version, and who has stopped reads when it all goes', async () => {
  const tam = await reader(61, ['an-lac']);
  await tam.send('/privacy');
  expect(tam.last.text).toContain('đồng ý bản 1.0 lúc 08:10 ngày 02/03/2026');
  expect(tam.last.text).not.toContain('tự xóa');
  await tam.send('/dung');
  await tam.press('Hủy nhận tin');
  await tam.send('/privacy');
  expect(tam.last.text).toContain('Bạn đã hủy nhận tin; dữ liệu này tự xóa sau ngày 01/04/2026.');
});

test('a language that is chosen is also that of the role and of the command list, and /help shows the whole list', async () => {
  const bao = await hire(70, 'viewer');
  await reader(70, ['an-lac']);
  await bao.send('/settings');
  await bao.press('Ngôn ngữ');
  await bao.press('English');
  expect(menuOf(telegram, 70)).toMatch(/^\/admin \/roles \/news .*\/share/);
  expect((await findStaff(db, hashOf(bao)))!.locale).toBe('en');
  await bao.send('/help');
  expect(bao.last.text).toContain('/admin: Admin page\n/roles: Roles\n/news:');
  await reader(71, ['an-lac']);
  const nam = telegram.person(71);
  await nam.send('/help');
  expect(nam.last.text).not.toContain('/quantri');
});

test('an official who blocked the bot and comes back has no press review in the command list', async () => {
  const kim = await reader(72, ['an-lac']);
  await db
    .updateTable('chat')
    .set({ style: 'official', unit: 'Văn phòng' })
    .where('telegram_id_hash', '=', hashOf(kim))
    .execute();
  await kim.send('/settings');
  await kim.press('Ngôn ngữ');
  await kim.press('Tiếng Việt');
  expect(menuOf(telegram, 72)).toContain('/diembao');
  await kim.block();
  await kim.unblock();
  expect(menuOf(telegram, 72)).toBe('');
});

test('a command with a capital letter, as telephones write it, is that command', async () => {
  const yen = telegram.person(73);
  for (const said of ['/Help', '/TROGIUP', '/Trogiup']) {
    await yen.send(said);
    expect(yen.last.text, said).toContain('Trợ giúp\n');
  }
  await yen.send('/Start AN-LAC');
  expect(yen.last.text).toContain('Theo dõi: An Lạc');
});
