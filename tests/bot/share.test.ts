import { beforeEach, expect, test } from 'vitest';
import type { Person } from '../../src/demo/telegram/telegram.js';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { packWithSource } from '../support/news.js';

const communes = Array.from({ length: 148 }, (_, n) => ({
  id: `xa-${n + 1}`,
  name: { vi: `Xã Thử ${n + 1}`, en: `Thu ${n + 1}` },
  type: 'xã',
  names: [],
}));
const db = await testDatabase();
const { telegram } = await startBot(db, packWithSource);
const large = await startBot(await testDatabase(), { ...packWithSource, districts: communes });
let lan: Person;
let nextId = 100;
beforeEach(() => {
  lan = telegram.person(nextId++, { language_code: 'vi' });
});
const labels = (person = lan) => person.last.buttons.flat().map(({ text }) => text);

test('whoever follows one district gets its link, to send, to copy and to add to a group', async () => {
  await lan.send('/start an-lac');
  await lan.press('Đồng ý, gửi tin cho tôi');
  await lan.send('/chiase');
  const link = `https://t.me/${telegram.me.username}?start=d_an-lac`;
  expect(lan.last.text).toContain('Chia sẻ tin An Lạc');
  expect(lan.last.text).toContain(link);
  const buttons = lan.last.buttons.flat() as { url?: string; copy_text?: { text: string } }[];
  expect(buttons[0]!.url).toContain(encodeURIComponent(link));
  expect(buttons[1]!.copy_text).toEqual({ text: link });
  expect(buttons[3]!.url).toBe(`https://t.me/${telegram.me.username}?startgroup=d_an-lac`);
});

test('the link leads somebody else to the question with one tap', async () => {
  const minh = telegram.person(nextId++, { language_code: 'vi' });
  await minh.send('/start d_an-lac');
  expect(minh.last.text).toContain('Theo dõi: An Lạc');
});

test('whoever follows nothing, or several, is asked which', async () => {
  await lan.send('/share');
  expect(labels()).toEqual(['An Lạc', 'Bình Sơn', 'Cao Xá', 'Cả tỉnh']);
  await lan.press('Bình Sơn');
  expect(lan.last.text).toContain('?start=d_binh-son');
  await lan.press('Nơi khác');
  await lan.press('Cả tỉnh');
  // Whoever gets the link has to know of which province.
  expect(lan.last.text).toContain('Chia sẻ tin Tỉnh Thử');
  await lan.press('Mã QR');
  expect(lan.last.text).toContain('Tin Tỉnh Thử mỗi ngày');
});

test('of 148 communes twelve are shown at a time', async () => {
  const hoa = large.telegram.person(7, { language_code: 'vi' });
  await hoa.send('/chiase');
  expect(labels(hoa)).toHaveLength(12 + 1 + 3);
  for (let page = 1; page < 13; page++) await hoa.press('›');
  expect(labels(hoa)).toContain('13/13');
  await hoa.press('Xã Thử 148');
  expect(hoa.last.text).toContain('?start=d_xa-148');
});

test('the link stands under every digest as well; the digest stays', async () => {
  await lan.send('/tin');
  const { text } = lan.last;
  await lan.press('Chia sẻ');
  expect(lan.messages.at(-2)!.text).toBe(text);
  expect(labels()).toEqual(['An Lạc', 'Bình Sơn', 'Cao Xá', 'Cả tỉnh']);
  await lan.press('An Lạc');
  expect(lan.last.text).toContain('?start=d_an-lac');
});

test('in a channel a press writes nothing to all who read it', async () => {
  const channel = telegram.group(-1_001_000_000_000 - nextId++, { type: 'channel', title: 'Loa xóm' });
  const minh = telegram.person(nextId++, { language_code: 'vi' });
  channel.add(lan, 'administrator');
  channel.add(minh);
  await channel.addBot(lan, 'administrator');
  await lan.in(channel).send('/tin');
  const before = channel.messages.length;
  for (const data of ['v1:b', 'v1:m:w', 'v1:m:s:an-lac'])
    expect((await minh.in(channel).pressData(data)).text, data).toContain('mở bot này');
  expect(channel.messages).toHaveLength(before);
  await lan.in(channel).send('/chiase');
  await lan.in(channel).press('An Lạc');
  expect(labels(lan.in(channel))).toEqual(['Gửi cho bạn bè', 'Chép liên kết', 'Nơi khác']);
});

test('a forged district is answered kindly', async () => {
  await lan.send('/share');
  const press = await lan.pressData('v1:bd:khong-co');
  expect(press.text).toContain('Nút này đã cũ');
});
