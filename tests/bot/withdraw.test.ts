import { beforeEach, expect, test } from 'vitest';
import type { Person } from '../../src/demo/telegram/telegram.js';
import { cutDigests } from '../../src/digest/cut.js';
import { testDatabase } from '../support/database.js';
import { listArticle } from '../support/listed.js';
import { packWithSource } from '../support/news.js';
import { startStaffBot } from '../support/staff.js';

const db = await testDatabase();
const [source] = packWithSource.sources;
const second = { ...source!, id: 'bao-ban', newspaper: { vi: 'Báo Bạn', en: 'Ban News' } };
const pack = { ...packWithSource, sources: [source!, second] };
const { deps, deliver, hire, reader, time } = await startStaffBot(db, pack);
const hoa = await hire(1, 'editor');
await hire(2, 'viewer');
const monday = time.now;
const morning = new Date('2026-03-02T23:30:00Z');
const text = {
  title: 'Huyện Bình Sơn khánh thành cầu mới dài 120 m',
  summary:
    'Cây cầu dài 120 m qua suối tại huyện Bình Sơn vừa được khánh thành sáng 2/3 với kinh phí 9 tỷ đồng.',
};

let lan: Person;
let nextId = 100;
beforeEach(async () => {
  time.now = monday;
  await db.deleteFrom('chat').execute();
  await db.updateTable('article').set({ withdrawn_at: monday }).execute();
  lan = await reader(nextId++, ['binh-son']);
});

const labels = (person: Person) => person.last.buttons.flat().map(({ text }) => text);
const link = () => `https://baothu.example/tin-${nextId++}`;

/** A look at the news, and at what can be said of this story; returns its number. */
async function open(person: Person, story: RegExp): Promise<string> {
  await person.send('/tin Bình Sơn');
  const line = person.last.text.split('\n').find((one) => /^\d+\. /.test(one) && story.test(one));
  await person.press('Góp ý về tin');
  return line!.split('.')[0]!;
}

test('an editor withdraws a story from under a digest, and it leaves the digest that waits', async () => {
  await listArticle(deps, time.now, { ...text, link: link() });
  await listArticle(deps, time.now, { title: 'Huyện Bình Sơn có thêm trường mới' });
  time.now = morning;
  await cutDigests(db, pack, morning, { deliverTo: '*' });
  const number = await open(hoa, /khánh thành/);
  const digest = hoa.messages.at(-1)!;
  await hoa.press(`Rút tin ${number}`);
  expect(hoa.last.text).toContain('1. “Huyện Bình Sơn khánh thành cầu mới dài 120 m” (Báo Thử)');
  expect(hoa.last).not.toBe(digest);
  expect(labels(hoa)).toEqual(['Rút bài 1 (Báo Thử)', 'Không rút']);
  const held = hoa.last;
  await hoa.press('Rút bài 1 (Báo Thử)');
  expect(hoa.last.text).toBe('Đã rút “Huyện Bình Sơn khánh thành cầu mới dài 120 m” (Báo Thử).');
  expect(held.buttons).toEqual([]);
  expect(
    await db.selectFrom('article').select('withdrawn_by').where('title', '=', text.title).executeTakeFirst(),
  ).toEqual({ withdrawn_by: 1 });
  await deliver();
  expect(lan.last.text).toContain('trường mới');
  expect(lan.last.text).not.toContain('khánh thành');
});

test('of a story that two newspapers tell, one article is withdrawn and the other stays', async () => {
  await listArticle(deps, time.now, { ...text, link: link() });
  await listArticle({ ...deps, pack: { ...pack, sources: [second] } }, time.now, { ...text, link: link() });
  await hoa.press(`Rút tin ${await open(hoa, /khánh thành/)}`);
  expect(labels(hoa)).toEqual(['Rút bài 1 (Báo Thử)', 'Rút bài 2 (Báo Bạn)', 'Không rút']);
  await hoa.press(/^Rút bài 1/);
  await hoa.send('/tin Bình Sơn');
  expect(hoa.last.text).toContain('khánh thành');
  expect(hoa.last.text).not.toContain('Báo Thử');
});

test('nothing happens before the second press, and what was withdrawn meanwhile is said', async () => {
  await listArticle(deps, time.now, { ...text, link: link() });
  await hoa.press(`Rút tin ${await open(hoa, /khánh thành/)}`);
  await hoa.press('Không rút');
  expect(hoa.last.text).toBe('Không rút bài nào.');
  await hoa.send('/tin Bình Sơn');
  expect(hoa.last.text).toContain('khánh thành');
  await hoa.press(`Rút tin ${await open(hoa, /khánh thành/)}`);
  await db.updateTable('article').set({ withdrawn_at: monday }).execute();
  await hoa.press(/^Rút bài/);
  expect(hoa.last.text).toBe('Bài này đã được rút trước đó.');
});

test('readers see no such button', async () => {
  await listArticle(deps, time.now, { ...text, link: link() });
  await open(lan, /khánh thành/);
  expect(labels(lan).some((label) => label.startsWith('Rút'))).toBe(false);
});

test('an article in the queue can be withdrawn; its card stays', async () => {
  const id = await listArticle(deps, time.now, { ...text, link: link() });
  await db.updateTable('article').set({ scope: 'uncertain' }).where('id', '=', id).execute();
  await hoa.send('/quantri');
  await hoa.press(/Chờ xử lý/);
  const card = hoa.last;
  await hoa.press('Rút tin này');
  expect(hoa.last).not.toBe(card);
  await hoa.press(/^Rút bài 1/);
  expect(hoa.last.text).toContain('Đã rút');
  expect(card.text).toContain('Tin chờ xếp khu vực');
});
