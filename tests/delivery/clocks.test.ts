import fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { createPacing } from '../../src/delivery/pacing.js';
import { holdAll, holdChat, takePlaces } from '../../src/store/budget.js';
import { claimDue, freeLapsed, freePutOff } from '../../src/store/deliveries.js';
import { recordRetries, recordSent, releaseClaims } from '../../src/store/outcomes.js';
import { testDatabase } from '../support/database.js';
import { createOutbox, now } from '../support/outbox.js';

const db = await testDatabase();
const outbox = await createOutbox(db);
afterEach(() => outbox.clear());

/** As if the database's clock had gone on by so many seconds, or had been put back where they are negative. */
async function moveDatabaseClock(seconds: number): Promise<void> {
  const by = sql`${seconds} * interval '1 second'`;
  await sql`update send_budget set next_place_at = next_place_at - ${by},
    held_until = held_until - ${by}, held_at = held_at - ${by}`.execute(db);
  await sql`update chat_budget set next_place_at = next_place_at - ${by},
    held_until = held_until - ${by}, held_at = held_at - ${by}`.execute(db);
  await sql`update delivery set lease_until = lease_until - ${by} where status = 'sending'`.execute(db);
}

// From what a time server corrects to a machine that has just come up with another year.
const jump = fc.constantFrom(-90_000_000, -86_400, -3600, -61, -45, -5, 5, 45, 61, 3600, 86_400, 90_000_000);

it('a clock a little behind brings no other try forward', async () => {
  const ahead = new Date(now.getTime() + 5000);
  const id = await outbox.deliver(await outbox.chat(1), await outbox.digest());
  const { claims } = await claimDue(db, ahead, { limit: 9, leaseSeconds: 15, deliverTo: '*' });
  await recordRetries(db, [{ ...claims[0]!, seconds: 60, maybeSent: true }], ahead);
  await freePutOff(db, now);
  expect((await outbox.delivery(id)).send_after).toEqual(new Date(now.getTime() + 60_000));
});

describe('when clocks jump', () => {
  it('nothing is lost, and nothing that is due waits for more than a minute', async () => {
    const act = fc.oneof(
      { weight: 3, arbitrary: fc.record({ act: fc.constant('database' as const), seconds: jump }) },
      { weight: 3, arbitrary: fc.record({ act: fc.constant('process' as const), seconds: jump }) },
      {
        weight: 1,
        arbitrary: fc.record({ act: fc.constantFrom('hold all', 'hold chat'), seconds: fc.constant(4) }),
      },
      {
        weight: 6,
        arbitrary: fc.record({
          act: fc.constantFrom('claim', 'put off', 'put off by a clock ahead', 'give back', 'crash'),
          seconds: fc.constantFrom(1, 8, 60),
        }),
      },
    );
    const run = async (acts: { act: string; seconds: number }[]) => {
      await outbox.clear();
      const digest = await outbox.digest();
      const chats = [await outbox.chat(1), await outbox.chat(2), await outbox.chat(-3)];
      for (const chat of chats) await outbox.deliver(chat, digest, { send_after: now });
      let at = new Date(now);
      const claim = async () => {
        await freeLapsed(db);
        await freePutOff(db, at);
        return (await claimDue(db, at, { limit: 9, leaseSeconds: 15, deliverTo: '*' })).claims;
      };
      let inHand: Awaited<ReturnType<typeof claim>> = [];
      for (const { act, seconds } of acts) {
        if (act === 'database') await moveDatabaseClock(seconds);
        else if (act === 'process') at = new Date(at.getTime() + seconds * 1000);
        else if (act === 'hold all') await holdAll(db, seconds);
        else if (act === 'hold chat') await holdChat(db, chats[2]!.chat_id, seconds);
        else if (act === 'claim') inHand.push(...(await claim()));
        else if (act === 'give back') await releaseClaims(db, inHand.splice(0));
        else if (act === 'crash') inHand = [];
        else {
          const ahead = act === 'put off' ? 0 : 86_400_000;
          const puttingOff = inHand.splice(0).map((one) => ({ ...one, seconds, maybeSent: false }));
          await recordRetries(db, puttingOff, new Date(at.getTime() + ahead));
        }
      }
      // The true time of the first slot at the latest, and then one good sender for a minute.
      at = new Date(Math.max(at.getTime(), now.getTime()));
      for (let second = 0; second <= 65; second += 5) {
        const claims = await claim();
        await recordSent(
          db,
          claims.map((one) => ({ ...one, parts: 1, message_id: 1 })),
          at,
        );
        await moveDatabaseClock(5);
        at = new Date(at.getTime() + 5000);
      }
      const rows = await db.selectFrom('delivery').select(['status', 'message_ids']).execute();
      expect(rows).toEqual(chats.map(() => ({ status: 'sent', message_ids: [1] })));
    };
    // Two clocks wrong at once: what each of them held up must not be waited for one after the other.
    const twice = ['claim', 'put off by a clock ahead'].map((what) => ({ act: what, seconds: 1 }));
    const back = [-61, -5].map((seconds) => ({ act: 'database', seconds }));
    await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 16 }), run), {
      numRuns: 60,
      examples: [[[...twice, ...back, { act: 'claim', seconds: 1 }]]],
    });
  }, 60_000);

  it('no second holds more than the rate, whoever notices first', async () => {
    const act = fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({ take: fc.constantFrom(0, 1, 2), n: fc.integer({ min: 1, max: 30 }) }),
      },
      { weight: 4, arbitrary: fc.record({ pass: fc.double({ min: 0.01, max: 0.4, noNaN: true }) }) },
      { weight: 1, arbitrary: fc.record({ jump }) },
    );
    const run = async (
      acts: ({ take: number; n: number } | { pass: number } | { jump: number })[],
      rate: number,
    ) => {
      await outbox.clear();
      const began = { queue: [] as number[], heldUntilMs: Number.NEGATIVE_INFINITY };
      const senders = [0, 1, 2].map(() => ({ ...began, queue: [] as number[], pacing: createPacing() }));
      const at: number[] = [];
      // Each second of the test is passed by moving the database's clock; true time is what these add up to.
      let [passedMs, jumpedMs] = [0, 0];
      const take = async (sender: (typeof senders)[number], n: number) => {
        const places = await takePlaces(db, n, rate);
        const trueMs = places.nowMs + passedMs;
        const begins = (until: number) => {
          at.push(...sender.queue.filter((one) => one <= until));
          sender.queue = sender.queue.filter((one) => one > until);
        };
        begins(trueMs);
        const told = { ...places, nowMs: places.nowMs + jumpedMs, firstMs: places.firstMs + jumpedMs };
        const read = sender.pacing.read(told, n, trueMs - 1, trueMs);
        if (read.clockWasSet) {
          sender.queue = [];
          sender.heldUntilMs = trueMs + 1000;
        } else sender.queue.push(...read.places.map(({ atMs }) => atMs));
      };
      const lastOf = (sender: (typeof senders)[number]) => sender.queue.at(-1) ?? Number.NEGATIVE_INFINITY;
      const trueNow = async () => {
        const { rows } = await sql<{ ms: number }>`
          select extract(epoch from clock_timestamp())::float8 * 1000 as ms`.execute(db);
        return rows[0]!.ms + passedMs;
      };
      for (const sender of senders) await take(sender, 1);
      for (const one of acts) {
        if ('pass' in one) {
          await moveDatabaseClock(one.pass);
          passedMs += one.pass * 1000;
        } else if ('jump' in one) {
          await moveDatabaseClock(one.jump);
          jumpedMs += one.jump * 1000;
        } else {
          const sender = senders[one.take]!;
          const nowMs = await trueNow();
          // As senders do: an eighth of a second at a time, and no further ahead.
          if (nowMs < sender.heldUntilMs || lastOf(sender) > nowMs + 125) continue;
          await take(sender, Math.min(one.n, Math.max(1, Math.floor(rate / 8))));
        }
      }
      for (const sender of senders) at.push(...sender.queue);
      at.sort((one, other) => one - other);
      for (let n = rate; n < at.length; n++) expect(at[n]! - at[n - rate]!).toBeGreaterThanOrEqual(1000 - 1);
    };
    const rates = fc.constantFrom(8, 30, 250);
    await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 20, maxLength: 70 }), rates, run), {
      numRuns: 60,
    });
  }, 60_000);
});
