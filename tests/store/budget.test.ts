import fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { holdAll, holdChat, holdForFlood, takePlaces } from '../../src/store/budget.js';
import { claimDue } from '../../src/store/deliveries.js';
import { testDatabase } from '../support/database.js';
import { createOutbox, now } from '../support/outbox.js';

const db = await testDatabase();
const outbox = await createOutbox(db);
afterEach(() => outbox.clear());

/** Milliseconds from the moment of asking, on the database's clock, at which `n` places begin and end. */
async function reserve(n: number, rate: number): Promise<{ waits: number[]; nextAtMs: number }> {
  const waits = await takePlaces(db, n, rate);
  const { rows } = await sql<{ next: number }>`
    select extract(epoch from next_place_at)::float8 * 1000 as next from send_budget`.execute(db);
  return { waits, nextAtMs: rows[0]!.next };
}

const isHeld = async () => {
  const { rows } = await sql<{ held: boolean }>`
    select held_until > clock_timestamp() as held from send_budget`.execute(db);
  return rows[0]!.held;
};

describe('places', () => {
  it('are spaced evenly, and a block goes on where the one before ends', async () => {
    const first = await reserve(10, 20);
    for (const [place, wait] of first.waits.entries())
      expect(wait).toBeCloseTo(first.waits[0]! + place * 50, 0);
    const second = await reserve(5, 20);
    expect(second.nextAtMs - first.nextAtMs).toBeCloseTo(250, 3);
  });

  it('never make more than the rate in any second, whoever takes them and in what blocks', async () => {
    const blocks = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(blocks, fc.integer({ min: 1, max: 1000 }), async (sizes, rate) => {
        await outbox.clear();
        const before = performance.now();
        const taken = await Promise.all(
          sizes.map(async (n) => {
            const waits = await takePlaces(db, n, rate);
            return { n, waits };
          }),
        );
        const total = sizes.reduce((sum, n) => sum + n, 0);
        const last = Math.max(...taken.flatMap(({ waits }) => waits));
        // The last of all places is at least (total - 1) / rate after the first, less what the asking took.
        expect(last + (performance.now() - before)).toBeGreaterThanOrEqual(((total - 1) * 1000) / rate - 1);
        for (const { waits } of taken)
          for (const [place, wait] of waits.slice(1).entries())
            expect(wait - waits[place]!).toBeLessThanOrEqual(1000 / rate + 0.01);
      }),
      { numRuns: 30 },
    );
  });

  it('are not given while the bot is held', async () => {
    await holdAll(db, 60);
    const [wait] = await takePlaces(db, 1, 30);
    expect(wait).toBeGreaterThan(59_000);
    expect(wait).toBeLessThanOrEqual(60_000);
  });

  it('a shorter hold does not end a longer one', async () => {
    await holdAll(db, 60);
    await holdAll(db, 1);
    expect((await takePlaces(db, 1, 30))[0]).toBeGreaterThan(59_000);
  });
});

describe('a flood wait', () => {
  const claim = async () => (await claimDue(db, now, { limit: 9, leaseSeconds: 15, deliverTo: '*' })).claims;

  it('of a private chat holds the whole bot', async () => {
    const chat = await outbox.chat(1);
    await outbox.deliver(await outbox.chat(2), await outbox.digest());
    expect(await holdForFlood(db, { id: chat.chat_id, isPrivate: true }, 30)).toBe(30_000);
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
