import { beforeEach, expect, test } from 'vitest';
import { encodeChoice } from '../../src/bot/choice.js';
import type { Person } from '../../src/demo/telegram/telegram.js';
import { listDistricts } from '../../src/store/region.js';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { packWithSource, saveStory } from '../support/news.js';

const db = await testDatabase();
const { telegram, time } = await startBot(db, packWithSource);
const daysAgo = (days: number) => new Date(time.now.getTime() - days * 86_400_000);
for (let n = 1; n <= 9; n++) await saveStory(db, ['an-lac'], time.now, { title: `Việc thứ ${n}` });
for (const days of [300, 200, 40, 30])
  await saveStory(db, ['binh-son'], time.now, {
    title: `Chợ ${days} ngày trước`,
    published_at: daysAgo(days),
  });
await saveStory(db, ['cao-xa'], time.now, { title: 'Hội làng năm ấy', published_at: daysAgo(900) });

let lan: Person;
let nextId = 100;
beforeEach(() => {
  lan = telegram.person(nextId++, { language_code: 'vi' });
});
const labels = () => lan.last.buttons.flat().map(({ text }) => text);
const look = async (id: string) => {
  await lan.send('/start');
  await lan.pressData(`v1:l:${encodeChoice(await listDistricts(db), [id])}`);
};

test('the ways on stand under every page of the news', async () => {
  await lan.send('/start an-lac');
  await lan.press({ row: 0, column: 0 });
  await lan.send('/tin');
  expect(labels()).toContain('Tuần qua');
  await lan.press('Đọc thêm 2 tin');
  expect(labels()).toEqual([
    'Trang trước',
    'Các tin khác',
    'Ngày khác',
    'Chia sẻ',
    'Góp ý về tin',
    'Tuần qua',
  ]);
});

for (const typed of ['tin', 'Tin mới', 'có tin gì mới không?', 'tin tuc', 'News'])
  test(`“${typed}” is /news without the slash`, async () => {
    await lan.send('/start an-lac');
    await lan.press({ row: 0, column: 0 });
    await lan.send(typed);
    expect(lan.last.text).toContain('Tin An Lạc');
    expect(lan.last.text).toContain('9 tin trong 24 giờ qua');
  });

for (const typed of [
  '/tin Bình Sơn',
  'tin bình sơn',
  'binh son co gi moi khong?',
  'Tin mới nhất ở Bình Sơn',
  'news from Binh Son',
])
  test(`“${typed}” is the news of that place`, async () => {
    await lan.send(typed);
    expect(lan.last.text).toContain('Tin Bình Sơn');
    expect(lan.last.text).toContain('Chợ 30 ngày trước');
  });

test('who follows nothing finds the way to choose under every page', async () => {
  await lan.send('/tin');
  expect(labels()).toEqual(expect.arrayContaining(['Tuần qua', 'Chọn khu vực']));
  await lan.press('Đọc thêm 2 tin');
  expect(labels()).toEqual(expect.arrayContaining(['Tuần qua', 'Chọn khu vực']));
  await lan.press('Các tin khác');
  await lan.press('Quay lại');
  expect(labels()).toContain('Chọn khu vực');
  await look('an-lac');
  expect(labels()).toContain('Chọn khu vực');
});

test('whoever reads a channel cannot make the bot write to all who read it', async () => {
  const channel = telegram.group(-71, { type: 'channel', title: 'Kênh' });
  channel.add(lan, 'administrator');
  await channel.addBot(lan, 'administrator');
  const reader = telegram.person(nextId++, { language_code: 'vi' }).in(channel);
  await lan.in(channel).send('/tin');
  await lan.in(channel).send('/timkiem chợ');
  const before = channel.messages.length;
  for (const button of ['v1:m:w', 'v1:tg:1', 'v1:q', 'v1:b'])
    expect((await reader.pressData(button)).text, button).toContain('mở bot này');
  expect((await reader.pressData('v1:n')).text).toContain('mở bot này');
  expect(channel.messages).toHaveLength(before);
});

test('on a quiet day it is the newest three, however long ago', async () => {
  await look('binh-son');
  expect(lan.last.text).toMatch(/Chợ 30 ngày[\s\S]*Chợ 40 ngày[\s\S]*Chợ 200 ngày/);
  expect(lan.last.text).not.toContain('Chợ 300 ngày');
  await look('cao-xa');
  expect(lan.last.text).toContain('Hội làng năm ấy');
});
