import { beforeEach, expect, test } from 'vitest';
import type { Person } from '../../src/demo/telegram/telegram.js';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { packWithSource, saveStory } from '../support/news.js';

const pack = {
  ...packWithSource,
  places: [
    { name: 'Suối Vàng', type: 'xã', district: 'binh-son' },
    { name: 'Đồng Tâm', type: 'xã', district: 'an-lac' },
    { name: 'Đồng Tâm', type: 'xã', district: 'cao-xa' },
  ],
};
const db = await testDatabase();
const { telegram, time } = await startBot(db, pack);
await saveStory(db, ['binh-son'], time.now, { title: 'Bình Sơn mở lại chợ phiên' });
let lan: Person;
let nextId = 100;
beforeEach(() => {
  lan = telegram.person(nextId++, { language_code: 'vi' });
});
const labels = (person = lan) => person.last.buttons.flat().map(({ text }) => text);

for (const written of ['Bình Sơn', 'binh son', 'BINH SON', 'huyện Bình Sơn', 'suoi vang', 'xã Suối Vàng'])
  test(`“${written}” leads straight to the question`, async () => {
    await lan.send(written);
    expect(lan.last.text).toContain('Theo dõi: Bình Sơn');
    expect(labels()[0]).toBe('Đồng ý, gửi tin cho tôi');
  });

test('what is repeated of a long text ends with a whole character', async () => {
  await lan.send(`x${'😀'.repeat(2000)}`);
  expect(lan.last.text).toContain('😀…');
  expect(lan.last.text).not.toContain('\ufffd');
});

test('a name that several places have is asked about, with a button each', async () => {
  await lan.send('dong tam');
  expect(lan.last.text).toBe('Có 2 nơi tên giống “dong tam”. Bạn chọn nơi nào?');
  expect(labels()[1]).toContain('Cao Xá');
  await lan.press({ row: 1, column: 0 });
  expect(lan.messages).toHaveLength(1);
  expect(lan.last.text).toContain('Theo dõi: Cao Xá');
});

test('what is followed already is shown at once', async () => {
  await lan.send('binh son');
  await lan.press({ row: 0, column: 0 });
  await lan.send('suoi vang');
  expect(lan.last.text).toContain('Bình Sơn mở lại chợ phiên');
});

test('the whole region can be typed too', async () => {
  await lan.send('cả tỉnh');
  expect(lan.last.text).toContain('Theo dõi: Cả tỉnh');
});

test('a text that names no place is answered with ways on, and its markup is harmless', async () => {
  await lan.send('<b>xyz & "abc"');
  expect(lan.last.text).toBe('Chưa hiểu “<b>xyz & "abc"”. Gõ tên xã, huyện để xem tin, hoặc chọn:');
  expect(labels()).toEqual(['Chọn khu vực', 'Tin cả tỉnh', 'Trợ giúp']);
  await lan.press('Tin cả tỉnh');
  expect(lan.last.text).toContain('Bình Sơn mở lại chợ phiên');
  await lan.press('Trợ giúp');
  await lan.send('x'.repeat(4096));
  expect(lan.last.text.length).toBeLessThan(200);
  await lan.send(`${'x'.repeat(59)}😀`);
  expect(lan.last.text).toContain('Chưa hiểu');
});

test('every message and command in a private chat is answered', async () => {
  for (const text of [
    '/',
    '/nosuch',
    '/ngay',
    '/news',
    '/tin',
    '/help',
    '/trogiup',
    '/status',
    '/trangthai',
    '?',
  ]) {
    const before = lan.messages.length;
    await lan.send(text);
    expect(lan.messages.length, text).toBe(before + 1);
  }
});

for (const [said, answer] of [
  ['dừng', 'Bạn không nhận bản tin nào'],
  ['Hủy.', 'Bạn không nhận bản tin nào'],
  ['STOP', 'Bạn không nhận bản tin nào'],
  ['tin', 'Bình Sơn mở lại chợ phiên'],
  ['Trợ giúp', '/khuvuc: Chọn huyện'],
  ['bắt đầu', 'Chọn nơi bạn quan tâm'],
  ['/Start', 'Chọn nơi bạn quan tâm'],
  ['cai dat', 'Bạn chưa theo dõi nơi nào'],
])
  test(`“${said}” without a slash, or with a capital, is the command`, async () => {
    await lan.send(said!);
    expect(lan.last.text).toContain(answer);
  });

test('a word that is an answer to a question, or a part of what is said, is no command', async () => {
  await lan.send('/timkiem');
  await lan.send('dừng', { reply_to: lan.last });
  expect(lan.last.text).toContain('Không thấy tin nào có “dừng”');
  await lan.send('đừng dừng lại');
  expect(lan.last.text).toContain('Chưa hiểu');
});

test('/tin without following shows the whole region and the way to choose', async () => {
  await lan.send('/tin');
  expect(lan.last.text).toContain('Bình Sơn mở lại chợ phiên');
  const news = lan.last;
  await lan.press('Chọn khu vực');
  expect(lan.last.buttons[0]![0]!.text).toBe('An Lạc');
  expect(news.text).toContain('Bình Sơn mở lại chợ phiên');
});

test('/help lists the commands by their names in the reader’s language', async () => {
  await lan.send('/help');
  expect(lan.last.text).toContain('/khuvuc: Chọn huyện');
  expect(lan.last.text).toContain('không phải hệ thống báo tin khẩn cấp');
  const ann = telegram.person(nextId++, { language_code: 'en' });
  await ann.send('/help');
  expect(ann.last.text).toContain('/districts: Choose areas');
});

test('/trangthai says of each newspaper when it was read last, or that it could not be', async () => {
  await lan.send('/trangthai');
  expect(lan.last.text).toContain('Báo Thử: chưa đọc được lần nào.');
  await db.updateTable('source').set({ last_success_at: time.now }).execute();
  await lan.send('/trangthai');
  expect(lan.last.text).toContain('Báo Thử: đọc được, lần cuối 08:10 Thứ Hai, 02/03/2026.');
  await db.updateTable('source').set({ failing_since: time.now }).execute();
  await lan.send('/trangthai');
  expect(lan.last.text).toContain('Báo Thử: hiện chưa đọc được');
});

test('several names that are clear each are followed together, an address is one place', async () => {
  for (const written of ['an lac, binh son', 'An Lạc và Bình Sơn', 'an lac\nbinh son']) {
    await lan.send(written);
    expect(lan.last.text, written).toContain('Theo dõi: An Lạc, Bình Sơn');
  }
  await lan.send('suoi vang, binh son');
  expect(lan.last.text).toContain('Theo dõi: Bình Sơn');
  await lan.send('dong tam, binh son');
  expect(lan.last.text).toContain('Có 3 nơi');
});

test('in English a district is not named twice on its button', async () => {
  const ann = telegram.person(nextId++, { language_code: 'en' });
  await ann.send('an lac, dong tam, binh son');
  expect(labels(ann)).toContain('Binh Son');
  expect(labels(ann)).toContain('xã Đồng Tâm (Cao Xa)');
});

test('what is repeated has no marks that turn the words around it', async () => {
  await lan.send('\u202enos \u2067hnib');
  expect(lan.last.text).toContain('“nos hnib”');
});

test('whoever types a commune is told with which district its news come, also when adding', async () => {
  await lan.send('suoi vang');
  expect(lan.last.text).toContain('Tin về xã Suối Vàng nằm trong tin của Bình Sơn.');
  for (const written of ['binh son', 'ca tinh', 'an lac, binh son']) {
    await lan.send(written);
    expect(lan.last.text, written).not.toContain('nằm trong');
  }
  await lan.send('an lac');
  await lan.press({ row: 0, column: 0 });
  await lan.send('suoi vang');
  expect(lan.last.text).toMatch(
    /^Tin về xã Suối Vàng nằm trong tin của Bình Sơn\.\s+Theo dõi thêm: Bình Sơn/,
  );
});
