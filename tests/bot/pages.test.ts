import { expect, test } from 'vitest';
import { encodeChoice } from '../../src/bot/choice.js';
import { listDistricts } from '../../src/store/region.js';
import { testDatabase } from '../support/database.js';
import { listArticle } from '../support/listed.js';
import { packWithSource } from '../support/news.js';
import { answerQuestion, startStaffBot } from '../support/staff.js';

const db = await testDatabase();
const pack = {
  ...packWithSource,
  districts: Array.from({ length: 148 }, (_, n) => ({
    id: `xa-${n + 1}`,
    name: { vi: `Xã ${n + 1}`, en: `Commune ${n + 1}` },
    type: 'xã',
    names: [],
  })),
  places: ['xa-7', 'xa-120'].map((district) => ({ name: 'Đồng Cũ', type: 'xã', district })),
};
const { deps, telegram, hire, time } = await startStaffBot(db, pack);
const everything = pack.districts.map(({ id }) => id);

test('148 districts are chosen from in pages, and what is ticked on one stays ticked on another', async () => {
  const lan = telegram.person(7);
  const labels = () => lan.last.buttons.map((row) => row.map(({ text }) => text));
  await lan.send('/start');
  expect(labels()[0]).toEqual(['Xã 1', 'Xã 2']);
  expect(labels().slice(-3)).toEqual([['‹', '1/13', '›'], ['Gõ để tìm'], ['Xem bản đồ']]);
  await lan.press('Xã 2');
  await lan.press('‹');
  expect(labels()[0]).toEqual(['Xã 145', 'Xã 146']);
  await lan.press('Xã 148');
  await lan.press('13/13');
  await lan.press('›');
  expect(labels()[0]).toEqual(['Xã 1', '✓ Xã 2']);
  await lan.press('Tiếp tục (2)');
  expect(lan.last.text).toContain('Theo dõi: Xã 2, Xã 148');
  await lan.press({ row: 0, column: 0 });
  expect(lan.messages).toHaveLength(1);
});

test('a name typed while choosing is ticked beside what was ticked before, on its page; an unknown one changes nothing', async () => {
  const lan = telegram.person(11);
  const labels = () => lan.last.buttons.flat().map(({ text }) => text);
  await lan.send('/start');
  await lan.press('Xã 2');
  await lan.press('Gõ để tìm');
  await lan.send('xa 99', { reply_to: lan.last });
  expect(labels()).toEqual(expect.arrayContaining(['✓ Xã 99', '9/13', 'Tiếp tục (2)']));
  await lan.press('Gõ để tìm');
  await lan.send('khong co dau', { reply_to: lan.last });
  expect(lan.last.text).toContain('Chưa tìm thấy nơi đó');
  await lan.press('Tiếp tục (2)');
  expect(lan.last.text).toContain('Theo dõi: Xã 2, Xã 99');
});

test('a name typed while choosing that several places have is asked about, and the answer is ticked', async () => {
  const lan = telegram.person(12);
  const labels = () => lan.last.buttons.flat().map(({ text }) => text);
  await lan.send('/start');
  await lan.press('Xã 2');
  await lan.press('Gõ để tìm');
  await lan.send('dong cu', { reply_to: lan.last });
  expect(labels()).toEqual(['xã Đồng Cũ (Xã 7)', 'xã Đồng Cũ (Xã 120)']);
  await lan.press('xã Đồng Cũ (Xã 120)');
  expect(labels()).toEqual(expect.arrayContaining(['✓ Xã 120', '10/13', 'Tiếp tục (2)']));
});

test('all 148 at once fit the buttons and the messages, also for those who run the bot', async () => {
  const lan = telegram.person(8);
  const minh = await hire(9, 'owner');
  const district_ids = everything;
  const bits = encodeChoice(await listDistricts(db), everything);
  await lan.send('/start');
  await lan.pressData(`v1:c:0630:12:${bits}`);
  await lan.press('Tiếp tục (148)');
  await lan.press('Đồng ý, gửi tin cho tôi');
  for (const said of ['/start', '/settings', '/khuvuc', '/privacy', '/tin']) {
    const before = lan.messages.length;
    await lan.send(said);
    expect(lan.messages.length, said).toBe(before + 1);
  }
  await minh.send('/moi');
  await answerQuestion(minh, 'Văn phòng tỉnh');
  await minh.press('›');
  await minh.press('Xã 13');
  expect(minh.last.buttons[0]!.map(({ text }) => text)).toEqual(['✓ Xã 13', 'Xã 14']);
  await db.updateTable('invitation').set({ district_ids }).execute();
  await minh.press('›');
  await minh.press('Tiếp tục');
  expect(minh.last.text).toContain('Xã 1, Xã 2');
  await minh.send('/thongbao');
  await answerQuestion(minh, 'Họp');
  await db.updateTable('announcement').set({ district_ids }).execute();
  await minh.press('Chọn khu vực');
  await minh.press('‹');
  await minh.press('✓ Xã 148');
  expect(minh.last.buttons[0]!.map(({ text }) => text)).toEqual(['✓ Xã 145', '✓ Xã 146']);
});

test('an article can be put into all 148 at once', async () => {
  const minh = await hire(10, 'editor');
  const title = 'Không rõ ở đâu';
  const id = await listArticle(deps, time.now, { title, link: 'https://baothu.example/khong-ro' });
  await listArticle(deps, time.now, { title, link: 'https://baothu.example/cung-khong' });
  const bits = encodeChoice(await listDistricts(db), everything);
  await minh.send('/quantri');
  await minh.press(/Chờ xử lý/);
  await minh.pressData(`v1:aq:p:${id}:12:${bits}`);
  await minh.press('Lưu (148 khu vực)');
  expect(minh.last.text).toContain(`Đã xếp “${title}”: Xã 1, Xã 2,`);
  expect(await db.selectFrom('match').select('id').where('article_id', '=', id).execute()).toHaveLength(148);
});
