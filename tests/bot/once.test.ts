import { sql } from 'kysely';
import { beforeEach, expect, test, vi } from 'vitest';
import { createBot } from '../../src/bot/bot.js';
import { log } from '../../src/log.js';
import { grantRole } from '../../src/store/staff.js';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { pack } from '../support/news.js';

const db = await testDatabase();
const { telegram, deps, time } = await startBot(db, pack);
// Two replicas, as behind a webhook.
const [bot, replica] = [0, 1].map(() => {
  const bot = createBot(deps, { client: { fetch: telegram.fetch as never } });
  bot.botInfo = telegram.me as never;
  return bot;
}) as [ReturnType<typeof createBot>, ReturnType<typeof createBot>];
type Update = Parameters<typeof bot.handleUpdate>[0];

let handle: (update: Update) => Promise<unknown>;
let last: Update;
telegram.onUpdate((update: Update) => {
  last = update;
  return handle(update);
});
beforeEach(() => {
  handle = (update) => bot.handleUpdate(update);
  vi.restoreAllMocks();
});

let id = 500;
const newPerson = () => telegram.person(id++, { language_code: 'vi' });
const countOf = async (table: 'subscription' | 'invitation' | 'handled_update') =>
  (await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(db)).rows[0]!.n;

test('an update that Telegram repeats is answered once', async () => {
  const lan = newPerson();
  await lan.send('/start an-lac');
  await bot.handleUpdate(last);
  await replica.handleUpdate(last);
  expect(lan.messages).toHaveLength(1);
});

test('what a repeated update asks for is done once, also when two replicas get it at once', async () => {
  const minh = newPerson();
  const sender = { telegram_id_hash: deps.seal.hash(minh.user.id), telegram_id_sealed: 'x', locale: 'vi' };
  await grantRole(db, sender, 'owner', null, time.now);
  handle = (update) => Promise.all([bot, replica, bot].map((one) => one.handleUpdate(update)));
  await minh.send('/moi');
  await minh.send('Văn phòng huyện', { reply_to: minh.last });
  const before = minh.messages.length;
  expect(await countOf('invitation')).toBeLessThanOrEqual(1);
  await minh.press('An Lạc');
  await minh.press(/Tiếp tục/);
  await minh.press('Tạo liên kết');
  expect(await countOf('invitation')).toBe(1);
  expect(minh.messages.length).toBe(before + 1);
});

test('the same words in a second message are another update', async () => {
  const lan = newPerson();
  await lan.send('/start an-lac');
  await lan.send('/start an-lac');
  expect(lan.messages).toHaveLength(2);
});

test('what was not said to be done was not done: an update that fails half-way leaves nothing and may come again', async () => {
  vi.spyOn(log, 'error').mockImplementation(() => undefined);
  const lan = newPerson();
  await lan.send('/start an-lac');
  const followed = await countOf('subscription');
  const handled = await countOf('handled_update');
  // The process ends after the subscription and before its first digest.
  await sql`create function fail() returns trigger language plpgsql as $$ begin raise 'gone'; end $$`.execute(
    db,
  );
  await sql`create trigger fail before insert on digest execute function fail()`.execute(db);
  await lan.press({ row: 0, column: 0 });
  expect(await countOf('subscription')).toBe(followed);
  expect(await countOf('handled_update')).toBe(handled);
  await sql`drop trigger fail on digest`.execute(db);
  await bot.handleUpdate(last);
  expect(await countOf('subscription')).toBe(followed + 1);
});

test('an answer that never arrived takes nothing back, and the repeated update does nothing more', async () => {
  vi.spyOn(log, 'error').mockImplementation(() => undefined);
  const lan = newPerson();
  await lan.send('/start an-lac');
  const followed = await countOf('subscription');
  const refusal = { ok: false, error_code: 403, description: 'Forbidden: bot was blocked by the user' };
  const refuse = async () => ({ json: async () => refusal });
  const deaf = createBot(deps, { client: { fetch: refuse as never } });
  deaf.botInfo = telegram.me as never;
  handle = (update) => deaf.handleUpdate(update);
  await lan.press({ row: 0, column: 0 });
  expect(await countOf('subscription')).toBe(followed + 1);
  const before = lan.messages.length;
  await bot.handleUpdate(last);
  expect(await countOf('subscription')).toBe(followed + 1);
  expect(lan.messages).toHaveLength(before);
});

test('while Telegram is asked who is an admin, no connection of the database waits', async () => {
  const held: number[] = [];
  const ask = async (url: unknown, init: object) => {
    if (/\/get\w+$/.test(String(url))) {
      const { rows } = await sql<{ n: number }>`
        select count(*) as n from pg_stat_activity
        where datname = current_database() and state like 'idle in transaction%'`.execute(db);
      held.push(rows[0]!.n);
    }
    return telegram.fetch(url, init);
  };
  const asking = createBot(deps, { client: { fetch: ask as never } });
  asking.botInfo = telegram.me as never;
  handle = (update) => asking.handleUpdate(update);
  const lan = newPerson();
  const village = telegram.group(-5);
  village.add(lan, 'administrator');
  await village.addBot(lan);
  await lan.in(village).send('/start an-lac');
  await lan.in(village).press({ row: 0, column: 0 });
  const channel = telegram.group(-1_001_000_000_001, { type: 'channel' });
  channel.add(lan, 'administrator');
  await channel.addBot(lan, 'administrator');
  await lan.press('An Lạc');
  await lan.send(`/start r_${lan.last.buttons[0]![0]!.callback_data!.split(':')[1]!.slice(1)}`);
  expect(lan.last.text).toContain('Kênh');
  expect(held.length).toBeGreaterThan(3);
  expect(held.filter((n) => n > 0)).toEqual([]);
});
