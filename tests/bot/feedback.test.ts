import { beforeEach, expect, test } from 'vitest';
import type { Person } from '../../src/demo/telegram/telegram.js';
import { cutDigests } from '../../src/digest/cut.js';
import { withdrawArticle } from '../../src/digest/withdraw.js';
import { exportChat } from '../../src/store/chats.js';
import { countQueued, findNextQueued, recordDecision } from '../../src/store/decisions.js';
import { forgetReports } from '../../src/store/reports.js';
import { testDatabase } from '../support/database.js';
import { listArticle } from '../support/listed.js';
import { packWithSource, saveStory } from '../support/news.js';
import { startStaffBot } from '../support/staff.js';

const db = await testDatabase();
const pack = {
  ...packWithSource,
  places: [
    { name: 'Suối Vàng', type: 'xã', district: 'binh-son' },
    { name: 'Đồng Tâm', type: 'xã', district: 'an-lac' },
    { name: 'Đồng Tâm', type: 'xã', district: 'binh-son' },
  ],
};
const { deps, deliver, hire, reader, telegram, time } = await startStaffBot(db, pack);
const hoa = await hire(1, 'editor');
const monday = time.now;
const morning = new Date('2026-03-02T23:30:00Z');

let lan: Person;
let binh: Person;
let nextId = 100;
beforeEach(async () => {
  time.now = monday;
  await db.deleteFrom('chat').execute();
  await db.updateTable('article').set({ withdrawn_at: monday }).execute();
  lan = await reader(nextId++, ['binh-son']);
  binh = await reader(nextId++, ['binh-son']);
});

const list = (title: string, summary = '') => listArticle(deps, time.now, { title, summary });
const labels = (person: Person) => person.last.buttons.flat().map(({ text }) => text);

async function bringDigest(at = morning): Promise<void> {
  time.now = at;
  await cutDigests(db, pack, at, { deliverTo: '*' });
  await deliver();
}

/** Decides about a story as if it waited. */
async function decide(id: number, districtIds: string[]): Promise<void> {
  await db.updateTable('article').set({ scope: 'uncertain' }).where('id', '=', id).execute();
  await db.transaction().execute((trx) => recordDecision(trx, id, districtIds, 1, time.now));
}

/** Which number a story has in the newest digest that a person was shown. */
function numberOf(person: Person, story: RegExp): string {
  const digest = person.messages.findLast(({ buttons }) =>
    buttons.flat().some(({ callback_data = '' }) => callback_data.startsWith('v1:g:')),
  )!;
  const line = digest.text.split('\n').find((one) => /^\d+\. /.test(one) && story.test(one));
  return line!.split('.')[0]!;
}

async function report(person: Person, story: RegExp) {
  await person.press('Góp ý về tin');
  return person.press(`Tin ${numberOf(person, story)} sai khu vực`);
}

test('one button under a digest asks of each story why it is there, and leads back; the text stays', async () => {
  await list('Xã Suối Vàng mở lại chợ phiên sau nhiều năm vắng người mua bán');
  await list('Huyện Bình Sơn có thêm trường mới');
  await bringDigest();
  const { text } = lan.last;
  const messages = lan.messages.length;
  expect(labels(lan)).toEqual(['Ngày khác', 'Chia sẻ', 'Góp ý về tin']);
  await lan.press('Góp ý về tin');
  expect(lan.last.buttons.map((row) => row.map((button) => button.text))).toEqual([
    ['Vì sao có tin 1?', 'Tin 1 sai khu vực'],
    ['Vì sao có tin 2?', 'Tin 2 sai khu vực'],
    ['Quay lại'],
  ]);
  expect(await lan.press('Vì sao có tin 2?')).toMatchObject({
    alert: true,
    text: 'Bài viết nêu “Xã Suối Vàng” thuộc Bình Sơn.',
  });
  expect((await lan.press('Vì sao có tin 1?')).text).toBe('Bài viết nêu “Huyện Bình Sơn”.');
  await lan.press('Quay lại');
  expect(labels(lan)).toEqual(['Ngày khác', 'Chia sẻ', 'Góp ý về tin']);
  expect([lan.last.text, lan.messages.length]).toEqual([text, messages]);
});

test('a report is thanked for, counted once per reader, and two of them reach the queue without a name', async () => {
  const id = await list('Xã Suối Vàng mở hội');
  await bringDigest();
  expect((await report(lan, /Suối Vàng/)).text).toContain('Cảm ơn bạn.');
  expect(labels(lan)).toEqual(['Ngày khác', 'Chia sẻ', 'Góp ý về tin']);
  await report(lan, /Suối Vàng/);
  expect(await countQueued(db, time.now)).toBe(0);
  await report(binh, /Suối Vàng/);
  expect(await countQueued(db, time.now)).toBe(1);
  await hoa.send('/quantri');
  await hoa.press('Chờ xử lý (1)');
  expect(hoa.last.text).toContain('Đang xếp vào: Bình Sơn\n2 người đọc báo sai khu vực');
  expect(await db.selectFrom('report').select('article_id').execute()).toEqual([
    { article_id: id },
    { article_id: id },
  ]);
});

test('a report of a story whose first article was withdrawn reaches the queue as well', async () => {
  const first = await list('Xã Suối Vàng dựng nhà văn hóa');
  const second = await list('Nhà văn hóa mới ở xã Suối Vàng, huyện Bình Sơn');
  await db.updateTable('article').set({ same_as_id: first }).where('id', '=', second).execute();
  await bringDigest();
  await db.updateTable('article').set({ withdrawn_at: morning }).where('id', '=', first).execute();
  await report(lan, /Suối Vàng/);
  await report(binh, /Suối Vàng/);
  expect(await countQueued(db, time.now)).toBe(1);
});

test('one report of an official is enough', async () => {
  await list('Xã Suối Vàng làm đường');
  await bringDigest();
  await db.updateTable('chat').set({ style: 'official', unit: 'Văn phòng' }).execute();
  await report(lan, /Suối Vàng/);
  expect(await countQueued(db, time.now)).toBe(1);
});

test('a correction takes the story away from one district and into the next digest of another', async () => {
  const mai = await reader(nextId++, ['cao-xa']);
  const before = mai.messages.length;
  await list('Xã Suối Vàng có trạm y tế');
  await bringDigest();
  expect(mai.messages).toHaveLength(before);
  await report(lan, /trạm y tế/);
  await report(binh, /trạm y tế/);
  await hoa.send('/quantri');
  await hoa.press(/Chờ xử lý/);
  await hoa.press('Chọn khu vực khác');
  await hoa.press('✓ Bình Sơn');
  await hoa.press('Cao Xá');
  await hoa.press(/Lưu/);
  expect(await countQueued(db, time.now)).toBe(0);
  await bringDigest(new Date(morning.getTime() + 24 * 3_600_000));
  expect(mai.last.text).toContain('Xã Suối Vàng có trạm y tế');
  await mai.press('Góp ý về tin');
  expect((await mai.press(`Vì sao có tin ${numberOf(mai, /trạm y tế/)}?`)).text).toBe(
    'Người biên tập đã xếp bài này vào Cao Xá.',
  );
  // The old digest still has it, and says where it went.
  await lan.press('Góp ý về tin');
  expect((await lan.press(`Vì sao có tin ${numberOf(lan, /trạm y tế/)}?`)).text).toBe(
    'Tin này đã được xếp lại: Cao Xá.',
  );
});

test('a story that was put elsewhere since is not reported for where it stood', async () => {
  const id = await list('Xã Suối Vàng có vườn cam');
  await bringDigest();
  await decide(id, ['cao-xa']);
  expect((await report(lan, /vườn cam/)).text).toBe('Tin này đã được xếp lại: Cao Xá.');
  expect(await db.selectFrom('report').selectAll().execute()).toEqual([]);
});

test('who finds the decision wrong too is heard again', async () => {
  const id = await list('Xã Suối Vàng có vườn đào');
  await bringDigest();
  await report(lan, /vườn đào/);
  await decide(id, ['binh-son']);
  time.now = new Date(time.now.getTime() + 60_000);
  await report(lan, /vườn đào/);
  expect(await countQueued(db, time.now)).toBe(0);
  await report(binh, /vườn đào/);
  expect(await countQueued(db, time.now)).toBe(1);
});

test('reports reach the queue through a story’s other article when the first is withdrawn', async () => {
  const id = await list('Xã Suối Vàng có vườn mận');
  await saveStory(db, ['binh-son'], time.now, { same_as_id: id, title: 'Mận chín' });
  await bringDigest();
  for (const person of [lan, binh]) await report(person, /vườn mận/);
  await withdrawArticle(db, pack, id, 1, time.now);
  expect(await countQueued(db, time.now)).toBe(1);
  expect((await findNextQueued(db, time.now))?.title).toBe('Mận chín');
});

test('a remembered name and a province-wide story say so, and many names never break the limit', async () => {
  await db
    .insertInto('remembered_place')
    .values({
      key: 'xã đồng tâm',
      place: 'x',
      district_ids: ['binh-son'],
      staff_id: 1,
      remembered_at: monday,
    })
    .execute();
  await list('Xã Đồng Tâm có cầu');
  const long = await saveStory(db, ['binh-son'], time.now, { title: 'Nhiều nơi' });
  const evidence = JSON.stringify(Array.from({ length: 9 }, (_, n) => `xã ${n} ${'Rất Dài '.repeat(20)}`));
  await db.updateTable('match').set({ evidence }).where('article_id', '=', long).execute();
  await bringDigest();
  await lan.press('Góp ý về tin');
  const why = (story: RegExp) => lan.press(`Vì sao có tin ${numberOf(lan, story)}?`);
  expect((await why(/Đồng Tâm/)).text).toBe(
    'Bài viết nêu “Xã Đồng Tâm”; người biên tập đã ghi nhận tên này thuộc Bình Sơn.',
  );
  expect([...(await why(/Nhiều nơi/)).text!].length).toBe(200);
  await db.deleteFrom('remembered_place').execute();
});

test('who looks without having agreed may ask why, and nothing is kept of a report', async () => {
  await list('Xã Suối Vàng có chợ');
  const guest = telegram.person(nextId++);
  await guest.send('/tin');
  const press = await report(guest, /Suối Vàng/);
  expect(press.text).toContain('đang nhận tin');
  expect(await db.selectFrom('report').selectAll().execute()).toEqual([]);
  expect((await guest.press(`Vì sao có tin ${numberOf(guest, /Suối Vàng/)}?`)).text).toContain('Suối Vàng');
});

test('in a group anyone may ask and report, and the group counts once', async () => {
  await list('Xã Suối Vàng có lễ hội');
  const village = telegram.group(-nextId++);
  const [head, member] = [telegram.person(nextId++), telegram.person(nextId++)];
  village.add(head, 'administrator');
  village.add(member);
  await village.addBot(head);
  await head.in(village).send('/start binh-son');
  await head.in(village).press({ row: 0, column: 0 });
  await deliver();
  const inGroup = member.in(village);
  for (const person of [inGroup, head.in(village)])
    expect((await report(person, /lễ hội/)).text).toContain('Cảm ơn bạn.');
  expect(await db.selectFrom('report').select('article_id').execute()).toHaveLength(1);
});

test('a chat’s reports are in its export, go with it, and are forgotten after a month', async () => {
  const id = await list('Xã Suối Vàng có cầu treo');
  await bringDigest();
  await report(lan, /cầu treo/);
  const { chat_id } = await db.selectFrom('report').select('chat_id').executeTakeFirstOrThrow();
  expect(await exportChat(db, chat_id)).toMatchObject({
    reports: [{ article_id: id, reported_at: morning }],
  });
  await report(binh, /cầu treo/);
  await db.deleteFrom('chat').where('id', '=', chat_id).execute();
  expect(await db.selectFrom('report').selectAll().execute()).toHaveLength(1);
  await forgetReports(db, new Date(morning.getTime() + 31 * 24 * 3_600_000));
  expect(await db.selectFrom('report').selectAll().execute()).toEqual([]);
});

test('buttons of digests and stories that are gone are answered', async () => {
  await list('Xã Suối Vàng có mưa');
  await bringDigest();
  for (const data of [
    'v1:g:l:9999:0',
    'v1:g:b:9999:0',
    'v1:g:s:1:99:1',
    'v1:g:w:1:0:999',
    'v1:g:r:1:0:999',
    'v1:g:x',
  ])
    expect(await lan.pressData(data), data).toMatchObject({ answered: true, alert: true });
});
