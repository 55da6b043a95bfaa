import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import type { Person } from '../../src/demo/telegram/telegram.js';
import { countQueued } from '../../src/store/decisions.js';
import { closeEdition } from '../../src/store/editions.js';
import { saveRemembered } from '../../src/store/remembered.js';
import { recordReport } from '../../src/store/reports.js';
import { testDatabase } from '../support/database.js';
import { listArticle } from '../support/listed.js';
import { packWithSource, saveOtherSource, saveStory } from '../support/news.js';
import { startStaffBot } from '../support/staff.js';

const db = await testDatabase();
const pack = {
  ...packWithSource,
  places: [
    { name: 'Đồng Tâm', type: 'xã', district: 'an-lac' },
    { name: 'Đồng Tâm', type: 'xã', district: 'cao-xa' },
    { name: 'Suối Vàng', type: 'xã', district: 'binh-son' },
  ],
};
const { deps, hire, time } = await startStaffBot(db, pack);
const hoa = await hire(1, 'editor');
const minh = await hire(2, 'admin');
const monday = time.now;
await saveOtherSource(db);
await db.updateTable('source').set({ first_success_at: monday }).execute();

beforeEach(async () => {
  time.now = monday;
  await db.deleteFrom('remembered_place').execute();
  await db.updateTable('article').set({ withdrawn_at: monday }).execute();
});

let bridges = 0;
/** An article that nobody can place: two communes have this name. */
const uncertain = (more: { title?: string; published_at?: Date } = {}) =>
  listArticle(deps, time.now, { title: `Xã Đồng Tâm khánh thành cầu số ${++bridges}`, ...more });

const remember = (key: string, district_id: string) =>
  saveRemembered(db, { key, place: key, district_ids: [district_id], staff_id: 1 }, monday);

const labels = (person: Person) => person.last.buttons.flat().map(({ text }) => text);

/** Where an article stands: district, who said so, edition; and its scope. */
async function standing(id: number) {
  const matches = await db
    .selectFrom('match')
    .select(['district_id', 'decided_by', 'edition_id'])
    .where('article_id', '=', id)
    .where('ended_at', 'is', null)
    .orderBy('district_id')
    .execute();
  const { scope } = await db
    .selectFrom('article')
    .select('scope')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return { scope, matches };
}

test('an uncertain article is shown with what its text says and a button for each way to decide', async () => {
  await listArticle(deps, time.now, {
    title: 'Xã Đồng Tâm mở hội <đua thuyền>',
    summary: 'Người dân hai bên bờ cùng dự hội đua thuyền đầu xuân.',
  });
  await hoa.send('/quantri');
  await hoa.press('Chờ xử lý (1)');
  expect(hoa.last.text).toBe(
    [
      'Tin chờ xếp khu vực · còn 1',
      'Xã Đồng Tâm mở hội <đua thuyền>',
      'Người dân hai bên bờ cùng dự hội đua thuyền đầu xuân.',
      'Báo Thử · 08:10 Thứ Hai, 02/03/2026',
      '“Xã Đồng Tâm”: có 2 nơi cùng tên (An Lạc; Cao Xá)',
    ].join('\n'),
  );
  expect(labels(hoa)).toEqual([
    ...[
      'An Lạc',
      'Cao Xá',
      'Cả tỉnh',
      'Chọn khu vực khác',
      'Không phải tin của tỉnh',
      'Bỏ qua',
      'Rút tin này',
    ],
    ...['Tên đã nhớ', '‹ Quản trị'],
  ]);
});

test('one tap decides; the match enters the next edition and the next article takes the place', async () => {
  const older = await uncertain({ published_at: new Date(monday.getTime() - 3_600_000) });
  const newer = await uncertain();
  const before = await closeEdition(db, time.now);
  await hoa.send('/quantri');
  await hoa.press('Chờ xử lý (2)');
  const messages = hoa.messages.length;
  await hoa.press('Cao Xá');
  expect(hoa.messages).toHaveLength(messages);
  expect(hoa.last.text).toContain('Đã xếp “Xã Đồng Tâm khánh thành cầu số 2”: Cao Xá.');
  expect(hoa.last.text).toContain('còn 1');
  expect(hoa.last.text).toContain('cầu số 1');
  const match = { district_id: 'cao-xa', decided_by: 'admin', edition_id: null };
  expect(await standing(newer)).toEqual({ scope: 'local', matches: [match] });
  expect(await closeEdition(db, time.now)).toBe(before + 1);
  await hoa.press('Không phải tin của tỉnh');
  expect(await standing(older)).toEqual({ scope: 'outside', matches: [] });
  expect(hoa.last.text).toContain('Không còn tin nào chờ xếp khu vực.');
  expect(await db.selectFrom('decision').select(['article_id', 'staff_id', 'decided_at']).execute()).toEqual([
    { article_id: newer, staff_id: 1, decided_at: monday },
    { article_id: older, staff_id: 1, decided_at: monday },
  ]);
});

test('several districts are chosen in the list of all, and the whole province is one tap', async () => {
  const several = await uncertain();
  await hoa.send('/quantri');
  await hoa.press(/Chờ xử lý/);
  await hoa.press('Chọn khu vực khác');
  await hoa.press('Bình Sơn');
  await hoa.press('An Lạc');
  await hoa.press('Lưu (2 khu vực)');
  expect((await standing(several)).matches.map(({ district_id }) => district_id)).toEqual([
    'an-lac',
    'binh-son',
  ]);
  const wide = await uncertain();
  await hoa.send('/quantri');
  await hoa.press(/Chờ xử lý/);
  await hoa.press('Cả tỉnh');
  expect(await standing(wide)).toMatchObject({ scope: 'province_wide', matches: [{ district_id: 'thu' }] });
});

test('skipping goes through all that waits and says how much is left', async () => {
  await uncertain();
  await uncertain();
  await hoa.send('/quantri');
  await hoa.press(/Chờ xử lý/);
  const first = hoa.last.text;
  await hoa.press('Bỏ qua');
  expect(hoa.last.text).not.toBe(first);
  await hoa.press('Bỏ qua');
  expect(hoa.last.text).toContain('Còn 2 tin chờ xếp');
  await hoa.press('Xem lại từ đầu');
  expect(hoa.last.text).toBe(first);
});

test('of two who decide at once the second is told what the first decided', async () => {
  const id = await uncertain();
  for (const person of [hoa, minh]) {
    await person.send('/quantri');
    await person.press(/Chờ xử lý/);
  }
  const presses = await Promise.all([hoa.press('An Lạc'), minh.press('Cao Xá')]);
  const { matches } = await standing(id);
  expect(matches).toHaveLength(1);
  const [won, told] = matches[0]!.district_id === 'an-lac' ? ['An Lạc', 1] : ['Cao Xá', 0];
  expect(presses[told]!.text).toBe(`Người số ${told ? 1 : 2} đã xếp tin này lúc 08:10: ${won}.`);
  expect(presses[1 - told]!.text).toBeUndefined();
});

/** An uncertain article and another newspaper's about the same. */
async function toldTwice(): Promise<[number, number]> {
  const first = await uncertain();
  const more = { same_as_id: first, source_id: 'bao-ban', title: 'Khánh thành cầu Đồng Tâm' };
  const second = await saveStory(db, [], time.now, more);
  await db.updateTable('article').set({ scope: 'uncertain' }).where('id', '=', second).execute();
  return [first, second];
}

const districtsOf = async (id: number) =>
  (await standing(id)).matches.map(({ district_id }) => district_id).join();

test('a story of two newspapers waits once, and stands where it was decided whichever is withdrawn', async () => {
  const [first, second] = await toldTwice();
  await hoa.send('/quantri');
  await hoa.press('Chờ xử lý (1)');
  await hoa.press('Cao Xá');
  expect(hoa.last.text).toContain('Không còn tin nào');
  expect([await districtsOf(first), await districtsOf(second)]).toEqual(['cao-xa', 'cao-xa']);
});

test('the second newspaper’s article waits in the place of the first, which was withdrawn', async () => {
  const [first, second] = await toldTwice();
  await db.updateTable('article').set({ withdrawn_at: monday }).where('id', '=', first).execute();
  await hoa.send('/quantri');
  await hoa.press('Chờ xử lý (1)');
  expect(hoa.last.text).toContain('Khánh thành cầu Đồng Tâm');
  await hoa.press('Bỏ qua');
  await hoa.pressData(`v1:aq:d:${second}:`);
  expect((await standing(second)).scope).toBe('outside');
});

test('an article that one newspaper places does not wait because another does not', async () => {
  const first = await listArticle(deps, time.now, { title: 'Xã Suối Vàng, huyện Bình Sơn có cầu' });
  const second = await saveStory(db, [], time.now, { same_as_id: first, source_id: 'bao-ban' });
  await db.updateTable('article').set({ scope: 'uncertain' }).where('id', '=', second).execute();
  expect(await countQueued(db, time.now)).toBe(0);
});

test('what another newspaper says later of a decided event stands where it was decided', async () => {
  const summary =
    'Cầu Bến Mới dài 120 mét nối hai bờ sông Lạc được khánh thành sáng 2/3 sau 18 tháng thi công.';
  const title = 'Xã Đồng Tâm khánh thành cầu Bến Mới dài 120 mét sau 18 tháng';
  await listArticle(deps, time.now, { title, summary });
  await hoa.send('/quantri');
  await hoa.press(/Chờ xử lý/);
  await hoa.press('Cao Xá');
  const [told, retold] = [await listIn('bao-ban'), await listIn('bao-ban', ' (Cao Xá, Bình Sơn)')];
  async function listIn(source_id: string, more = ''): Promise<number> {
    const link = `https://baoban.example/cau-${more.length}.htm`;
    return listArticle(deps, time.now, { title: title + more, summary, link, source_id });
  }
  const stories = await db
    .selectFrom('article')
    .select('story_id')
    .where('id', 'in', [told, retold])
    .execute();
  expect(new Set(stories.map(({ story_id }) => story_id)).size).toBe(1);
  expect([await districtsOf(told), await districtsOf(retold)]).toEqual(['cao-xa', 'cao-xa']);
  expect(await countQueued(db, time.now)).toBe(0);
});

test('a button to remember does nothing once the article or the decision reads otherwise', async () => {
  const link = 'https://baothu.example/nho';
  const id = await listArticle(deps, time.now, { title: 'Xã Đồng Tâm có đường', link });
  await hoa.send('/quantri');
  await hoa.press(/Chờ xử lý/);
  await hoa.press('Cao Xá');
  const remembered = hoa.last.buttons.flat().find(({ text }) => text.startsWith('Nhớ'))!;
  await listArticle(deps, time.now, { title: 'Thị trấn Mận có đường, xã Đồng Tâm có cầu', link });
  await hoa.pressData(remembered.callback_data!);
  expect(hoa.last.text).toContain('Đã nhớ: “xã Đồng Tâm” thuộc Cao Xá.');
  await db.deleteFrom('remembered_place').execute();
  await sql`
    insert into decision (article_id, district_ids, staff_id, decided_at)
    values (${id}, '{an-lac}', 2, ${monday})`.execute(db);
  expect(await hoa.pressData(remembered.callback_data!)).toMatchObject({ alert: true });
  expect(await db.selectFrom('remembered_place').selectAll().execute()).toEqual([]);
});

test('an article older than a week leaves the queue, and its button is answered', async () => {
  await uncertain();
  await hoa.send('/quantri');
  await hoa.press(/Chờ xử lý/);
  time.now = new Date(monday.getTime() + 7 * 24 * 3_600_000);
  const press = await hoa.press('An Lạc');
  expect(press.text).toBe('Tin này không còn chờ xếp.');
  await hoa.send('/quantri');
  expect(labels(hoa)).not.toContain('Chờ xử lý (1)');
});

test('what an editor decided outlives a new headline', async () => {
  const link = 'https://baothu.example/cau';
  const id = await listArticle(deps, time.now, { title: 'Xã Đồng Tâm có cầu', link });
  await hoa.send('/quantri');
  await hoa.press(/Chờ xử lý/);
  await hoa.press('Không phải tin của tỉnh');
  await listArticle(deps, time.now, { title: 'Xã Suối Vàng, Bình Sơn có cầu', link });
  expect(await standing(id)).toEqual({ scope: 'outside', matches: [] });
});

test('a name is remembered on request, used where the text says no more, shown, and forgotten', async () => {
  await uncertain();
  await hoa.send('/quantri');
  await hoa.press(/Chờ xử lý/);
  await hoa.press('Cao Xá');
  await hoa.press('Nhớ: “Xã Đồng Tâm” → Cao Xá');
  expect(hoa.last.text).toContain('Đã nhớ: “Xã Đồng Tâm” thuộc Cao Xá.');

  const later = await uncertain();
  expect(await standing(later)).toEqual({
    scope: 'local',
    matches: [{ district_id: 'cao-xa', decided_by: 'remembered', edition_id: null }],
  });
  const clear = await listArticle(deps, time.now, { title: 'Xã Đồng Tâm (An Lạc) mở chợ' });
  expect((await standing(clear)).matches).toMatchObject([
    { district_id: 'an-lac', decided_by: 'classifier' },
  ]);

  await hoa.press('Tên đã nhớ');
  expect(hoa.last.text).toContain('1. “Xã Đồng Tâm” thuộc Cao Xá (người số 1, 02/03/2026)');
  await hoa.press('Quên 1. “Xã Đồng Tâm”');
  expect(hoa.last.text).toContain('Chưa nhớ tên nào.');
  expect((await standing(await uncertain())).scope).toBe('uncertain');
});

test('an article that tells another’s story teaches a name as well', async () => {
  const first = await uncertain({ published_at: new Date(monday.getTime() - 60_000) });
  const second = await uncertain();
  await db.updateTable('article').set({ same_as_id: first }).where('id', '=', second).execute();
  await hoa.send('/quantri');
  await hoa.press(/Chờ xử lý/);
  await hoa.press('Cao Xá');
  await hoa.press('Nhớ: “Xã Đồng Tâm” → Cao Xá');
  expect(hoa.last.text).toContain('Đã nhớ: “Xã Đồng Tâm” thuộc Cao Xá.');
});

test('what is remembered of a name gives way to a pack in which the name stands for other places', async () => {
  await remember('xã đồng tâm', 'binh-son');
  expect(await standing(await uncertain())).toEqual({ scope: 'uncertain', matches: [] });
});

test('a decision for several places of one name teaches nothing', async () => {
  await uncertain();
  await hoa.send('/quantri');
  await hoa.press(/Chờ xử lý/);
  await hoa.press('Chọn khu vực khác');
  await hoa.press('An Lạc');
  await hoa.press('Cao Xá');
  await hoa.press('Lưu (2 khu vực)');
  expect(labels(hoa).filter((label) => label.startsWith('Nhớ'))).toEqual([]);
});

test('the queue is closed to viewers and readers, and no button of it spins', async () => {
  const id = await uncertain();
  const viewer = await hire(9, 'viewer');
  await viewer.send('/quantri');
  expect(labels(viewer)).toEqual(['Vai trò', 'Cập nhật']);
  for (const data of ['v1:aq:n', `v1:aq:d:${id}:`, `v1:aq:d:${id}:Ag`, 'v1:aq:m:0', 'v1:aq:f:1:0'])
    expect(await viewer.pressData(data)).toMatchObject({ answered: true, alert: true });
  expect(await standing(id)).toEqual({ scope: 'uncertain', matches: [] });
  await hoa.send('/quantri');
  for (const data of [
    'v1:aq:s:999',
    'v1:aq:p:999:0:',
    'v1:aq:d:999:',
    'v1:aq:r:999:0:0',
    'v1:aq:m:99',
    'v1:aq:x',
  ])
    expect((await hoa.pressData(data)).answered, data).toBe(true);
});

test('what readers report long after it was published waits for a week', async () => {
  await sql`
    insert into chat (telegram_id_hash, telegram_id_sealed, kind, locale, times, weekdays, consented_at, notice_version)
    select sha256(n::text::bytea), n::text, 'private', 'vi', '{06:30}', '{1}', ${monday}, 1 from generate_series(1, 2) n`.execute(
    db,
  );
  const old = new Date(monday.getTime() - 20 * 86_400_000);
  const id = await saveStory(db, ['binh-son'], old, { title: 'Cầu cũ', published_at: old });
  for (const chat of await db
    .selectFrom('chat')
    .select('id')
    .where('telegram_id_sealed', 'in', ['1', '2'])
    .execute())
    await recordReport(db, id, chat.id, monday);
  expect(await countQueued(db, monday)).toBe(1);
  expect(await countQueued(db, new Date(monday.getTime() + 8 * 86_400_000))).toBe(0);
});
