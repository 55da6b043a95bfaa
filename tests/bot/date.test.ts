import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { encodeChoice } from '../../src/bot/choice.js';
import type { BotContext } from '../../src/bot/context.js';
import { showDay } from '../../src/bot/date.js';
import type { Person } from '../../src/demo/telegram/telegram.js';
import { listDistricts, saveRegion } from '../../src/store/region.js';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { pack as bare, packWithSource, saveOtherSource, saveStory } from '../support/news.js';

const db = await testDatabase();
// Monday 02/03/2026, 08:10.
const { telegram, time, deps, deliver } = await startBot(db, packWithSource);
await saveOtherSource(db);
const vn = (text: string) => new Date(`${text}:00+07:00`);
const story = (districts: string[], published: string, title: string, more = {}) =>
  saveStory(db, districts, time.now, { title, published_at: vn(published), ...more });
await story(['an-lac'], '2025-11-25T06:00', 'Năm ngoái ở An Lạc');
await story(['an-lac'], '2026-02-11T23:59', 'Cuối ngày mười một');
await story(['an-lac'], '2026-02-12T00:00', 'Đầu ngày mười hai');
const bridge = await story(['an-lac', 'binh-son'], '2026-02-20T09:00', 'Cầu treo nối hai huyện');
await story(['an-lac'], '2026-02-20T11:00', 'Cầu treo đã xong', { same_as_id: bridge, source_id: 'bao-ban' });
await story(['binh-son'], '2026-02-21T09:00', 'Chợ Bình Sơn');
for (let n = 1; n <= 11; n++) await story(['an-lac'], `2026-02-25T${n + 9}:00`, `Việc thứ ${n} ở An Lạc`);
await sql`update article set section = case when title ~ 'thứ [1-6] ' then 'Kinh tế' else 'Đời sống' end`.execute(
  db,
);

let lan: Person;
let nextId = 100;
beforeEach(async () => {
  time.now = new Date('2026-03-02T01:10:00Z');
  lan = telegram.person(nextId++, { language_code: 'vi' });
  await lan.send('/start an-lac');
  await lan.press({ row: 0, column: 0 });
});
const rows = () => lan.last.buttons.map((row) => row.map(({ text }) => text));
const labels = () => rows().flat();

test('/ngay shows the month from Monday on, today marked, days without news silent', async () => {
  await lan.send('/ngay');
  expect(lan.last.text).toContain('Xem tin theo ngày · tháng 03/2026\nAn Lạc');
  expect(rows().slice(0, 3)).toEqual([
    ['T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'CN'],
    [' ', ' ', ' ', ' ', ' ', ' ', '·'],
    ['[·]', '·', '·', '·', '·', '·', '·'],
  ]);
  const before = lan.messages.length;
  const { text } = await lan.press('[·]');
  expect(text).toContain('không có tin');
  await lan.press('T2');
  await lan.press('‹ 02/2026');
  expect(lan.messages).toHaveLength(before);
  expect(rows().slice(1, 6)).toEqual([
    [' ', ' ', ' ', ' ', ' ', ' ', '·'],
    ['·', '·', '·', '·', '·', '·', '·'],
    ['·', '·', '11', '12', '·', '·', '·'],
    ['·', '·', '·', '·', '20', '·', '·'],
    ['·', '·', '25', '·', '·', '·', ' '],
  ]);
  // There was nothing from December to January, and there is nothing yet in March.
  expect(rows().slice(6)).toEqual([['‹ 11/2025'], ['✓ An Lạc', 'Cả tỉnh']]);
  await lan.press('Cả tỉnh');
  expect(rows()[4]).toEqual(['·', '·', '·', '·', '20', '21', '·']);
  await lan.press('‹ 11/2025');
  expect(labels().filter((label) => label.includes('/20'))).toEqual(['02/2026 ›']);
});

test('a day opens in place, in pages of five, with its neighbours and the way back', async () => {
  await lan.send('/ngay');
  const before = lan.messages.length;
  await lan.press('‹ 02/2026');
  await lan.press('25');
  expect(lan.last.text).toContain('Tin Thứ Tư, 25/02/2026\nAn Lạc · 11 tin');
  expect(lan.last.text).toMatch(/1\. Việc thứ 11 ở An Lạc[\s\S]*5\. Việc thứ 7 ở An Lạc/);
  expect(rows().slice(0, 2)).toEqual([
    ['1/3', '›'],
    ['‹ 20/02', 'Ngày khác'],
  ]);
  await lan.press('›');
  await lan.press('›');
  expect(lan.last.text).toContain('11. Việc thứ 1 ở An Lạc');
  expect(rows()[0]).toEqual(['‹', '3/3']);
  await lan.press('‹ 20/02');
  expect(rows()[0]).toEqual(['‹ 12/02', 'Ngày khác', '25/02 ›']);
  await lan.press('Ngày khác');
  expect(lan.last.text).toContain('tháng 02/2026');
  expect(lan.messages).toHaveLength(before);
});

test('a story of two newspapers stands once with both, and midnight is that of the region', async () => {
  await lan.send('20/2');
  expect(lan.last.text).toContain('An Lạc · 1 tin');
  expect(lan.last.text).toContain('1. Cầu treo nối hai huyện\nBáo Thử\nCùng tin: Báo Bạn');
  await lan.send('11/2');
  expect(lan.last.text).toContain('Cuối ngày mười một');
  await lan.send('12/2');
  expect(lan.last.text).toContain('Đầu ngày mười hai');
});

test('one section or all of them, one’s own districts or all', async () => {
  await lan.send('ngày 20 tháng 2');
  await lan.press('Cả tỉnh');
  await lan.send('tuần trước');
  await lan.press('Chọn chuyên mục');
  expect(rows()).toEqual([['Kinh tế (6)', 'Đời sống (5)'], ['Quay lại']]);
  await lan.press('Kinh tế (6)');
  expect(lan.last.text).toContain('Tin tuần 23/02/2026 đến 01/03/2026\nAn Lạc · chuyên mục Kinh tế · 6 tin');
  expect(labels()).toContain('✓ Kinh tế');
  await lan.press('Mọi chuyên mục');
  expect(lan.last.text).toContain('An Lạc · 11 tin');
  await lan.press('‹ 16/02–22/02');
  expect(lan.last.text).toContain('An Lạc · 1 tin');
  await lan.press('Cả tỉnh');
  expect(lan.last.text).toContain('Cả tỉnh · 2 tin');
  expect(lan.last.text).toContain('Báo Thử · Bình Sơn · 21/02/2026');
});

test('a withdrawn article is gone from its day, and a page that is gone is the last one left', async () => {
  await lan.send('25/2');
  const [, , third] = ['0', '1', '2'].map((page) => `v1:td:${(20509).toString(36)}:${page}:0::`);
  await lan.pressData(third!);
  expect(rows()[0]).toEqual(['‹', '3/3']);
  const gone = await db
    .updateTable('article')
    .set({ withdrawn_at: time.now })
    .where('title', 'like', 'Việc thứ%')
    .where('title', '<>', 'Việc thứ 2 ở An Lạc')
    .returning('id')
    .execute();
  await lan.pressData(third!);
  expect(lan.last.text).toContain('An Lạc · 1 tin');
  expect(lan.last.text).toContain('1. Việc thứ 2 ở An Lạc');
  await db
    .updateTable('article')
    .set({ withdrawn_at: null })
    .where(
      'id',
      'in',
      gone.map(({ id }) => id),
    )
    .execute();
});

test('a typed date is understood anywhere in a private chat; what is no day is answered with the calendar', async () => {
  for (const [typed, answer] of [
    ['hôm qua', 'Tin Chủ Nhật, 01/03/2026\nAn Lạc · không có tin nào'],
    ['/ngay 25/11', 'Tin Thứ Ba, 25/11/2025'],
    ['/date thứ tư', 'Tin Thứ Tư, 25/02/2026'],
    ['tháng 11', 'tháng 11/2025'],
    ['31/2', 'Không có ngày “31/2”.'],
    ['25/12/2030', 'Thứ Tư, 25/12/2030 chưa tới.'],
    ['/ngay <b>abc', 'Chưa hiểu “<b>abc” là ngày nào.'],
    [`/ngay ${'🎉'.repeat(2000)}`, 'Chưa hiểu “🎉'],
    ['1/1/1990', 'không có tin nào'],
  ] as const) {
    await lan.send(typed);
    expect(lan.last.text, typed).toContain(answer);
  }
  expect(labels()).toContain('25/11/2025 ›');
});

test('a place and a day in one are that day there', async () => {
  for (const [typed, answer] of [
    ['bình sơn 21/2', 'Tin Thứ Bảy, 21/02/2026\nBình Sơn · 1 tin'],
    ['tin ở Bình Sơn thứ bảy tuần trước có gì?', 'Tin Thứ Bảy, 28/02/2026\nBình Sơn · không có tin nào'],
    ['hom qua o binh son', 'Tin Chủ Nhật, 01/03/2026\nBình Sơn · không có tin nào'],
    ['An Lạc tháng 2', 'tháng 02/2026\nAn Lạc'],
    ['binh son ngay mai', 'Thứ Ba, 03/03/2026 chưa tới.'],
  ] as const) {
    await lan.send(typed);
    expect(lan.last.text, typed).toContain(answer);
  }
  await lan.send('/ngay Bình Sơn 21/2');
  expect(lan.last.text).toContain('Bình Sơn · 1 tin');
  await lan.send('/tin hôm qua ở bình sơn');
  expect(lan.last.text).toContain('Tin Chủ Nhật, 01/03/2026\nBình Sơn');
  await lan.send('/ngay Bình Sơn');
  expect(lan.last.text).toContain('tháng 03/2026\nBình Sơn');
  await lan.send('bình sơn');
  expect(lan.last.text).toContain('Theo dõi thêm: Bình Sơn');
});

test('English reads English', async () => {
  const ann = telegram.person(nextId++, { language_code: 'en' });
  await ann.send('/date 25/2/2026');
  expect(ann.last.text).toContain('News of Wednesday, 25/02/2026\nWhole province · 11 stories');
  await ann.send('/date nonsense');
  expect(ann.last.text).toContain('We do not understand “nonsense” as a date.');
});

test('under a digest the calendar is a new message, of the month and the districts of that digest', async () => {
  await deliver();
  const digest = lan.last.text;
  const count = lan.messages.length;
  await lan.press('Ngày khác');
  expect(lan.messages).toHaveLength(count + 1);
  expect(lan.messages.at(-2)!.text).toBe(digest);
  // Whoever only looks follows nothing, and still sees the districts looked at.
  const guest = telegram.person(nextId++, { language_code: 'vi' });
  await guest.send('/start');
  await guest.pressData(`v1:l:${encodeChoice(await listDistricts(db), ['binh-son'])}`);
  await guest.press('Ngày khác');
  expect(guest.last.text).toContain('\nBình Sơn\n');
  // Digests are kept for months, messages for years.
  await db.deleteFrom('delivery').execute();
  await db.deleteFrom('digest').execute();
  await guest.press('‹ 02/2026');
  expect(guest.last.text).toContain('\nCả tỉnh\n');
  expect(await db.selectFrom('chat').select('id').where('kind', '=', 'private').execute()).not.toHaveLength(
    0,
  );
});

test('a district that was merged is found under the one that stands for it', async () => {
  const bits = encodeChoice(await listDistricts(db), ['binh-son']);
  const districts = packWithSource.districts.map((district) =>
    district.id === 'binh-son' ? { ...district, valid_to: '2026-02-28', successor: 'cao-xa' } : district,
  );
  await saveRegion(db, { ...packWithSource, districts }, time.now);
  await lan.pressData(`v1:td:${(20505).toString(36)}:0:0::c${bits}`);
  expect(lan.last.text).toContain('Tin Thứ Bảy, 21/02/2026\nCao Xá · 1 tin');
  await saveRegion(db, packWithSource, time.now);
});

test('forged, cut and absurd buttons are answered as old ones', async () => {
  for (const data of [
    'v1:t',
    'v1:tm:',
    'v1:tm:zzzzz:0:',
    'v1:tm:0:0:',
    'v1:td:zzzzz:0:0::',
    'v1:td:ftk:0:0::c',
    'v1:td:ftk:0:0::cgAAAAAAAAAAAAAAA',
    'v1:tc:ftk:0:',
    'v1:to:zzzzzzzzz:0:0:s',
    'v1:to:0:0:0:',
    'v1:tn:zzzzzzzzz',
    'v1:to:1:zz:9:s',
  ]) {
    const { text } = await lan.pressData(data);
    expect(text, data).toMatch(/đã cũ/);
  }
  for (const data of [
    'v1:td:ftk:zzz:1:zzzzzzzzz:',
    'v1:td:ftk:0:0::c____',
    'v1:tg:zzzzzzzzz',
    'v1:tm:irc:0:gzzzzzzzzz',
    'v1:tcw:ftk:0:',
  ]) {
    await lan.pressData(data);
    expect(lan.last.text, data).not.toContain('lỗi');
  }
});

test('the longest choice still fits a button', async () => {
  const many = {
    ...bare,
    id: 'thu',
    districts: [
      ...packWithSource.districts,
      ...Array.from({ length: 230 }, (_, n) => ({
        id: `xa-${n}`,
        name: { vi: `Xã ${n}` },
        type: 'xã',
        names: [],
      })),
    ],
    sources: packWithSource.sources,
  };
  await saveRegion(db, many as never, time.now);
  const all = await listDistricts(db);
  const ids = all.slice(1).map(({ id }) => id);
  await lan.pressData(`v1:td:${(20509).toString(36)}:0:0:zzzzz:c${encodeChoice(all, ids)}`);
  expect(lan.last.text).toContain('và 230 khu vực khác');
  await lan.press('Ngày khác');
  expect(lan.last.text).toContain('tháng 02/2026');
  await saveRegion(db, packWithSource, time.now);
});

test('what a link with a date opens: the day, or the calendar where it names none', async () => {
  const answers: string[] = [];
  const reply = async (text: string) => answers.push(text);
  const ctx = {
    deps,
    now: time.now,
    locale: 'vi',
    chat: { id: 1, type: 'private' },
    reply,
  } as unknown as BotContext;
  await showDay(ctx, ['an-lac'], '20260225');
  await showDay(ctx, ['an-lac'], '2026-02-25');
  await showDay(ctx, ['an-lac', 'binh-son'], '2026-02-31');
  expect(answers[0]).toContain('Tin Thứ Tư, 25/02/2026</b>\nAn Lạc · 11 tin');
  expect(answers[1]).toBe(answers[0]);
  expect(answers[2]).toContain('Không có ngày');
});

test('whoever presses anything anywhere is answered, in the same message, without an error', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { minLength: 15, maxLength: 20 }), async (presses) => {
      const walker = telegram.person(nextId++, { language_code: 'vi' });
      await walker.send('/ngay 25/2');
      for (const press of presses) {
        const buttons = walker.last.buttons.flat() as { text: string; callback_data: string }[];
        // A month is mostly silent days; what leads somewhere is pressed.
        const leading = buttons.filter(({ callback_data }) => !['v1:t0', 'v1:tx'].includes(callback_data));
        const { text, callback_data } = leading[press % leading.length]!;
        const answer = await walker.pressData(callback_data);
        expect(answer.text ?? '', text).toBe('');
        expect(walker.last.text).not.toContain('Có lỗi');
        expect(walker.messages).toHaveLength(1);
      }
    }),
    { numRuns: 6 },
  );
});
