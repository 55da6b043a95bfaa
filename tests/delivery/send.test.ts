import { sql } from 'kysely';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { createBell } from '../../src/delivery/bell.js';
import { createBreaker } from '../../src/delivery/breaker.js';
import type { SendDeps } from '../../src/delivery/deps.js';
import { sendDue } from '../../src/delivery/send.js';
import { openTelegram } from '../../src/delivery/telegram.js';
import { log } from '../../src/log.js';
import { createSeal } from '../../src/seal.js';
import { takePlaces } from '../../src/store/budget.js';
import { testDatabase } from '../support/database.js';
import { pack } from '../support/news.js';
import { createOutbox, minutes, now, seal } from '../support/outbox.js';
import { floodWait, page, refusal, reset, startTelegram } from '../support/telegram.js';

log.level = 'silent';
const db = await testDatabase();
const outbox = await createOutbox(db);
const server = await startTelegram();
afterAll(() => server.close());

let at = now;
const deps: SendDeps = {
  db,
  seal,
  clock: () => at,
  config: { sendRate: 1000, paidBroadcast: false, deliverTo: '*' },
  pack,
  telegram: openTelegram({ botToken: server.token, telegramApiRoot: server.url, httpsProxy: undefined }),
};
const send = (changed: Partial<SendDeps> = {}, signal?: AbortSignal) => {
  const bell = createBell();
  return sendDue({ ...deps, ...changed }, bell, createBreaker(bell), signal);
};

let undo = () => {};
afterEach(async () => {
  undo();
  at = now;
  server.calls.length = 0;
  await outbox.clear();
});

let nextId = 1000;
/** A chat that the fake Telegram knows too. */
async function reader(values = {}) {
  const person = server.person(++nextId);
  return { person, ...(await outbox.chat(person.user.id, values)) };
}

async function village() {
  const id = -++nextId;
  const group = server.group(id, { type: 'group' });
  await group.addBot(server.person(1));
  return { group, ...(await outbox.chat(id, { kind: 'group' })) };
}

it('sends what is due and records what Telegram says', async () => {
  const { person, ...chat } = await reader();
  const id = await outbox.deliver(chat, await outbox.digest(['<b>Đà Bắc</b> &amp; Kim Bôi']));
  expect(await send()).toEqual({ sent: 1, failed: 0, waiting: 0 });
  expect(person.last.text).toBe('Đà Bắc & Kim Bôi');
  expect(await outbox.delivery(id)).toMatchObject({
    status: 'sent',
    message_ids: [person.last.message_id],
    finished_at: now,
    repeats: 0,
  });
});

it('stops at a token that Telegram does not know, and loses nothing', async () => {
  const { person, ...chat } = await reader();
  const id = await outbox.deliver(chat, await outbox.digest(['tin']));
  undo = server.intercept(() => refusal(401, 'Unauthorized'));
  await expect(send()).rejects.toThrow('BOT_TOKEN: Telegram does not know this token (401 Unauthorized)');
  expect(await outbox.delivery(id)).toMatchObject({ status: 'pending', repeats: 0 });
  undo();
  expect(await send()).toMatchObject({ sent: 1 });
  expect(person.messages).toHaveLength(1);
});

it('sends the parts of a digest one after the other, each when the chat has a place again', async () => {
  const { person, ...chat } = await reader();
  const id = await outbox.deliver(chat, await outbox.digest(['một', 'hai', 'ba']));
  for (const texts of [['một'], ['một', 'hai'], ['một', 'hai', 'ba']]) {
    await send();
    expect(person.messages.map(({ text }) => text)).toEqual(texts);
    await outbox.passTime();
  }
  expect((await outbox.delivery(id)).status).toBe('sent');
});

it('says that a digest is late before its first part, where there is room', async () => {
  const digest = await outbox.digest(['<b>một</b>', 'hai']);
  const full = await outbox.digest(['đ'.repeat(4096)]);
  const [late, long] = [await reader(), await reader()];
  await outbox.deliver(late, digest, { late_after: now });
  await outbox.deliver(long, full, { late_after: now });
  await send();
  await outbox.passTime();
  await send();
  expect(late.person.messages.map(({ text }) => text)).toEqual(['Gửi muộn\nmột', 'hai']);
  expect(long.person.last.text).toHaveLength(4096);
});

it('never writes to anyone outside a rehearsal', async () => {
  const [inside, outside] = [await reader(), await reader()];
  const digest = await outbox.digest();
  for (const chat of [inside, outside]) await outbox.deliver(chat, digest);
  await send({ config: { ...deps.config, deliverTo: [inside.telegramId] } });
  expect(inside.person.messages).toHaveLength(1);
  expect(outside.person.messages).toHaveLength(0);
});

describe('an answer that is lost', () => {
  it.each([
    ['by a reset', () => reset(true)],
    ['behind a gateway', () => page(502, true)],
  ])('%s is asked for again, later each time, and counted as a repeat', async (_, fault) => {
    const { person, ...chat } = await reader();
    const id = await outbox.deliver(chat, await outbox.digest());
    undo = server.intercept(fault);
    expect(await send()).toEqual({ sent: 0, failed: 0, waiting: 1 });
    expect(await outbox.delivery(id)).toMatchObject({
      status: 'pending',
      repeats: 1,
      send_after: new Date(now.getTime() + 1000),
    });
    at = new Date(now.getTime() + 1000);
    await outbox.passTime();
    await send();
    expect((await outbox.delivery(id)).send_after).toEqual(new Date(at.getTime() + 2000));
    undo();
    at = minutes(1);
    await outbox.passTime();
    await send();
    expect(await outbox.delivery(id)).toMatchObject({ status: 'sent', repeats: 2 });
    expect(person.messages).toHaveLength(3);
  });

  it('to a request that never left is no repeat', async () => {
    const { person, ...chat } = await reader();
    const id = await outbox.deliver(chat, await outbox.digest());
    await server.cut();
    await send();
    await server.restore();
    expect(await outbox.delivery(id)).toMatchObject({ status: 'pending', repeats: 0 });
    at = minutes(1);
    await outbox.passTime();
    await send();
    expect(person.messages).toHaveLength(1);
  });

  it('does not repeat part one when it concerned part two', async () => {
    const { person, ...chat } = await reader();
    await outbox.deliver(chat, await outbox.digest(['một', 'hai']));
    undo = server.intercept((call) => (call.params.text === 'hai' ? reset(false) : undefined));
    await send();
    await outbox.passTime();
    await send();
    undo();
    at = minutes(1);
    await outbox.passTime();
    await send();
    expect(person.messages.map(({ text }) => text)).toEqual(['một', 'hai']);
  });
});

describe('a chat that cannot be reached', () => {
  it('that blocked the bot ends its subscriptions and waits for no slot', async () => {
    const { person, ...chat } = await reader();
    const id = await outbox.deliver(chat, await outbox.digest());
    await person.block();
    expect(await send()).toEqual({ sent: 0, failed: 1, waiting: 0 });
    expect(await outbox.delivery(id)).toMatchObject({ status: 'failed', reason: 'blocked' });
    expect(await outbox.subscription(chat.subscription_id)).toMatchObject({
      ended_reason: 'blocked',
      ended_at: now,
      mark: 5,
    });
    const { due_at } = await db.selectFrom('chat').select('due_at').executeTakeFirstOrThrow();
    expect(due_at).toBeNull();
  });

  it('never stops those after it', async () => {
    const digest = await outbox.digest();
    const readers = [];
    for (let n = 0; n < 6; n++) readers.push(await reader());
    await readers[0]!.person.block();
    readers[1]!.person.deactivate();
    for (const chat of readers) await outbox.deliver(chat, digest);
    await db
      .updateTable('chat')
      .set({ telegram_id_sealed: createSeal(Buffer.alloc(32, 9)).seal(5) })
      .where('id', '=', readers[2]!.chat_id)
      .execute();
    expect(await send()).toMatchObject({ sent: 3, failed: 2 });
    expect(readers.map(({ person }) => person.messages.length)).toEqual([0, 0, 0, 1, 1, 1]);
  });

  it('a group that became a supergroup is followed, and the message sent again', async () => {
    const { group, ...chat } = await village();
    const id = await outbox.deliver(chat, await outbox.digest());
    const supergroup = await group.upgrade(server.person(1), -1_000_000 - ++nextId);
    await send();
    await send();
    expect(supergroup.messages).toHaveLength(1);
    expect(await outbox.delivery(id)).toMatchObject({ status: 'sent', repeats: 0 });
    const row = await db.selectFrom('chat').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ id: chat.chat_id, kind: 'supergroup' });
    expect(seal.open(row.telegram_id_sealed)).toBe(supergroup.chat.id);
    expect(row.telegram_id_hash).toEqual(seal.hash(supergroup.chat.id));
  });

  it('a group whose new id is known already goes over to it, with what waits for it', async () => {
    const { group, ...old } = await village();
    const supergroup = await group.upgrade(server.person(1), -1_000_000 - ++nextId);
    const known = await outbox.chat(supergroup.chat.id);
    await db
      .insertInto('subscription')
      .values({
        chat_id: old.chat_id,
        district_id: 'binh-son',
        first_edition_id: 1,
        mark: 4,
        created_at: now,
        ended_reason: null,
      })
      .execute();
    const digest = await outbox.digest();
    await outbox.deliver(known, digest);
    const double = await outbox.deliver(old, digest);
    const extra = await outbox.deliver(old, digest, { slot: minutes(1), lane: 1 });
    for (let n = 0; n < 5; n++) {
      await send();
      await outbox.passTime();
    }
    expect(supergroup.messages).toHaveLength(2);
    expect(await outbox.delivery(double)).toMatchObject({ status: 'failed', reason: 'merged' });
    expect(await outbox.delivery(extra)).toMatchObject({ status: 'sent', chat_id: known.chat_id });
    const open = await db
      .selectFrom('subscription')
      .select(['chat_id', 'district_id', 'mark'])
      .where('ended_at', 'is', null)
      .orderBy('district_id')
      .execute();
    expect(open).toEqual([
      { chat_id: known.chat_id, district_id: 'an-lac', mark: 3 },
      { chat_id: known.chat_id, district_id: 'binh-son', mark: 4 },
    ]);
  });
});

describe('a message that Telegram refuses', () => {
  it('for its markup goes once more as plain text', async () => {
    const { person, ...chat } = await reader();
    const reply_markup = { inline_keyboard: [[{ text: 'Đọc thêm', callback_data: 'v1:p:1:0' }]] };
    const id = await outbox.deliver(chat, await outbox.digest(['<p>a &lt; b</p>'], { reply_markup }));
    await send();
    expect(person.last).toMatchObject({ text: 'a < b', buttons: [[{ text: 'Đọc thêm' }]] });
    expect((await outbox.delivery(id)).status).toBe('sent');
  });

  it('for its buttons goes once more without them', async () => {
    const { person, ...chat } = await reader();
    const reply_markup = { inline_keyboard: [[{ text: 'Đọc thêm', callback_data: 'x'.repeat(65) }]] };
    await outbox.deliver(chat, await outbox.digest(['một'], { reply_markup }));
    await send();
    expect(person.last).toMatchObject({ text: 'một', buttons: [] });
  });

  it('even so fails, and its articles are in the next digest', async () => {
    const { person, ...chat } = await reader();
    const id = await outbox.deliver(chat, await outbox.digest(['đ'.repeat(4097)]));
    expect(await send()).toEqual({ sent: 0, failed: 1, waiting: 0 });
    expect(person.messages).toEqual([]);
    expect(await outbox.delivery(id)).toMatchObject({ status: 'failed', reason: 'rejected' });
    expect(await outbox.subscription(chat.subscription_id)).toMatchObject({ mark: 3, ended_at: null });
  });
});

describe('a flood wait', () => {
  it('holds the whole bot', async () => {
    const digest = await outbox.digest();
    const readers = [await reader(), await reader()];
    const first = await outbox.deliver(readers[0]!, digest, { lane: 3 });
    undo = server.intercept(() => floodWait(60));
    await send();
    undo();
    await outbox.deliver(readers[1]!, digest);
    expect(await send()).toEqual({ sent: 0, failed: 0, waiting: 0 });
    expect(server.calls).toHaveLength(1);
    expect(await outbox.delivery(first)).toMatchObject({ status: 'pending', repeats: 0 });
    await db.updateTable('send_budget').set({ held_until: now, next_place_at: now }).execute();
    expect(await send()).toMatchObject({ sent: 2 });
  });

  it('of a group holds only the group', async () => {
    const digest = await outbox.digest();
    const { group, ...chat } = await village();
    await outbox.deliver(chat, digest, { lane: 3 });
    undo = server.intercept((call) => (call.params.chat_id === group.chat.id ? floodWait(60) : undefined));
    await send();
    const { person, ...other } = await reader();
    await outbox.deliver(other, digest);
    await send();
    expect(person.messages).toHaveLength(1);
    expect(group.messages).toHaveLength(0);
  });
});

it('goes on at thirty a second when a paid broadcast is refused, and says so once', async () => {
  const digest = await outbox.digest();
  const readers = [await reader(), await reader(), await reader()];
  for (const chat of readers) await outbox.deliver(chat, digest);
  undo = server.intercept(({ params }) =>
    params.allow_paid_broadcast ? refusal(400, 'Bad Request: BALANCE_TOO_LOW') : undefined,
  );
  const told = vi.spyOn(log, 'error');
  const config = { ...deps.config, paidBroadcast: true };
  for (let round = 0; round < 2; round++) await send({ config });
  expect(readers.map(({ person }) => person.messages.length)).toEqual([1, 1, 1]);
  expect(told).toHaveBeenCalledOnce();
  expect((await takePlaces(db, 1, 1000)).mayPay).toBe(false);
});

it('leaves a citizen in peace at night, whose weekly digest only a sender was missing for', async () => {
  const { person, ...chat } = await reader();
  const weekly = { send_after: now, send_before: minutes(24 * 60), late_after: minutes(30) };
  await outbox.deliver(chat, await outbox.digest(['tin']), weekly);
  at = new Date('2026-03-11T00:30:00+07:00');
  expect(await send()).toMatchObject({ sent: 0 });
  at = new Date('2026-03-11T06:00:00+07:00');
  expect(await send()).toMatchObject({ sent: 1 });
  expect(person.last.text).toBe('Gửi muộn\ntin');
});

describe('a lane', () => {
  it('of officials never waits behind a hundred thousand citizens, nor behind those of tomorrow', async () => {
    const digest = await outbox.digest();
    await sql`
      with c as (
        insert into chat (telegram_id_hash, telegram_id_sealed, kind, locale, times, weekdays, consented_at, notice_version)
        select sha256(n::text::bytea), ${seal.seal(1)}, 'private', 'vi', array['06:30'], array[1]::smallint[], ${now}, '1'
        from generate_series(1, 100000) n returning id
      ), s as (
        insert into subscription (chat_id, district_id, first_edition_id, mark, created_at)
        select id, 'an-lac', 2, 5, ${now} from c
      )
      insert into delivery (slot, kind, chat_id, digest_id, lane, send_after, created_at)
      select ${now}, 'scheduled', id, ${digest.digest_id}, 4,
        case when id % 2 = 0 then ${minutes(60)}::timestamptz else ${now} end, ${now} from c`.execute(db);
    const { person, ...official } = await reader({ style: 'official', unit: 'UBND' });
    await outbox.deliver(official, digest, { lane: 3, send_after: now });
    const stop = new AbortController();
    const heard: unknown[] = [];
    undo = server.intercept(({ params }) => {
      heard.push(params.chat_id);
      stop.abort();
      return undefined;
    });
    await send({}, stop.signal);
    expect(heard[0]).toBe(person.user.id);
  }, 60_000);

  it('is not held up by a slow chat in it', async () => {
    const digest = await outbox.digest();
    const { group, ...slow } = await village();
    for (let n = 0; n < 20; n++) await outbox.deliver(slow, digest, { slot: minutes(n) });
    const readers = [await reader(), await reader()];
    for (const chat of readers) await outbox.deliver(chat, digest);
    await send();
    expect(readers.map(({ person }) => person.messages.length)).toEqual([1, 1]);
    expect(group.messages).toHaveLength(1);
  });
});

it('never has more than fifty messages unanswered', async () => {
  const digest = await outbox.digest();
  for (let n = 0; n < 70; n++) await outbox.deliver(await reader(), digest);
  let unanswered = 0;
  let most = 0;
  const answers: (() => void)[] = [];
  const sendMessage = async () => {
    most = Math.max(most, ++unanswered);
    await new Promise<void>((resolve) => answers.push(resolve));
    unanswered--;
    return { message_id: 1 };
  };
  const sent = send({ telegram: { raw: { sendMessage } } as never });
  await vi.waitUntil(() => unanswered === 50);
  const answering = setInterval(() => answers.shift()?.(), 2);
  expect(await sent).toEqual({ sent: 70, failed: 0, waiting: 0 });
  clearInterval(answering);
  expect(most).toBe(50);
});

describe('a sender that is told to stop', () => {
  it('finishes what has begun and gives back the rest', async () => {
    const digest = await outbox.digest();
    const readers = [];
    for (let n = 0; n < 5; n++) readers.push(await reader());
    for (const chat of readers) await outbox.deliver(chat, digest);
    const stop = new AbortController();
    // All five are claimed together, their places a twentieth of a second apart.
    undo = server.intercept(() => {
      stop.abort();
      return undefined;
    });
    const { sent } = await send({ config: { ...deps.config, sendRate: 20 } }, stop.signal);
    expect(sent).toBeGreaterThan(0);
    const left = await db.selectFrom('delivery').select('status').where('status', '<>', 'sent').execute();
    expect(left).toEqual(Array(5 - sent).fill({ status: 'pending' }));
    undo();
    await send();
    expect(readers.map(({ person }) => person.messages.length)).toEqual([1, 1, 1, 1, 1]);
  });
});

it('leaves what a killed sender held to the next, once its lease has lapsed', async () => {
  const { person, ...chat } = await reader();
  const id = await outbox.deliver(chat, await outbox.digest());
  await db
    .updateTable('delivery')
    .set({ status: 'sending', attempts: 1, lease_until: new Date(Date.now() + 60_000) })
    .execute();
  await send();
  expect(person.messages).toHaveLength(0);
  await outbox.passTime();
  await send();
  expect(person.messages).toHaveLength(1);
  expect(await outbox.delivery(id)).toMatchObject({ status: 'sent', repeats: 1 });
});

it('records every outcome of many messages at once, whatever goes wrong with some', async () => {
  const digest = await outbox.digest();
  const readers: Awaited<ReturnType<typeof reader>>[] = [];
  for (let n = 0; n < 60; n++) readers.push(await reader());
  for (const chat of readers) await outbox.deliver(chat, digest);
  undo = server.intercept(({ params }) => {
    const n = readers.findIndex(({ telegramId }) => telegramId === params.chat_id);
    if (n % 10 === 1) return refusal(403, 'Forbidden: user is deactivated');
    if (n % 10 === 2) return reset(false);
    return undefined;
  });
  expect(await send()).toEqual({ sent: 48, failed: 6, waiting: 6 });
  undo();
  at = minutes(1);
  await outbox.passTime();
  expect(await send()).toEqual({ sent: 6, failed: 0, waiting: 0 });
});

it('loses and repeats nothing when the database breaks off in the middle', async () => {
  const digest = await outbox.digest();
  const readers: Awaited<ReturnType<typeof reader>>[] = [];
  for (let n = 0; n < 60; n++) readers.push(await reader());
  for (const chat of readers) await outbox.deliver(chat, digest);
  const breaks: Promise<unknown>[] = [];
  undo = server.intercept(() => {
    if (server.calls.length === 10 || server.calls.length === 35)
      breaks.push(
        sql`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`.execute(db),
      );
    return undefined;
  });
  const unsent = () =>
    db.selectFrom('delivery').select('id').where('status', '<>', 'sent').limit(1).executeTakeFirst();
  // As the sender process does: an error ends a round, and another follows.
  for (let round = 0; round < 10 && (await unsent()); round++) {
    await send().catch(() => undefined);
    await outbox.passTime();
  }
  await Promise.all(breaks);
  expect(breaks).toHaveLength(2);
  expect(readers.map(({ person }) => person.messages.length)).toEqual(Array(60).fill(1));
});
