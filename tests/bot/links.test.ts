import { beforeEach, expect, test } from 'vitest';
import type { Person } from '../../src/demo/telegram/telegram.js';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { packWithSource, saveStory } from '../support/news.js';

const db = await testDatabase();
const { telegram, time } = await startBot(db, packWithSource);
const story = await saveStory(db, ['binh-son'], time.now, { title: 'Bình Sơn <mở> chợ & hội' });
await saveStory(db, ['binh-son'], new Date(time.now.getTime() - 86_400_000), { title: 'Tin hôm qua' });
let lan: Person;
let nextId = 100;
beforeEach(() => {
  lan = telegram.person(nextId++, { language_code: 'vi' });
});
const labels = () => lan.last.buttons.flat().map(({ text }) => text);

test('the link of a story shows it, with its district to follow and what else there is', async () => {
  await lan.send(`/start a_${story}`);
  expect(lan.last.text).toContain('Bình Sơn <mở> chợ & hội');
  expect(labels()).toEqual(['Theo dõi Bình Sơn', 'Các tin khác']);
  await lan.press('Các tin khác');
  expect(lan.last.text).toContain('Tin hôm qua');
});

test('from a story one follows its district with two taps, and nothing is stored before the second', async () => {
  await lan.send(`/start a_${story}`);
  await lan.press('Theo dõi Bình Sơn');
  expect(lan.last.text).toContain('Theo dõi: Bình Sơn');
  expect(await db.selectFrom('chat').selectAll().execute()).toEqual([]);
  await lan.press('Đồng ý, gửi tin cho tôi');
  expect(await db.selectFrom('chat').selectAll().execute()).toHaveLength(1);
});

test('the link of a day shows that day of the district', async () => {
  await lan.send('/start w_2026-03-01_binh-son');
  expect(lan.last.text).toContain('Tin hôm qua');
  expect(lan.last.text).not.toContain('chợ & hội');
});

for (const payload of [
  'a_999999',
  'a_x',
  'w_2026-99-99_binh-son',
  'w_2026-03-01_nowhere',
  'd_',
  'x'.repeat(64),
])
  test(`a link with ${payload} is answered kindly`, async () => {
    await lan.send(`/start ${payload}`);
    expect(lan.messages).toHaveLength(1);
    expect(lan.last.text).not.toContain('Có lỗi');
  });
