import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import type { Person } from '../../src/demo/telegram/telegram.js';
import { cutDigests } from '../../src/digest/cut.js';
import { digestPage } from '../../src/digest/page.js';
import type { RegionPack } from '../../src/region.js';
import { listEvidence } from '../../src/store/evidence.js';
import { startBot, type TestBot } from '../support/bot.js';
import { testDatabase, urlOf } from '../support/database.js';
import { listArticle } from '../support/listed.js';
import { runLoa, startLoa } from '../support/program.js';
import { pack2019, pack2020, pack2025, writePack } from '../support/reforms.js';
import { startStaffBot } from '../support/staff.js';

const db = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'loa-reform-'));
afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(async () => {
  await sql`
    truncate region, district, source, article, item, match, report, decision, remembered_place, chat, subscription,
      delivery, digest, announcement, served_part, run cascade`.execute(db);
  await sql`delete from edition where id > 0`.execute(db);
});

/** The bot as it starts with this pack on the same database; its Telegram knows the same people. */
async function startWith(pack: RegionPack): Promise<TestBot> {
  const bot = await startBot(db, pack);
  for (const id of [1, 2, 3]) bot.telegram.person(id);
  await sql`update source set first_success_at = ${new Date('2026-01-01')}`.execute(db);
  return bot;
}

async function follow(person: Person, ...districtIds: string[]): Promise<void> {
  for (const id of districtIds) {
    await person.send(`/start ${id}`);
    await person.press({ row: 0, column: 0 });
  }
}

async function followed(): Promise<unknown[]> {
  const { rows } = await sql<{ ids: string[] }>`
    select array_agg(district_id order by district_id) as ids from subscription
    where ended_at is null group by chat_id order by chat_id`.execute(db);
  return rows.map(({ ids }) => ids);
}

const said = (person: Person) => person.messages.map(({ text }) => text);

async function morning({ deps, deliver, time }: TestBot): Promise<void> {
  time.now = new Date(time.now.getTime() + 24 * 3_600_000);
  await cutDigests(db, deps.pack, time.now, { deliverTo: '*' });
  await deliver();
}

test('Kỳ Sơn becomes part of the city: followers are told once and miss nothing, its news is found under both names', async () => {
  const before = await startWith(pack2019);
  const [lan, binh, chi] = [1, 2, 3].map((id) => before.telegram.person(id)) as [Person, Person, Person];
  await listArticle(before.deps, before.time.now, { title: 'Huyện Kỳ Sơn mở chợ cũ' });
  await follow(lan, 'ky-son');
  await follow(binh, 'ky-son', 'tp-hoa-binh');
  await follow(chi, 'tp-hoa-binh');
  await before.deliver();
  // Not in a digest yet when the pack changes.
  await listArticle(before.deps, before.time.now, { title: 'Xã Mông Hóa có cầu mới' });

  await startWith(pack2020);
  const after = await startWith(pack2020);
  expect(await followed()).toEqual([['tp-hoa-binh'], ['tp-hoa-binh'], ['tp-hoa-binh']]);
  await after.deliver();
  const people = [1, 2, 3].map((id) => after.telegram.person(id));
  const notice =
    'Kỳ Sơn nay thuộc TP Hòa Bình.\n\nTừ bây giờ bạn nhận tin theo khu vực mới, không sót tin nào. Muốn chọn lại: /khuvuc';
  expect(people.map(said)).toEqual([[notice], [notice], []]);

  await morning(after);
  for (const person of people) expect(said(person).join().split('Xã Mông Hóa có cầu mới')).toHaveLength(2);
  const [reader] = people as [Person];
  expect(said(reader).join()).not.toContain('mở chợ cũ');
  for (const typed of ['ky son', 'Huyện Kỳ Sơn', 'TP Hòa Bình', '/tin']) {
    await reader.send(typed);
    expect(reader.last.text, typed).toContain('Xã Mông Hóa có cầu mới');
  }
  const guest = after.telegram.person(9);
  await guest.send('/start d_ky-son');
  expect(guest.last.text).toContain('Theo dõi: TP Hòa Bình');
  await guest.send('kỳ sơn');
  expect(guest.last.text).toContain('Theo dõi: TP Hòa Bình');

  // What the newspapers go on to write of the old district is the city's news.
  await listArticle(after.deps, after.time.now, { title: 'Huyện Kỳ Sơn (cũ) làm đường' });
  await morning(after);
  expect(reader.last.text).toContain('Huyện Kỳ Sơn (cũ) làm đường');
});

test('who takes back a stop made before the reform follows what stands for their district', async () => {
  const before = await startWith(pack2019);
  const lan = before.telegram.person(1);
  await follow(lan, 'ky-son', 'da-bac');
  await lan.send('/stop');
  await lan.press('Hủy nhận tin');
  const undo = lan.last.buttons.flat().find(({ callback_data }) => callback_data?.startsWith('v1:xu'))!;
  const after = await startWith(pack2020);
  after.time.now = before.time.now;
  const again = after.telegram.person(1);
  await again.send('/help');
  await again.pressData(undo.callback_data!);
  expect(again.last.text).toContain('Đà Bắc, TP Hòa Bình');
  expect(await followed()).toEqual([['da-bac', 'tp-hoa-binh']]);
});

test('an old name that another place has now leads to both', async () => {
  await startWith(pack2019);
  await startWith(pack2020);
  const districts = pack2020.districts.filter(({ id }) => id !== 'ky-son');
  const places = [{ name: 'Kỳ Sơn', type: 'xã', district: 'luong-son' }];
  const after = await startWith({ ...pack2020, districts, places });
  const guest = after.telegram.person(9);
  await guest.send('kỳ sơn');
  expect(guest.last.buttons.flat().map(({ text }) => text)).toEqual(
    expect.arrayContaining([expect.stringContaining('Lương Sơn'), expect.stringContaining('TP Hòa Bình')]),
  );
});

test('why a story is there names each district once, as it stands today', async () => {
  const before = await startWith(pack2019);
  const title = 'Huyện Kỳ Sơn, huyện Lương Sơn và TP Hòa Bình nối đường';
  const id = await listArticle(before.deps, before.time.now, { title });
  await startWith(pack2020);
  // Those behind it in the list move up into its place.
  await startWith({ ...pack2020, districts: pack2020.districts.filter(({ id }) => id !== 'ky-son') });
  const evidence = await listEvidence(db, id);
  expect(evidence.map(({ district_id }) => district_id)).toEqual(['luong-son', 'tp-hoa-binh']);
});

test('a place that the pack has in a district that ended is decided, and remembered, for what stands for it', async () => {
  const places = ['ky-son', 'da-bac'].map((district) => ({ name: 'Tân Lập', type: 'xã', district }));
  await startWith({ ...pack2019, places });
  const { deps, hire, time } = await startStaffBot(db, { ...pack2020, places });
  const hoa = await hire(50, 'editor');
  const id = await listArticle(deps, time.now, { title: 'Xã Tân Lập có cầu' });
  await hoa.send('/quantri');
  await hoa.press('Chờ xử lý (1)');
  expect(hoa.last.text).toContain('“Xã Tân Lập”: có 2 nơi cùng tên (TP Hòa Bình; Đà Bắc)');
  await hoa.press('TP Hòa Bình');
  await hoa.press('Nhớ: “Xã Tân Lập” → TP Hòa Bình');
  const later = await listArticle(deps, time.now, { title: 'Xã Tân Lập có chợ' });
  for (const [article, decided_by] of [
    [id, 'admin'],
    [later, 'remembered'],
  ] as const)
    expect(await listEvidence(db, article)).toMatchObject([{ district_id: 'tp-hoa-binh', decided_by }]);
});

test('an old digest keeps the names of districts that the pack has dropped', async () => {
  const before = await startWith(pack2019);
  const lan = before.telegram.person(1);
  await listArticle(before.deps, before.time.now, { title: 'Huyện Kỳ Sơn mở chợ' });
  await follow(lan, 'ky-son');
  await before.deliver();
  await startWith(pack2020);
  const pack = { ...pack2020, districts: pack2020.districts.filter(({ id }) => id !== 'ky-son') };
  await startWith(pack);
  const { id } = await db.selectFrom('digest').select('id').executeTakeFirstOrThrow();
  const page = await digestPage(db, pack, id, 0);
  expect(page?.text).toContain('Kỳ Sơn</b>');
});

test('two reforms at once lead along the whole chain, with one message for all that changed', async () => {
  const before = await startWith(pack2019);
  await follow(before.telegram.person(1), 'ky-son', 'tp-hoa-binh', 'luong-son');
  await before.deliver();
  await listArticle(before.deps, before.time.now, { title: 'Xã Mông Hóa có trường mới' });
  const after = await startWith(pack2025('xa-da-bac'));
  expect(await followed()).toEqual([['phuong-hoa-binh', 'xa-luong-son']]);
  const lan = after.telegram.person(1);
  await after.deliver();
  expect(said(lan)).toEqual([
    'Kỳ Sơn, TP Hòa Bình nay thuộc Phường Hòa Bình.\nLương Sơn nay thuộc Xã Lương Sơn.\n\nTừ bây giờ bạn nhận tin theo khu vực mới, không sót tin nào. Muốn chọn lại: /khuvuc',
  ]);
  await morning(after);
  expect(lan.last.text).toContain('Xã Mông Hóa có trường mới');
});

test('the same reforms one after the other lead to the same place', async () => {
  const before = await startWith(pack2019);
  await follow(before.telegram.person(1), 'ky-son');
  await startWith(pack2020);
  await startWith(pack2025('xa-da-bac'));
  expect(await followed()).toEqual([['phuong-hoa-binh']]);
});

test('an old name is found when the pack has dropped the district', async () => {
  const before = await startWith(pack2019);
  await follow(before.telegram.person(1), 'ky-son');
  await startWith(pack2020);
  const { districts } = pack2025('xa-da-bac');
  const without = { ...pack2025('xa-da-bac'), districts: districts.filter(({ id }) => id !== 'ky-son') };
  const after = await startWith(without);
  expect(await followed()).toEqual([['phuong-hoa-binh']]);
  const guest = after.telegram.person(9);
  for (const typed of ['huyện Kỳ Sơn', 'ky son', '/start ky-son']) {
    await guest.send(typed);
    expect(guest.last.text, typed).toContain('Theo dõi: Phường Hòa Bình');
  }
});

test('a pack that is taken back gives everyone back what they chose, with their news and nothing twice', async () => {
  const before = await startWith(pack2019);
  const [lan, binh] = [1, 2].map((id) => before.telegram.person(id)) as [Person, Person];
  await follow(lan, 'ky-son');
  await follow(binh, 'ky-son', 'tp-hoa-binh');
  await before.deliver();
  await listArticle(before.deps, before.time.now, { title: 'Xã Mông Hóa có cầu' });
  const reformed = await startWith(pack2020);
  await morning(reformed);
  await listArticle(reformed.deps, reformed.time.now, { title: 'Huyện Kỳ Sơn có chợ' });
  expect(await followed()).toEqual([['tp-hoa-binh'], ['tp-hoa-binh']]);

  const again = await startWith(pack2019);
  await startWith(pack2019);
  expect(await followed()).toEqual([['ky-son'], ['ky-son', 'tp-hoa-binh']]);
  again.time.now = reformed.time.now;
  await again.deliver();
  const reader = again.telegram.person(1);
  expect(reader.last.text).toContain('Kỳ Sơn lại là một khu vực riêng.');
  await morning(again);
  for (const id of [1, 2]) {
    const texts = said(again.telegram.person(id)).join();
    expect(texts).toContain('Huyện Kỳ Sơn có chợ');
    expect(texts).not.toContain('Xã Mông Hóa có cầu');
  }
  await reader.send('/tin');
  expect(reader.last.text).toContain('Huyện Kỳ Sơn có chợ');
  expect(reader.last.text).not.toContain('TP Hòa Bình');
});

test('of three programs that start at once the first is killed, and everyone is told once all the same', async () => {
  const before = await startWith(pack2019);
  for (const id of [1, 2, 3]) await follow(before.telegram.person(id), 'ky-son');
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
  const REGION = writePack(folder, 'merged', pack2020);
  const env = { DATA_DIR: folder, DATABASE_URL: urlOf(rows[0]!.name), REGION };
  const queued = async () => {
    const { rows } = await sql`
      select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like '%"region"%'`.execute(
      db,
    );
    return rows.length;
  };
  // All three stand at the door; the first has it in its hand when it is killed.
  const door = await db.startTransaction().execute();
  await door.selectFrom('region').select('id').forUpdate().execute();
  const programs = [];
  for (const n of [1, 2, 3]) {
    programs.push(startLoa(['chats', '--json'], env));
    await vi.waitUntil(async () => (await queued()) === n, { timeout: 20_000 });
  }
  programs[0]!.child.kill('SIGKILL');
  await programs[0]!.ended;
  await door.commit().execute();
  expect(await Promise.all(programs.map(({ ended }) => ended))).toEqual(['SIGKILL', 0, 0]);
  expect(await followed()).toEqual([['tp-hoa-binh'], ['tp-hoa-binh'], ['tp-hoa-binh']]);
  const told = await db.selectFrom('delivery').select('chat_id').where('kind', '=', 'supplement').execute();
  expect(told).toHaveLength(3);
  expect(new Set(told.map(({ chat_id }) => chat_id)).size).toBe(3);
}, 60_000);

test('a split with followers refuses to start, says why, and starts once a successor is named', async () => {
  const before = await startWith(pack2019);
  await follow(before.telegram.person(1), 'da-bac');
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
  const env = { DATA_DIR: folder, DATABASE_URL: urlOf(rows[0]!.name) };
  const refused = await runLoa(['chats', '--json'], {
    ...env,
    REGION: writePack(folder, 'split', pack2025()),
  });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/da-bac is gone.*1 chats follow it.*no successor is named/);
  expect(await followed()).toEqual([['da-bac']]);
  const named = writePack(folder, 'named', pack2025('xa-da-bac'));
  const started = await runLoa(['chats', '--json'], { ...env, REGION: named });
  expect(started.code).toBe(0);
  expect(await followed()).toEqual([['xa-da-bac']]);
}, 60_000);
