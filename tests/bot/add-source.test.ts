import { afterAll, expect, test } from 'vitest';
import { newspaperNames } from '../../src/bot/newspapers.js';
import { createFetcher } from '../../src/ingest/fetch.js';
import { pollDue } from '../../src/ingest/poll.js';
import { testDatabase } from '../support/database.js';
import { rss, startNewspaper } from '../support/newspaper.js';
import { answerQuestion, startStaffBot } from '../support/staff.js';

const db = await testDatabase();
const newspaper = await startNewspaper();
const blog = await startNewspaper();
const { deps, hire, time } = await startStaffBot(db);
deps.fetcher = createFetcher({ allow: [newspaper.host, blog.host], contact: undefined, db });
afterAll(() => deps.fetcher.close());
const admin = await hire(1, 'admin');
const added = () =>
  db.selectFrom('source').selectAll().where('added_by', '=', 'admin').orderBy('id').execute();
const labels = () => admin.last.buttons.flat().map(({ text }) => text);
const stem = newspaper.host.split(':')[0]!.replaceAll('.', '-');

const date = 'Mon, 02 Mar 2026 07:30:00 +0700';
const feedOf = (section: string, places: string[]) =>
  rss(
    places.map((place, n) => ({
      title: `Huyện ${place} mở chợ <số ${n}>`,
      link: `https://baomoi.example/${section}-${n}.htm`,
      summary: `(BMT) - Bà con ${place} phấn khởi.`,
      date,
    })),
  ).replace('Báo thử', section);
newspaper.answer(
  '/',
  `<title>Báo Mới Thử | Tin mới nhất</title>
  <link rel="alternate" type="application/rss+xml" title="RSS" href="/rss/home.rss">
  <a href="/rss/xa-hoi.rss">Xã hội</a>`,
);
newspaper.answer('/rss/home.rss', feedOf('Báo Mới Thử', ['An Lạc', 'Bình Sơn', 'Nơi Khác', 'Cao Xá']));
newspaper.answer('/rss/xa-hoi.rss', feedOf('Xã hội', ['Cao Xá']));

async function addressed(text: string) {
  await admin.send('/nguon');
  await admin.press('Thêm nguồn');
  await answerQuestion(admin, text);
}

test('an address that will not do is answered in one sentence, and nothing is stored', async () => {
  const refused: [string, string][] = [
    ['báo thử', 'Đây không phải là địa chỉ trang web'],
    ['https://ban:mat@bao.example/', 'tên đăng nhập hoặc mật khẩu'],
    ['http://10.0.0.1/rss', 'chỉ đọc trang web công khai'],
    ['ftp://bao.example/rss', 'chỉ đọc trang web công khai'],
    [`${newspaper.url}/khong-co`, 'máy chủ của báo trả lời lỗi (HTTP 404)'],
  ];
  for (const [text, answer] of refused) {
    await addressed(text);
    expect(admin.last.text).toContain(answer);
  }
  blog.answer('/', '<title>Just a moment...</title>');
  await addressed(blog.host);
  expect(admin.last.text).toContain('trang kiểm tra trình duyệt');
  blog.answer('/', '<title>Trang riêng</title>');
  await addressed(blog.host);
  expect(admin.last.text).toContain('Không tìm thấy nguồn tin');
  expect(labels()).toEqual(['Thử địa chỉ khác']);
  expect(await db.selectFrom('source_draft').selectAll().execute()).toEqual([]);
  expect(await added()).toEqual([]);
});

test('a newspaper that does not want to be read is not tried again later', async () => {
  const closed = await startNewspaper();
  const fetcher = deps.fetcher;
  deps.fetcher = createFetcher({ allow: [closed.host], contact: undefined, db });
  closed.answer('/robots.txt', 'User-agent: *\nDisallow: /');
  await addressed(closed.url);
  expect(admin.last.text).toContain('robots.txt');
  expect(admin.last.text).toContain('chỉ báo mới cho phép được');
  expect(admin.last.text).not.toContain('thử lại sau');
  await deps.fetcher.close();
  deps.fetcher = fetcher;
});

test('a home page shows what it offers, each with articles as the parser sees them', async () => {
  const before = admin.messages.length;
  await addressed(newspaper.host);
  // The list, the question, and the progress line that became the answer.
  expect(admin.messages.length).toBe(before + 3);
  expect(admin.last.text).toContain('Thêm nguồn · Báo Mới Thử · chưa lưu gì');
  expect(labels()).toEqual(['1. Cả tờ báo', '2. Xã hội', 'Đổi tên báo', 'Hủy']);
  await admin.press('1. Cả tờ báo');
  expect(admin.last.text).toContain(
    '1. Huyện An Lạc mở chợ <số 0>\nBà con An Lạc phấn khởi.\nNgày: 07:30 02/03/2026 · Chuyên mục: – · Khu vực: An Lạc',
  );
  expect(admin.last.text).toContain('3. Huyện Nơi Khác mở chợ <số 2>');
  expect(admin.last.text).toContain('Khu vực: ngoài vùng');
  expect(admin.last.text).not.toContain('4. ');
  await admin.press('Chọn nguồn này');
  expect(labels()).toEqual(['✓ 1. Cả tờ báo', '2. Xã hội', 'Thêm 1 nguồn', 'Đổi tên báo', 'Hủy']);
  await admin.press('2. Xã hội');
  await admin.press('Chọn nguồn này');
  expect(await added()).toEqual([]);
});

test('the newspaper is named, the sources stored once, and the first reading floods nobody', async () => {
  await admin.press('Đổi tên báo');
  await answerQuestion(admin, 'x'.repeat(61));
  expect(admin.last.text).toContain('nhiều nhất 60 ký tự');
  const card = admin.messages.findLast(({ buttons }) => buttons.flat().length > 0)!;
  await admin.pressData(card.buttons.flat().find(({ text }) => text === 'Đổi tên báo')!.callback_data!);
  await answerQuestion(admin, ' Báo  Mới ');
  expect(admin.last.text).toContain('Thêm nguồn · Báo Mới');
  const confirm = admin.last.buttons.flat().find(({ text }) => text === 'Thêm 2 nguồn')!.callback_data!;
  const where = { id: admin.last.message_id };
  await Promise.all([admin.pressData(confirm, where), admin.pressData(confirm, where)]);
  expect(await added()).toMatchObject([
    {
      id: stem,
      newspaper: { vi: 'Báo Mới', en: 'Báo Mới' },
      kind: 'feed',
      url: `${newspaper.url}/rss/home.rss`,
      section: null,
      next_poll_at: time.now,
    },
    { id: `${stem}-2`, section: 'Xã hội', url: `${newspaper.url}/rss/xa-hoi.rss` },
  ]);
  await pollDue({ ...deps, random: Math.random }, time.now);
  const matches = await db.selectFrom('match').select('edition_id').execute();
  expect(matches.length).toBeGreaterThan(2);
  expect(new Set(matches.map(({ edition_id }) => edition_id))).toEqual(new Set([0]));
});

test('a known newspaper is not added twice', async () => {
  await addressed(`${newspaper.url}/rss/home.rss`);
  expect(admin.last.text).toBe(`${newspaper.host} đã có trong danh sách nguồn tin: ${stem}.`);
});

test('what another admin has added meanwhile is not added again, and more of a newspaper has its name', async () => {
  const more = ['a', 'b'].map((one) => `<a href="/rss/${one}.rss">Mục ${one}</a>`).join('');
  newspaper.answer('/', `<title>Báo Mới Thử</title>${more}`);
  for (const one of ['a', 'b']) newspaper.answer(`/rss/${one}.rss`, feedOf(`muc-${one}`, ['An Lạc']));
  await db
    .updateTable('source')
    .set({ newspaper: '{"vi": "Báo Mới", "en": "New News"}' })
    .where('added_by', '=', 'admin')
    .execute();
  const other = await hire(3, 'admin');
  for (const one of [admin, other]) {
    await one.send('/nguon');
    await one.press('Thêm nguồn');
    await answerQuestion(one, newspaper.url);
    expect(one.last.text).toContain('Thêm nguồn · Báo Mới · chưa lưu gì');
    await one.press('1. Mục a');
    await one.press('Chọn nguồn này');
  }
  await Promise.all([admin, other].map((one) => one.press('Thêm 1 nguồn')));
  expect([admin, other].map((one) => one.last.text).toSorted()).toEqual([
    `${newspaper.host} đã có trong danh sách nguồn tin: ${stem}-3.`,
    expect.stringContaining('Đã thêm nguồn của Báo Mới.'),
  ]);
  expect((await added()).map((source) => [source.id, source.newspaper.en])).toEqual([
    [stem, 'New News'],
    [`${stem}-2`, 'New News'],
    [`${stem}-3`, 'New News'],
  ]);
  await db.deleteFrom('source').where('id', '=', `${stem}-3`).execute();
  expect(await newspaperNames(deps, 'vi')).toBe('Báo Thử, Báo Mới');
});

test('a source that an admin added is renamed and ended; one of the pack is not', async () => {
  await admin.send('/nguon');
  await admin.press('1. Chi tiết');
  expect(labels()).toEqual(['Xem 3 tin mẫu', 'Đổi tên báo', 'Ngừng đọc hẳn', '‹ Quay lại']);
  await admin.press('Đổi tên báo');
  await answerQuestion(admin, 'Báo Mới Hẳn');
  expect(admin.last.text).toContain('Báo Mới Hẳn');
  expect((await added()).map((source) => source.newspaper.vi)).toEqual(['Báo Mới Hẳn', 'Báo Mới Hẳn']);
  await admin.press('Ngừng đọc hẳn');
  expect((await added())[0]!.ended_at).toBeNull();
  await admin.press('Ngừng đọc hẳn');
  expect((await added()).map(({ ended_at }) => ended_at)).toEqual([time.now, null]);
  for (const data of ['v1:as:ey:bao-thu', 'v1:as:ed:bao-thu', `v1:as:ey:${stem}`, 'v1:as:ay:999'])
    expect((await admin.pressData(data)).alert).toBe(true);
  const pack = await db
    .selectFrom('source')
    .select('ended_at')
    .where('id', '=', 'bao-thu')
    .executeTakeFirst();
  expect(pack!.ended_at).toBeNull();
});

test('any source shows what the parser sees of it now, or why it cannot be read', async () => {
  await admin.send('/nguon');
  await admin.press('1. Chi tiết');
  await admin.press('Xem 3 tin mẫu');
  expect(admin.last.text).toContain('1. Huyện Cao Xá mở chợ <số 0>');
  newspaper.answer('/rss/xa-hoi.rss', '<html></html>');
  await admin.press('Xem 3 tin mẫu');
  expect(admin.last.text).toContain('Không đọc được: không phải nguồn tin.');
  newspaper.answer('/rss/xa-hoi.rss', rss([]));
  await admin.press('Xem 3 tin mẫu');
  expect(admin.last.text).toContain('Nguồn này đang không có tin nào.');
  await admin.press('‹ Quay lại');
  await admin.press('2. Chi tiết');
  expect(labels()).toEqual(['Xem 3 tin mẫu', '‹ Quay lại']);
});

test('who may not use the sources cannot add one', async () => {
  const editor = await hire(2, 'editor');
  await editor.send('/nguon');
  await editor.pressData('v1:as:a');
  expect(editor.last.text).not.toContain('địa chỉ trang chủ');
});
