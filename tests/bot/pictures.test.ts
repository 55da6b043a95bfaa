import { beforeAll, expect, it } from 'vitest';
import { sharePicture } from '../../src/bot/pictures.js';
import { cutDigests } from '../../src/digest/cut.js';
import { draw } from '../../src/pictures/draw.js';
import { startBot, type TestBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { packWithSource as pack, saveStory } from '../support/news.js';

const db = await testDatabase();
let bot: TestBot;
beforeAll(async () => {
  bot = await startBot(db, pack);
  const days = (n: number) => new Date(bot.time.now.getTime() - n * 86_400_000);
  for (const [districtIds, age] of [
    [['an-lac'], 1],
    [['an-lac', 'binh-son'], 2],
    [['thu'], 3],
    [['an-lac'], 9],
  ] as const)
    await saveStory(db, [...districtIds], days(age), { published_at: days(age), title: `Tin ${age} <ngày>` });
});

let nextId = 5000;
const person = () => bot.telegram.person(++nextId);

it('the map under the choice comes with the same buttons, and a tick changes it in place', async () => {
  const lan = person();
  await lan.send('/start');
  await lan.press('Bình Sơn');
  await lan.press('Xem bản đồ');
  expect(lan.messages).toHaveLength(2);
  expect(lan.last.photo).toMatchObject({ width: 1080 });
  expect(lan.last.text).toContain('Đã chọn 1 nơi: Bình Sơn.');
  const first = lan.last.photo!.file_id;
  await lan.press('An Lạc');
  expect(lan.messages).toHaveLength(2);
  expect(lan.last.text).toContain('Đã chọn 2 nơi: An Lạc, Bình Sơn.');
  expect(lan.last.photo!.file_id).not.toBe(first);
  expect(lan.last.buttons.flat().map(({ text }) => text)).toContain('✓ An Lạc');
  // The way back shows the picture that is known already.
  await lan.press('✓ An Lạc');
  expect(lan.last.photo!.file_id).toBe(first);
  await lan.press('Tiếp tục (1)');
  expect(lan.last.text).toContain('Theo dõi: Bình Sơn');
  await lan.press(/Đồng ý/);
  expect(lan.messages).toHaveLength(2);
});

it('a picture that several ask for at once is drawn and uploaded once', async () => {
  const all = Array.from({ length: 6 }, person);
  for (const one of all) await one.send('/start');
  await Promise.all(all.map((one) => one.pressData('v1:mc:0630:0:DA')));
  expect(all.map(({ last }) => last.photo?.file_id)).toEqual(all.map(() => all[0]!.last.photo!.file_id));
});

it("the week's map says in words what it shows", async () => {
  const lan = person();
  await lan.send('/tin');
  await lan.press('Tuần qua');
  expect(lan.last.photo).toBeDefined();
  expect(lan.last.text).toMatchInlineSnapshot(`
    "Tuần qua: Tỉnh Thử
    23/02 đến 01/03/2026 · 3 tin, tăng 2 so với tuần trước

    Nhiều tin nhất: An Lạc 2, Bình Sơn 1.
    Không có tin: Cao Xá.
    Tin chung toàn tỉnh: 1.

    Tin nổi bật:
    1. Tin 1 <ngày>
    2. Tin 2 <ngày>
    3. Tin 3 <ngày>"
  `);
});

it('a district is shared by a card with the link in its words', async () => {
  const lan = person();
  await lan.send('/start');
  await lan.pressData('v1:m:s:an-lac');
  expect(lan.last.photo).toMatchObject({ width: 1080 });
  expect(lan.last.text).toContain('https://t.me/loa_demo_bot?start=d_an-lac');
  expect(lan.last.text).toContain('Tin An Lạc mỗi ngày');
  const drawn = await draw(sharePicture('https://t.me/loa_demo_bot?start=d_an-lac', 'An Lạc', 'vi'));
  expect(drawn.equals(lan.last.photo!.bytes)).toBe(true);
});

it.each(['v1:m:s:nowhere', 'v1:m:s:', 'v1:m:x', 'v1:mc:0630:0:!!'])('%s is an old button', async (data) => {
  const lan = person();
  await lan.send('/start');
  const press = await lan.pressData(data);
  expect(press).toMatchObject({ answered: true });
  expect(press.text).toContain('cũ');
  expect(lan.messages.every(({ photo }) => !photo)).toBe(true);
});

it("a weekly reader gets the week's map silently before the digest, a daily one does not", async () => {
  const [weekly, daily] = [person(), person()];
  for (const who of [weekly, daily]) {
    await who.send('/start an-lac');
    await who.press(/Đồng ý/);
  }
  await bot.deliver();
  const ofWeekly = await db
    .selectFrom('chat')
    .select('id')
    .where('telegram_id_hash', '=', bot.deps.seal.hash(weekly.user.id))
    .executeTakeFirstOrThrow();
  const saturday = new Date('2026-03-07T00:00:00Z');
  await db
    .updateTable('chat')
    .set({ times: ['07:00'], weekdays: [6], due_at: saturday })
    .where('id', '=', ofWeekly.id)
    .execute();
  const friday = new Date('2026-03-06T03:00:00Z');
  await saveStory(db, ['an-lac'], friday, { published_at: friday, title: 'Tin thứ sáu' });
  bot.time.now = saturday;
  const before = weekly.messages.length;
  const beforeDaily = daily.messages.length;
  await cutDigests(db, pack, saturday, { deliverTo: '*' });
  await bot.deliver();
  const got = weekly.messages.slice(before);
  expect(got.map(({ photo, silent }) => [Boolean(photo), silent])).toEqual([
    [true, true],
    [false, false],
  ]);
  expect(got[0]!.text).toContain('Khu vực của bạn: An Lạc');
  expect(got[1]!.text).toContain('Tin thứ sáu');
  expect(daily.messages.slice(beforeDaily).map(({ photo }) => Boolean(photo))).toEqual([false]);
});
