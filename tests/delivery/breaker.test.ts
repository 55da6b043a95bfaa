import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBell } from '../../src/delivery/bell.js';
import { createBreaker } from '../../src/delivery/breaker.js';
import type { SendDeps } from '../../src/delivery/deps.js';
import type { Outcome } from '../../src/delivery/outcome.js';
import { sendAll } from '../../src/delivery/send.js';
import { openTelegram } from '../../src/delivery/telegram.js';
import { log } from '../../src/log.js';
import { testDatabase } from '../support/database.js';
import { pack } from '../support/news.js';
import { createOutbox, now, seal } from '../support/outbox.js';
import { page, refusal, startTelegram } from '../support/telegram.js';

const db = await testDatabase();
const outbox = await createOutbox(db);
const server = await startTelegram();
afterAll(() => server.close());

log.level = 'silent';
const said = vi.spyOn(log, 'warn');
const times = (words: RegExp) => said.mock.calls.filter(([, message]) => words.test(String(message))).length;

beforeEach(() => said.mockClear());

describe('a sender to whom Telegram is away', () => {
  const deps: SendDeps = {
    db,
    seal,
    clock: () => new Date(now.getTime() + performance.now()),
    config: { sendRate: 1000, paidBroadcast: false, deliverTo: '*' },
    pack,
    telegram: openTelegram({ botToken: server.token, telegramApiRoot: server.url, httpsProxy: undefined }),
  };
  afterEach(async () => {
    server.calls.length = 0;
    await outbox.clear();
  });

  let nextId = 1000;
  async function readersOf(n: number, lane = 4) {
    const digest = await outbox.digest();
    const readers = Array.from({ length: n }, () => server.person(++nextId));
    for (const { user } of readers) await outbox.deliver(await outbox.chat(user.id), digest, { lane });
    return readers;
  }
  const unsaid = () => vi.waitUntil(() => times(/Telegram is away/) > 0, { timeout: 5000 });

  it('leaves the others in peace, says so once, and sends everything when it is back', async () => {
    const readers = await readersOf(300);
    const undo = server.intercept(() => page(502, false));
    const sending = sendAll(deps, createBell());
    await unsaid();
    await server.until(() => server.calls.length > 0);
    // In nobody's hand but for what one message finds out.
    await vi.waitUntil(async () => (await held()).length <= 1);
    const tried = server.calls.length;
    await server.until(() => server.calls.length === tried + 2, 10_000);
    expect(tried).toBeLessThanOrEqual(8 + 50);
    undo();
    expect(await sending).toMatchObject({ sent: 300, failed: 0, waiting: 0 });
    expect(readers.every(({ messages }) => messages.length === 1)).toBe(true);
    expect(times(/Telegram is away/)).toBe(1);
    expect(times(/is back/)).toBe(1);
    expect(times(/no answer/)).toBe(7);
  });

  it('goes on in the order of lanes, and with nothing put off for long', async () => {
    await readersOf(60);
    await server.cut();
    const sending = sendAll({ ...deps, config: { ...deps.config, sendRate: 30 } }, createBell());
    await unsaid();
    const [official] = await readersOf(1, 3);
    const latest = await db
      .selectFrom('delivery')
      .select((eb) => eb.fn.max('send_after').as('send_after'))
      .executeTakeFirstOrThrow();
    expect(latest.send_after!.getTime()).toBeLessThanOrEqual(deps.clock().getTime() + 1000);
    await server.restore();
    expect(await sending).toMatchObject({ sent: 61, failed: 0, waiting: 0 });
    // Found out with, or among the first that were claimed together then.
    const place = server.calls.findIndex(({ params }) => params.chat_id === official!.user.id);
    expect(place).toBeLessThanOrEqual(1);
    const { repeats } = await db
      .selectFrom('delivery')
      .select((eb) => eb.fn.sum<number>('repeats').as('repeats'))
      .executeTakeFirstOrThrow();
    expect(Number(repeats)).toBe(0);
  });

  it('ends when it is told to stop, and keeps everything for the next', async () => {
    await readersOf(20);
    await server.cut();
    const ending = new AbortController();
    const sending = sendAll(deps, createBell(), ending.signal);
    await unsaid();
    ending.abort();
    expect(await sending).toMatchObject({ sent: 0, failed: 0, waiting: 20 });
    await server.restore();
    expect(await sendAll(deps, createBell())).toMatchObject({ sent: 20, waiting: 0 });
  });

  it('takes any refusal of Telegram for a sign of life', async () => {
    await readersOf(60);
    let n = 0;
    const undo = server.intercept(() =>
      ++n % 3 ? page(500, false) : refusal(403, 'Forbidden: user is deactivated'),
    );
    const sending = sendAll({ ...deps, config: { ...deps.config, sendRate: 50 } }, createBell());
    await server.until(() => server.calls.length >= 50);
    undo();
    await sending;
    expect(times(/Telegram is away/)).toBe(0);
  });

  const held = () => db.selectFrom('delivery').select('id').where('status', '=', 'sending').execute();
});

describe('the breaker', () => {
  const unknown: Outcome = { kind: 'unknown', maybeSent: false, description: 'ECONNREFUSED' };
  const known: Outcome = { kind: 'sent', message_id: 1 };

  function trip() {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] });
    const breaker = createBreaker(createBell());
    for (let n = 0; n < 8; n++) breaker.begin().hear(unknown);
    return breaker;
  }
  afterEach(() => void vi.useRealTimers());

  it('waits one second, then two, at most fifteen, and lets one message find out each time', () => {
    const breaker = trip();
    for (const seconds of [1, 2, 4, 8, 15, 15]) {
      vi.advanceTimersByTime(seconds * 1000 - 1);
      expect(breaker.room()).toBe(0);
      vi.advanceTimersByTime(1);
      expect(breaker.room()).toBe(1);
      const probe = breaker.begin();
      expect(breaker.room()).toBe(0);
      probe.hear(unknown);
      probe.end();
    }
    vi.advanceTimersByTime(15_000);
    breaker.begin().hear(known);
    expect(breaker.room()).toBe(Number.POSITIVE_INFINITY);
  });

  it('opens at the first known answer, also one to a message that began before', () => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] });
    const breaker = createBreaker(createBell());
    const [early, late] = [breaker.begin(), breaker.begin()];
    for (let n = 0; n < 8; n++) breaker.begin().hear(unknown);
    expect(breaker.room()).toBe(0);
    // Says nothing that is not known.
    early.hear(unknown);
    vi.advanceTimersByTime(1000);
    expect(breaker.room()).toBe(1);
    late.hear(known);
    expect(breaker.room()).toBe(Number.POSITIVE_INFINITY);
  });

  it('lets another message find out when the first could not be prepared', () => {
    const breaker = trip();
    vi.advanceTimersByTime(1000);
    breaker.begin().end();
    expect(breaker.room()).toBe(1);
  });
});
