import { beforeEach, expect, test, vi } from 'vitest';
import type { Person } from '../../src/demo/telegram/telegram.js';
import { log } from '../../src/log.js';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { packWithSource, saveStory } from '../support/news.js';
import { answerQuestion } from '../support/staff.js';

const db = await testDatabase();
const { telegram, time } = await startBot(db, packWithSource);
const daysAgo = (days: number) => new Date(time.now.getTime() - days * 86_400_000);
let days = 0;
const save = (title: string, summary: string, districts: string[]) =>
  saveStory(db, districts, time.now, { title, summary, published_at: daysAgo(++days) });
await save(
  'Lũ quét cuốn trôi cầu treo <Suối & Vàng>',
  'Trận lũ lúc rạng sáng làm hỏng cầu. Không ai bị thương.',
  ['an-lac', 'binh-son'],
);
await save('Diễn tập ứng phó lũ', 'Huyện huy động 200 người.', ['cao-xa']);
for (let n = 1; n <= 11; n++) await save(`Mùa cam thứ ${n}`, `Vườn cam số ${n} cho quả ngọt.`, ['binh-son']);

let lan: Person;
let nextId = 100;
beforeEach(() => {
  lan = telegram.person(nextId++, { language_code: 'vi' });
});
const labels = (person = lan) => person.last.buttons.map((row) => row.map(({ text }) => text));
/** What stands in bold, piece by piece. */
const bold = (person = lan) =>
  person.last.entities
    .filter(({ type }) => type === 'bold')
    .map(({ offset, length }) => person.last.text.slice(offset, offset + length));

for (const said of ['/timkiem lũ', '/search lu', '/timkiem LŨ'])
  test(`“${said}” finds what is stored, with its words in bold, its date and its districts`, async () => {
    await lan.send(said);
    expect(lan.last.text).toContain(
      '1. Lũ quét cuốn trôi cầu treo <Suối & Vàng>\n01/03/2026 · An Lạc, Bình Sơn · Báo Thử',
    );
    expect(lan.last.text).toContain('2. Diễn tập ứng phó lũ\n28/02/2026 · Cao Xá · Báo Thử');
    expect(lan.last.text).toContain(
      said.includes('ũ') || said.includes('Ũ') ? 'Tìm “lũ” · 2 tin' : 'Tìm “lu” · 2 tin',
    );
    expect(bold()).toEqual([expect.stringContaining('Tìm'), 'Lũ', 'lũ', 'lũ']);
    expect(lan.last.entities.filter(({ type }) => type === 'text_link')).toHaveLength(2);
  });

test('five stories a page, turned in place by buttons that carry the words themselves', async () => {
  await lan.send('/timkiem mùa "cam thứ"');
  expect(lan.last.text).toContain('Tìm “mùa ‘cam thứ’” · 11 tin');
  expect(labels()).toEqual([['1/3', '›'], ['Tìm từ khác']]);
  await lan.press('›');
  expect(lan.last.text).toContain('6. Mùa cam thứ 6');
  await lan.press('›');
  expect(lan.last.text).toContain('11. Mùa cam thứ 11');
  expect(labels()[0]).toEqual(['‹', '3/3']);
  await lan.press('3/3');
  await lan.press('‹');
  expect(lan.last.text).toContain('6. Mùa cam thứ 6');
  expect(lan.messages).toHaveLength(1);
  for (const { callback_data } of lan.last.buttons.flat())
    expect(Buffer.byteLength(callback_data!)).toBeLessThanOrEqual(64);
});

test('a page that is no longer there shows the first one', async () => {
  await lan.send('/timkiem cam');
  await lan.pressData('v1:q:17:cam');
  expect(lan.last.text).toContain('1. Mùa cam thứ 1\n');
});

test('without words it asks for them, and the answer may be anything', async () => {
  await lan.send('/timkiem');
  expect(lan.last.text).toContain('Bạn muốn tìm tin về gì');
  await answerQuestion(lan, 'ung pho lu');
  expect(lan.last.text).toContain('1. Diễn tập ứng phó lũ');
  await lan.press('Tìm từ khác');
  await answerQuestion(lan, 'Bình Sơn');
  expect(lan.last.text).toContain('Không thấy tin nào có “bình sơn”');
  await answerQuestion(lan, 'lũ');
});

test('a typed text that is no place is searched for; a place stays a place', async () => {
  await lan.send('cau treo');
  expect(lan.last.text).toContain('Tìm “cau treo” · 1 tin');
  expect(bold()).toContain('cầu treo');
  await lan.send('binh son');
  expect(lan.last.text).toContain('Theo dõi: Bình Sơn');
  await lan.send('chưa từng có');
  expect(lan.last.text).toContain('Chưa hiểu “chưa từng có”');
});

test('what is asked as a question is looked for without what makes it one', async () => {
  for (const typed of [
    'có tin gì về cầu treo không?',
    'cầu treo ở đâu',
    '/timkiem tin về cầu treo',
    'any news about cau treo?',
  ]) {
    await lan.send(typed);
    expect(lan.last.text, typed).toMatch(/Không thấy tin nào có “.+”\. Đây là tin có “c[aầ]u treo”:/);
    expect(lan.last.text).toContain('1. Lũ quét cuốn trôi cầu treo');
  }
  await lan.send('/timkiem có gì không');
  expect(lan.last.text).toContain('Không thấy tin nào có “có gì không”');
});

test('a slip of the finger is put right, and the reader is told', async () => {
  await lan.send('/timkiem cuu treo');
  expect(lan.last.text).toContain('Không thấy tin nào có “cuu treo”');
  await lan.send('/timkiem muaa cam');
  expect(lan.last.text).toContain('Không thấy tin nào có “muaa cam”. Đây là tin có “mua cam”:');
  await lan.press('›');
  expect(lan.last.text).toContain('6. Mùa cam thứ 6');
});

test('in a group anyone may search, and a question is answered by a reply', async () => {
  const village = telegram.group(-70, { type: 'group', title: 'Xóm Đoàn Kết' });
  village.add(lan);
  await village.addBot(lan);
  const there = lan.in(village);
  await there.send('/timkiem@loa_demo_bot lũ');
  expect(there.last.text).toContain('Tìm “lũ” · 2 tin');
  await there.send('/timkiem');
  await there.send('mùa cam', { reply_to: there.last });
  await there.press('›');
  expect(there.last.text).toContain('6. Mùa cam thứ 6');
  const channel = telegram.group(-71, { type: 'channel', title: 'Kênh' });
  channel.add(lan, 'administrator');
  await channel.addBot(lan, 'administrator');
  await lan.in(channel).send('/timkiem');
  expect(channel.messages.at(-1)!.text).toContain('Gõ lệnh kèm một hoặc vài từ');
});

test('nothing a person searches for makes an error, and nothing of it is logged', async () => {
  const written = [
    vi.spyOn(log, 'error').mockImplementation(() => undefined),
    vi.spyOn(log, 'warn').mockImplementation(() => undefined),
    vi.spyOn(log, 'info').mockImplementation(() => undefined),
  ];
  for (const words of [
    "' & | ! :* <-> ()",
    '"',
    '"" " “',
    "lũ' or 1=1; --",
    '\\',
    '😀'.repeat(2000),
    `${'lũ '.repeat(1300)}`,
    'lũ'.normalize('NFD'),
    'a\0b',
    '\u202elũ\u202c',
    'l\ud83d ũ',
    '<b>lũ</b>',
    '?!…',
    'a:*',
    'x'.repeat(4000),
    'ﷺ',
    'Привет',
    `"${'mùa cam '.repeat(40)}"`,
  ]) {
    const before = lan.messages.length;
    await lan.send(`/timkiem ${words}`);
    expect(lan.messages.length, words).toBe(before + 1);
    expect(lan.last.text).not.toContain('Có lỗi');
  }
  for (const data of [
    'v1:q:0:',
    'v1:q:99:zz zz',
    'v1:q:0:"',
    'v1:q:0:  ',
    'v1:q:x:lũ',
    'v1:q:100:cam',
    `v1:q:0:${'a'.repeat(56)}`,
  ]) {
    await lan.send('/timkiem lũ');
    await lan.pressData(data);
  }
  for (const spy of written) expect(spy).not.toHaveBeenCalled();
});

test('nothing is stored about who searches', async () => {
  await lan.send('/timkiem lũ');
  expect(await db.selectFrom('chat').select('id').execute()).toHaveLength(0);
  expect(await db.selectFrom('digest').select('id').execute()).toHaveLength(0);
});

test('in English, with its own command', async () => {
  const ann = telegram.person(nextId++, { language_code: 'en' });
  await ann.send('/search cau treo');
  expect(ann.last.text).toContain('Search “cau treo” · 1 story');
});
