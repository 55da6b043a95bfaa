import fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import {
  holdAll,
  holdChat,
  holdForFlood,
  type Places,
  recordUnpaid,
  takePlaces,
} from '../../src/store/budget.js';
import { claimDue } from '../../src/store/deliveries.js';
import { testDatabase } from '../support/database.js';
import { createOutbox, now } from '../support/outbox.js';

const db = await testDatabase();
const outbox = await createOutbox(db);
afterEach(() => outbox.clear());

/** As if `seconds` had passed, or the database's clock had been put back by as many where they are negative. */
const shift = (seconds: number) =>
  sql`update send_budget set
    next_place_at = next_place_at - ${seconds} * interval '1 second', held_at = held_at - ${seconds} * interval '1 second',
    held_until = held_until - ${seconds} * interval '1 second'`.execute(db);

const isHeld = async () => {
  const { rows } = await sql<{ held: boolean }>`
    select held_until > clock_timestamp() as held from send_budget`.execute(db);
  return rows[0]!.held;
};

const waitMs = ({ firstMs, nowMs }: Places) => firstMs - nowMs;

describe('places', () => {
  it('are spaced evenly, and a block goes on where the one before ends', async () => {
    const first = await takePlaces(db, 10, 20);
    const second = await takePlaces(db, 5, 20);
    for (const { stepMs } of [first, second]) {
      expect(stepMs).toBeGreaterThan(50);
      expect(stepMs).toBeLessThan(50 * 1.01);
    }
    expect(second.firstMs - first.firstMs).toBeCloseTo(10 * first.stepMs, 1);
  });

  it('taken late lose no time for long', async () => {
    await takePlaces(db, 1000, 1000);
    const { owed_seconds } = await db
      .selectFrom('send_budget')
      .select('owed_seconds')
      .executeTakeFirstOrThrow();
    await shift(2);
    const late = await takePlaces(db, 1000, 1000);
    expect(waitMs(late)).toBeCloseTo(0, 0);
    expect(late.stepMs).toBeLessThan(1000 / 1000 / 0.9965);
    // Made up for, and no more than that.
    for (let n = 0; n < 130; n++) await takePlaces(db, 1000, 1000);
    expect(owed_seconds).toBeLessThanOrEqual(0.25);
    expect((await takePlaces(db, 1000, 1000)).stepMs).toBeCloseTo(1 / 0.995, 4);
  });

  it('never make more than the rate in any second, whoever takes them, however late, held or put back', async () => {
    const act = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          take: fc.array(fc.integer({ min: 1, max: 130 }), { minLength: 1, maxLength: 4 }),
        }),
      },
      { weight: 2, arbitrary: fc.record({ pass: fc.double({ min: 0.001, max: 1.5, noNaN: true }) }) },
      { weight: 1, arbitrary: fc.record({ hold: fc.integer({ min: 1, max: 3 }) }) },
      { weight: 1, arbitrary: fc.record({ putBack: fc.constantFrom(0.2, 1, 5) }) },
    );
    const rates = fc.constantFrom(1, 7, 30, 250, 1000);
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 25 }), rates, async (acts, rate) => {
        await outbox.clear();
        const at: number[] = [];
        // True time less the database's clock.
        let aheadMs = 0;
        for (const one of acts) {
          if ('pass' in one) {
            await shift(one.pass);
            aheadMs += one.pass * 1000;
          } else if ('putBack' in one) await shift(-one.putBack);
          else if ('hold' in one) await holdAll(db, one.hold);
          else {
            // As senders do: an eighth of a second at a time.
            const sizes = one.take.map((n) => Math.min(n, Math.max(1, Math.floor(rate / 8))));
            const blocks = await Promise.all(sizes.map((n) => takePlaces(db, n, rate)));
            for (const [n, { heldMs, firstMs, stepMs }] of blocks.entries())
              if (heldMs === 0)
                for (let place = 0; place < sizes[n]!; place++) at.push(firstMs + place * stepMs + aheadMs);
          }
        }
        at.sort((one, other) => one - other);
        for (let n = rate; n < at.length; n++) expect(at[n]! - at[n - rate]!).toBeGreaterThanOrEqual(1000);
      }),
      { numRuns: 60 },
    );
  });

  it('are not given while the bot is held, for exactly so long', async () => {
    expect(await holdAll(db, 60)).toBeCloseTo(60_000, 0);
    const { heldMs } = await takePlaces(db, 1, 30);
    expect(heldMs).toBeGreaterThan(59_000);
    expect(heldMs).toBeLessThanOrEqual(60_000);
    await shift(60);
    expect((await takePlaces(db, 1, 30)).heldMs).toBe(0);
  });

  it('a shorter hold does not end a longer one', async () => {
    await holdAll(db, 60);
    expect(await holdAll(db, 1)).toBeGreaterThan(59_000);
    expect((await takePlaces(db, 1, 30)).heldMs).toBeGreaterThan(59_000);
  });

  it('a clock that was put back holds nobody for as long', async () => {
    await takePlaces(db, 10, 30);
    await shift(-3600);
    expect(waitMs(await takePlaces(db, 1, 30))).toBeCloseTo(1000, 0);
    await holdAll(db, 5);
    await shift(-3600);
    expect((await takePlaces(db, 1, 30)).heldMs).toBe(0);
  });

  it('are a tenth fewer after a flood wait, and climb back', async () => {
    const rateOf = async () => 1000 / (await takePlaces(db, 1, 1000)).stepMs / 0.995;
    await rateOf();
    await holdAll(db, 5);
    // The same flood, as other messages in flight met it.
    await holdAll(db, 5);
    await shift(5);
    expect(await rateOf()).toBeCloseTo(900, -1);
    await shift(5);
    expect(await rateOf()).toBeCloseTo(950, -1);
    await shift(6);
    expect(await rateOf()).toBeCloseTo(1000, -1);
  });

  it('are thirty a second for an hour once a paid broadcast was refused', async () => {
    expect((await takePlaces(db, 1, 1000)).mayPay).toBe(true);
    expect(await recordUnpaid(db)).toBe(true);
    expect(await recordUnpaid(db)).toBe(false);
    const { mayPay, stepMs } = await takePlaces(db, 1, 1000);
    expect(mayPay).toBe(false);
    expect(stepMs).toBeGreaterThan(1000 / 30);
  });
});

describe('a flood wait', () => {
  const claim = async () => (await claimDue(db, now, { limit: 9, leaseSeconds: 15, deliverTo: '*' })).claims;

  it('of a private chat holds the whole bot', async () => {
    const chat = await outbox.chat(1);
    await outbox.deliver(await outbox.chat(2), await outbox.digest());
    expect(await holdForFlood(db, { id: chat.chat_id, isPrivate: true }, 30)).toBeCloseTo(30_000, 0);
    expect(await claim()).toEqual([]);
  });

  it('of a group holds only the group', async () => {
    const group = await outbox.chat(-1);
    const digest = await outbox.digest();
    await outbox.deliver(group, digest);
    const other = await outbox.deliver(await outbox.chat(2), digest);
    expect(await holdForFlood(db, { id: group.chat_id, isPrivate: false }, 30)).toBe(0);
    expect((await claim()).map(({ id }) => id)).toEqual([other]);
  });

  it('of one topic holds its whole group, and of two topics not the bot', async () => {
    const topics = [await outbox.chat(-1, { thread_id: 3 }), await outbox.chat(-1, { thread_id: 4 })];
    const digest = await outbox.digest();
    for (const topic of [...topics, await outbox.chat(-1)]) await outbox.deliver(topic, digest);
    for (const { chat_id } of topics)
      expect(await holdForFlood(db, { id: chat_id, isPrivate: false }, 30)).toBe(0);
    expect(await claim()).toEqual([]);
  });

  it('of a second group within a second holds the bot', async () => {
    const groups = [await outbox.chat(-1), await outbox.chat(-2)];
    await Promise.all(groups.map(({ chat_id }) => holdForFlood(db, { id: chat_id, isPrivate: false }, 30)));
    expect(await isHeld()).toBe(true);
  });

  it('of the same group again, or of a second one later, does not', async () => {
    const [one, two] = [await outbox.chat(-1), await outbox.chat(-2)];
    await holdForFlood(db, { id: one.chat_id, isPrivate: false }, 30);
    await holdForFlood(db, { id: one.chat_id, isPrivate: false }, 30);
    await sql`update send_budget set flood_at = flood_at - interval '2 seconds'`.execute(db);
    await holdForFlood(db, { id: two.chat_id, isPrivate: false }, 30);
    expect(await isHeld()).toBe(false);
  });

  it('of a chat that was erased meanwhile holds nothing', async () => {
    await holdChat(db, 999_999, 30);
    expect(await db.selectFrom('chat_budget').selectAll().execute()).toEqual([]);
  });
});
