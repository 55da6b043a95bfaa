import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTelegram } from '../../src/delivery/telegram.js';
import { tellOwners } from '../../src/delivery/tell.js';
import { watchRuns } from '../../src/delivery/watch.js';
import { createDemoTelegram } from '../../src/demo/telegram/telegram.js';
import { holdAll, recordUnpaid } from '../../src/store/budget.js';
import { endIncident, listOpenIncidents, reportIncident } from '../../src/store/incidents.js';
import { recordDigestRuns } from '../../src/store/runs.js';
import { grantRole } from '../../src/store/staff.js';
import { testDatabase } from '../support/database.js';
import { pack } from '../support/news.js';
import { createOutbox, minutes, now, seal } from '../support/outbox.js';

const db = await testDatabase();
const outbox = await createOutbox(db);
const digest = await outbox.digest();
const telegram = createDemoTelegram({ clock: () => now });
const config = {
  botToken: '900000001:loopback-only-token-of-the-tests',
  telegramApiRoot: 'http://127.0.0.1:9',
};
const deps = {
  db,
  seal,
  clock: () => now,
  config: { sendRate: 30, paidBroadcast: false, deliverTo: '*' as const },
  telegram: openTelegram({ ...config, httpsProxy: undefined }, { fetch: telegram.fetch as never }),
  pack,
};
const owners = [501, 502].map((id) => ({ id, person: telegram.person(id) }));
for (const { id, person } of owners) {
  const who = { telegram_id_hash: seal.hash(id), telegram_id_sealed: seal.seal(id), locale: 'vi' };
  await grantRole(db, who, 'owner', null, minutes(-60));
  await person.send('/start');
}
const [first, second] = owners.map(({ person }) => person);

beforeEach(async () => {
  await db.deleteFrom('incident').execute();
  await db.deleteFrom('run').execute();
});
afterEach(() => outbox.clear());

/** A digest run of the slot `now` with so many chats; returns the ids of its deliveries. */
async function startRun(chats: number, slot = now): Promise<number[]> {
  const send_before = new Date(slot.getTime() + 240 * 60_000);
  await recordDigestRuns(db, [{ slot, style: 'citizen', send_before }], slot);
  const { id: run_id } = await db
    .selectFrom('run')
    .select('id')
    .where('slot', '=', slot)
    .executeTakeFirstOrThrow();
  const ids: number[] = [];
  for (let n = 1; n <= chats; n++) {
    const chat = await outbox.chat(slot.getTime() / 1000 + n);
    ids.push(
      await outbox.deliver(chat, digest, { slot, run_id, send_after: slot, created_at: slot, send_before }),
    );
  }
  return ids;
}

const become = (ids: number[], values: { status: 'sent' | 'failed'; reason?: string }, at: Date) =>
  db
    .updateTable('delivery')
    .set({ ...values, finished_at: at })
    .where('id', 'in', ids)
    .execute();
const watch = (at: Date) => watchRuns(db, at, '*');
const tell = (at: Date) => tellOwners(deps, at);
const open = async () => (await listOpenIncidents(db)).map(({ kind }) => kind);
const heard = () => [first!.messages.length, second!.messages.length];

test('each owner is told once of an incident and once when it is over', async () => {
  const before = heard();
  expect(await reportIncident(db, 'paid_broadcast', 'bot', minutes(0))).toBe(true);
  expect(await reportIncident(db, 'paid_broadcast', 'bot', minutes(1))).toBe(false);
  await tell(minutes(1));
  expect(heard()).toEqual(before);
  await Promise.all(Array.from({ length: 8 }, () => tell(minutes(2))));
  await tell(minutes(3));
  expect(heard()).toEqual(before.map((n) => n + 1));
  expect(second!.last.text).toContain('Telegram không cho gửi nhanh trả phí');
  expect(await endIncident(db, 'paid_broadcast', 'bot', minutes(30))).toBe(true);
  expect(await endIncident(db, 'paid_broadcast', 'bot', minutes(31))).toBe(false);
  await tell(minutes(31));
  await tell(minutes(32));
  expect(heard()).toEqual(before.map((n) => n + 2));
  expect(first!.last.text).toBe('Gửi nhanh trả phí dùng được trở lại, từ 07:00 Thứ Ba, 10/03/2026.');
});

test('what was over before anyone could be told is told as over, and what was over at once is not', async () => {
  const before = heard();
  await reportIncident(db, 'stalled', 'bot', minutes(0), { waiting: 7 });
  await endIncident(db, 'stalled', 'bot', minutes(1));
  await reportIncident(db, 'stalled', 'bot', minutes(2), { waiting: 7 });
  await endIncident(db, 'stalled', 'bot', minutes(40));
  await tell(minutes(41));
  expect(heard()).toEqual(before.map((n) => n + 1));
  expect(first!.last.text).toContain('từ 06:32 Thứ Ba, 10/03/2026 đến 07:10');
});

test('an owner whom a rehearsal leaves out is not told, and nobody during a flood wait', async () => {
  const before = heard();
  await reportIncident(db, 'paid_broadcast', 'bot', now);
  await tellOwners({ ...deps, config: { ...deps.config, deliverTo: [501] } as never }, minutes(5));
  expect(heard()).toEqual([before[0]! + 1, before[1]!]);
  await holdAll(db, 60);
  await tell(minutes(5));
  expect(heard()).toEqual([before[0]! + 1, before[1]!]);
  await outbox.clear();
  await tell(minutes(6));
  expect(heard()).toEqual(before.map((n) => n + 1));
});

test('a digest run that many miss is an incident, until one goes well; who left is not counted', async () => {
  const ids = await startRun(20);
  await become(ids.slice(2), { status: 'sent' }, minutes(1));
  await become(ids.slice(0, 2), { status: 'failed', reason: 'blocked' }, minutes(1));
  await watch(minutes(2));
  expect(await open()).toEqual([]);
  const later = await startRun(20, minutes(60));
  await become(later.slice(1), { status: 'sent' }, minutes(61));
  await become(later.slice(0, 1), { status: 'failed', reason: 'rejected' }, minutes(61));
  await watch(minutes(62));
  await watch(minutes(63));
  expect(await open()).toEqual(['failures', 'refused']);
  await tell(minutes(65));
  expect(first!.messages.at(-2)!.text).toContain('07:30 Thứ Ba, 10/03/2026: 1 trên 20 lượt gửi bị lỗi');
  expect(first!.last.text).toContain('Bản tin không gửi được cho 1 người');
  await become(await startRun(2, minutes(120)), { status: 'sent' }, minutes(121));
  await watch(minutes(122));
  expect(await open()).toEqual([]);
});

test('nothing sent for ten minutes though something is due is an incident, until something is', async () => {
  const ids = await startRun(2);
  await watch(minutes(9));
  expect(await open()).toEqual([]);
  await watch(minutes(11));
  expect(await open()).toEqual(['stalled']);
  // Not also overdue: the owner knows.
  await watch(minutes(250));
  expect(await open()).toEqual(['stalled']);
  await become(ids.slice(0, 1), { status: 'sent' }, minutes(251));
  await watch(minutes(252));
  expect(await open()).toEqual(['overdue']);
  await become(ids.slice(1), { status: 'sent' }, minutes(253));
  await watch(minutes(254));
  expect(await open()).toEqual([]);
});

test('that includes first digests, which belong to no run', async () => {
  const first = { slot: now, kind: 'first' as const, lane: 2, created_at: now };
  const [lan, minh] = [await outbox.chat(71), await outbox.chat(72)];
  const ids = [await outbox.deliver(lan, digest, first), await outbox.deliver(minh, digest, first)];
  await watch(minutes(9));
  expect(await open()).toEqual([]);
  // Trying puts it off again and again.
  await db
    .updateTable('delivery')
    .set({ attempts: 9, send_after: minutes(11) })
    .execute();
  await watch(minutes(11));
  expect(await open()).toEqual(['stalled']);
  await become(ids.slice(0, 1), { status: 'sent' }, minutes(12));
  await watch(minutes(13));
  expect(await open()).toEqual([]);
});

test('but not those whom a rehearsal leaves out', async () => {
  const chat = await outbox.chat(71);
  await outbox.deliver(chat, digest, { slot: now, kind: 'first', lane: 2, created_at: now });
  await watchRuns(db, minutes(60), [seal.hash(72)]);
  expect(await open()).toEqual([]);
});

test('a run whose last is put off at every try stands still too', async () => {
  const ids = await startRun(1);
  await db
    .updateTable('delivery')
    .set({ attempts: 3, send_after: minutes(12) })
    .where('id', 'in', ids)
    .execute();
  await watch(minutes(12));
  expect(await open()).toEqual(['stalled']);
});

test('a paused run does not stand still, but its time runs out', async () => {
  await startRun(2);
  await db.updateTable('run').set({ paused_at: now }).execute();
  await watch(minutes(60));
  expect(await open()).toEqual([]);
  await watch(minutes(241));
  expect(await open()).toEqual(['overdue']);
});

test('a paid broadcast that is refused is an incident until paid messages go again', async () => {
  await recordUnpaid(db);
  await watch(minutes(1));
  await watch(minutes(2));
  expect(await open()).toEqual(['paid_broadcast']);
  await db
    .updateTable('send_budget')
    .set({ unpaid_until: new Date(Date.now() - 3_600_000) })
    .execute();
  await watch(minutes(90));
  expect(await open()).toEqual([]);
});

test('of a silent source the owner hears which, since when, and when it is over', async () => {
  const details = {
    source: 'bao-thu',
    newspaper: 'Báo <Thử>',
    fault: 'empty',
    since: minutes(-24 * 60).toISOString(),
  };
  await reportIncident(db, 'source', 'bao-thu', minutes(0), details);
  await tell(minutes(2));
  expect(first!.last.text).toContain('Nguồn tin có vấn đề: Báo <Thử> (bao-thu)');
  expect(first!.last.text).toContain('không có tin mới từ 06:30 Thứ Hai, 09/03/2026');
  await endIncident(db, 'source', 'bao-thu', minutes(90));
  await tell(minutes(90));
  expect(first!.last.text).toContain('Nguồn Báo <Thử> (bao-thu) đọc được trở lại');
});
