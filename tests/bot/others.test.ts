import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { othersButton } from '../../src/bot/others.js';
import type { Person } from '../../src/demo/telegram/telegram.js';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { clear, packWithSource, saveOtherSource, savePack, saveStory } from '../support/news.js';

const db = await testDatabase();
// Monday 02/03/2026, 08:10.
const { telegram, time } = await startBot(db, packWithSource);
const vn = (text: string) => new Date(`${text}:00+07:00`);
const story = (districts: string[], published: string, title: string, more = {}) =>
  saveStory(db, districts, time.now, { title, published_at: vn(published), ...more });

let lan: Person;
let nextId = 100;
const rows = () => lan.last.buttons.map((row) => row.map(({ text }) => text));
const titles = () => [...lan.last.text.matchAll(/^\d+\. (.*)$/gm)].map((match) => match[1]);

beforeEach(async () => {
  await clear(db);
  await savePack(db, time.now);
  await saveOtherSource(db);
  lan = telegram.person(nextId++, { language_code: 'vi' });
  await lan.send('/start an-lac');
  await lan.press({ row: 0, column: 0 });
});

test('under a story: the next five before it, in place, of its district or all, its section or all', async () => {
  for (let n = 1; n <= 12; n++)
    await story(['an-lac'], `2026-02-${n + 9}T08:00`, `Việc ${n}`, {
      source_id: n % 2 ? 'bao-thu' : 'bao-ban',
    });
  await story(['binh-son'], '2026-02-22T07:00', 'Nơi khác');
  await sql`update article set section = 'Kinh tế' where title in ('Việc 1', 'Việc 9', 'Việc 12')`.execute(
    db,
  );
  const id = await story(['an-lac'], '2026-02-22T09:00', 'Tin đang đọc');
  const twice = await story(['an-lac'], '2026-02-22T10:00', 'Tin sau');
  await sql`update article set section = 'KINH TẾ' where id = ${id}`.execute(db);
  await lan.send('/tin');
  const before = lan.messages.length;
  await lan.pressData(othersButton('vi', id).callback_data);
  expect(lan.last.text).toContain('Các tin khác · An Lạc\nĐưa trước tin này: Tin đang đọc');
  expect(titles()).toEqual(['Việc 12', 'Việc 11', 'Việc 10', 'Việc 9', 'Việc 8']);
  expect(lan.last.text).toContain('Báo Bạn · 21/02/2026');
  expect(rows()).toEqual([
    ['1/3', '›'],
    ['Chuyên mục này', '✓ Mọi chuyên mục'],
    ['✓ An Lạc', 'Cả tỉnh'],
    ['Ngày khác'],
  ]);
  await lan.press('›');
  await lan.press('›');
  expect(titles()).toEqual(['Việc 2', 'Việc 1']);
  await lan.press('Chuyên mục này');
  expect(lan.last.text).toContain('An Lạc · chuyên mục KINH TẾ');
  expect(titles()).toEqual(['Việc 12', 'Việc 9', 'Việc 1']);
  await lan.press('Mọi chuyên mục');
  await lan.press('Cả tỉnh');
  expect(titles()[0]).toBe('Nơi khác');
  expect(lan.messages).toHaveLength(before);
  await lan.press('Ngày khác');
  expect(lan.last.text).toContain('tháng 02/2026\nCả tỉnh');
  await lan.pressData(othersButton('vi', twice).callback_data);
  expect(titles()[0]).toBe('Tin đang đọc');
});

test('stories of one minute follow each other, each once, none left out, none that was withdrawn', async () => {
  const ids = [];
  for (let n = 1; n <= 9; n++)
    ids.push(await story(['an-lac', 'binh-son'], '2026-02-20T00:00', `Cùng lúc ${n}`));
  await db.updateTable('article').set({ withdrawn_at: time.now }).where('id', '=', ids[3]!).execute();
  await story(['binh-son'], '2026-02-20T00:00', 'Cùng lúc 5, báo kia', {
    same_as_id: ids[4],
    source_id: 'bao-ban',
  });
  await lan.pressData(othersButton('vi', ids[8]!).callback_data);
  const seen = titles();
  await lan.press('›');
  expect([...seen, ...titles()]).toEqual([8, 7, 6, 5, 3, 2, 1].map((n) => `Cùng lúc ${n}`));
});

test('of a story about the whole region the others are about the whole region', async () => {
  await story(['an-lac'], '2026-02-20T08:00', 'Chỉ An Lạc');
  await story(['thu'], '2026-02-20T09:00', 'Toàn tỉnh trước');
  const id = await story(['thu'], '2026-02-20T10:00', 'Toàn tỉnh');
  await lan.pressData(othersButton('vi', id).callback_data);
  expect(lan.last.text).toContain('Các tin khác · Chung toàn tỉnh');
  expect(titles()).toEqual(['Toàn tỉnh trước']);
  await lan.press('Cả tỉnh');
  expect(titles()).toEqual(['Toàn tỉnh trước', 'Chỉ An Lạc']);
});

test('the first story has nothing before it and says so; a story withdrawn since is not named', async () => {
  const id = await story(['an-lac'], '2026-02-20T10:00', 'Tin đầu tiên');
  await lan.pressData(othersButton('vi', id).callback_data);
  expect(lan.last.text).toContain('Không có tin nào trước tin này: Tin đầu tiên');
  await db.updateTable('article').set({ withdrawn_at: time.now }).where('id', '=', id).execute();
  await lan.pressData(othersButton('vi', id).callback_data);
  expect(lan.last.text).not.toContain('Tin đầu tiên');
  expect(lan.last.text).toContain('Không có tin nào cũ hơn.');
});

test('/tin goes on with what is older, and comes back', async () => {
  for (let n = 1; n <= 9; n++)
    await story(['an-lac'], `2026-02-2${n}T08:00`.replace('-29', '-28'), `Việc ${n}`);
  await story(['an-lac'], '2026-03-02T07:00', 'Sáng nay');
  await lan.send('/tin');
  const first = lan.last.text;
  expect(first).toContain('1 tin trong 24 giờ qua');
  await lan.press('Các tin khác');
  expect(titles()[0]).toMatch(/Việc [89]/);
  await lan.press('›');
  await lan.press('Quay lại');
  expect(lan.last.text).toBe(first);
});

test('/tin is never empty: the latest three with their dates, of elsewhere where there is nothing else', async () => {
  for (let n = 1; n <= 4; n++) await story(['binh-son'], `2026-02-1${n}T08:00`, `Chuyện ${n}`);
  await lan.send('/tin');
  expect(lan.last.text).toContain('Chưa có tin nào về An Lạc. 3 tin gần nhất của nơi khác trong tỉnh:');
  expect(lan.last.text).toMatch(/Chuyện 4\nThứ Bảy, 14\/02\/2026[\s\S]*Chuyện 3[\s\S]*Chuyện 2/);
  await story(['an-lac'], '2026-01-11T08:00', 'Cũ ở An Lạc');
  time.now = new Date(time.now.getTime() + 60_000);
  await lan.send('/tin');
  expect(lan.last.text).toContain('Trong 24 giờ qua chưa có tin mới. 1 tin gần nhất:');
  expect(lan.last.text).toContain('Cũ ở An Lạc\nChủ Nhật, 11/01/2026');
});

test('titles, sections and addresses without end are cut and still fit one message', async () => {
  const long = 'Chợ phiên '.repeat(900);
  for (let n = 1; n <= 6; n++)
    await story(['an-lac', 'binh-son', 'cao-xa'], `2026-02-1${n}T08:00`, `${n} ${long}`, {
      summary: `<&>${long}`,
    });
  const id = await story(['an-lac'], '2026-02-22T09:00', `"<${long}`);
  await sql`update article set section = title, url = 'https://baothu.example/' || repeat('x', 5000)`.execute(
    db,
  );
  await lan.pressData(othersButton('vi', id).callback_data);
  expect(titles()).toHaveLength(5);
  await lan.press('Chuyên mục này');
  expect(lan.last.text).toContain('Không có tin nào');
  await lan.send('12/2');
  expect(titles()).toHaveLength(1);
});

test('anyone in a group may look around; in a channel the calendar under a digest would write to all', async () => {
  await story(['an-lac'], '2026-02-20T10:00', 'Ở An Lạc');
  const minh = telegram.person(nextId++, { language_code: 'vi' });
  const village = telegram.group(-5, { type: 'supergroup' });
  village.add(lan, 'administrator');
  village.add(minh);
  await village.addBot(lan);
  await minh.in(village).send('/ngay 20/2');
  expect(village.messages.at(-1)!.text).toContain('Tin Thứ Sáu, 20/02/2026\nCả tỉnh · 1 tin');
  await minh.in(village).press('Ngày khác');
  expect(village.messages).toHaveLength(1);
  expect(village.messages[0]!.text).toContain('Hoặc gõ lệnh kèm ngày');

  const channel = telegram.group(-1009, { type: 'channel', title: 'Loa xóm' });
  channel.add(lan, 'administrator');
  channel.add(minh);
  await channel.addBot(lan, 'administrator');
  await lan.in(channel).send('/tin');
  // As under posts of before.
  const { text } = await minh.in(channel).pressData('v1:tg:1');
  expect(text).toContain('mở bot này và gõ');
});
