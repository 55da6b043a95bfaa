import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { createBell } from '../../src/delivery/bell.js';
import { createBreaker } from '../../src/delivery/breaker.js';
import { sendDue } from '../../src/delivery/send.js';
import { openTelegram } from '../../src/delivery/telegram.js';
import { type Claim, claimDue, freeLapsed } from '../../src/store/deliveries.js';
import { recordRetries, recordSent, releaseClaims } from '../../src/store/outcomes.js';
import { testDatabase } from '../support/database.js';
import { pack } from '../support/news.js';
import { createOutbox, now, seal } from '../support/outbox.js';
import { startTelegram } from '../support/telegram.js';

const db = await testDatabase();
const outbox = await createOutbox(db);
afterEach(() => outbox.clear());

const senders = [0, 1, 2] as const;
const step = fc.record({
  sender: fc.constantFrom(...senders),
  // Weighted towards what makes senders meet: a lapse between two claims, and a slow sender who then speaks up.
  act: fc.oneof(
    { weight: 4, arbitrary: fc.constant('claim') },
    { weight: 3, arbitrary: fc.constantFrom('lapse', 'record late') },
    { weight: 3, arbitrary: fc.constantFrom('arrive', 'lose', 'refuse', 'release', 'crash') },
  ),
  n: fc.integer({ min: 1, max: 3 }),
});

const keyOf = (claim: Claim) => `${claim.id}/${claim.next_part}`;

/** Three senders on one ledger, and what has really arrived at the readers. */
async function play(steps: { sender: number; act: string; n: number }[], partsOf: number) {
  await outbox.clear();
  const digest = await outbox.digest(Array.from({ length: partsOf }, (_, part) => `phần ${part}`));
  const ids: number[] = [];
  for (let n = 1; n <= 4; n++) ids.push(await outbox.deliver(await outbox.chat(n), digest));
  const arrived = new Map<string, number>();
  // Each time a sender, for whatever reason, did not learn or record that a message had arrived.
  let unrecorded = 0;
  const inHand: Claim[][] = senders.map(() => []);
  const stale: Claim[] = [];
  const late: (Claim & { parts: number; message_id: number })[] = [];
  const arrive = (claim: Claim) => {
    arrived.set(keyOf(claim), (arrived.get(keyOf(claim)) ?? 0) + 1);
    return { ...claim, parts: partsOf, message_id: 1 };
  };
  const retry = (claim: Claim, maybeSent: boolean) =>
    recordRetries(db, [{ ...claim, seconds: 0, maybeSent }], now);

  async function take(sender: number, n: number): Promise<void> {
    const { claims } = await claimDue(db, now, { limit: n, leaseSeconds: 15, deliverTo: '*' });
    for (const claim of claims) expect(inHand.flat().map(keyOf)).not.toContain(keyOf(claim));
    inHand[sender]!.push(...claims);
  }

  for (const { sender, act, n } of steps) {
    const claim = inHand[sender]![0];
    if (act === 'claim') await Promise.all(senders.map((other) => take(other, n)));
    else if (act === 'lapse') {
      // Every lease ends, whether its sender lives or not; those that live see it and send nothing more.
      await outbox.passTime();
      await freeLapsed(db);
      for (const hand of inHand) stale.push(...hand.splice(0));
    } else if (act === 'crash') {
      for (const lost of inHand[sender]!.splice(0)) {
        arrive(lost);
        unrecorded += 1;
      }
    } else if (act === 'record late') {
      await recordSent(db, late.splice(0), now);
      // What is no longer theirs must not be touched by what slow senders still have to say.
      const [given, put] = [stale.splice(0, n), stale.splice(0, n)];
      await releaseClaims(db, given);
      for (const old of put) await retry(old, false);
    } else if (claim) {
      inHand[sender]!.shift();
      if (act === 'arrive') await recordSent(db, [arrive(claim)], now);
      else if (act === 'refuse') await retry(claim, false);
      else if (act === 'release') await releaseClaims(db, [claim]);
      else {
        // The answer is lost; or the sender is slow, and its outcome comes when the lease has long lapsed.
        unrecorded += 1;
        const sent = arrive(claim);
        if (n === 1) late.push(sent);
        else await retry(claim, true);
      }
    }
    await db
      .updateTable('chat_budget')
      .set({ next_place_at: '-infinity' as never })
      .execute();
  }
  // One good sender is enough to bring the rest.
  for (let round = 0; round < 4 * partsOf; round++) {
    for (const hand of inHand) hand.length = 0;
    await outbox.passTime();
    await freeLapsed(db);
    await take(0, 9);
    const last = inHand[0]!.splice(0);
    if (round > 0) await recordSent(db, last.map(arrive), now);
    else await releaseClaims(db, last);
  }
  const rows = await Promise.all(ids.map(outbox.delivery));
  return { rows, arrived, unrecorded, ids };
}

it('no interleaving of senders loses a part, or repeats one without a lost answer or a crash', async () => {
  const steps = fc.array(step, { minLength: 15, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(steps, fc.constantFrom(1, 2), async (played, partsOf) => {
      const { rows, arrived, unrecorded, ids } = await play(played, partsOf);
      expect(rows.map(({ status }) => status)).toEqual(ids.map(() => 'sent'));
      expect(arrived.size).toBe(ids.length * partsOf);
      const repeated = [...arrived.values()].reduce((sum, times) => sum + times - 1, 0);
      expect(repeated).toBeLessThanOrEqual(unrecorded);
      // The ledger never counts fewer repeats than there were.
      expect(rows.reduce((sum, row) => sum + row.repeats, 0)).toBeGreaterThanOrEqual(repeated);
    }),
    { numRuns: 40 },
  );
});

it('two senders side by side send every message once', async () => {
  const server = await startTelegram({ latencyMs: 5 });
  const digest = await outbox.digest();
  const readers = Array.from({ length: 150 }, (_, n) => server.person(1000 + n));
  for (const { user } of readers) await outbox.deliver(await outbox.chat(user.id), digest);
  const config = { sendRate: 1000, paidBroadcast: false, deliverTo: '*' as const };
  const connection = { botToken: server.token, telegramApiRoot: server.url, httpsProxy: undefined };
  const deps = { db, seal, clock: () => now, config, pack, telegram: openTelegram(connection) };
  const sender = () => {
    const bell = createBell();
    return sendDue(deps, bell, createBreaker(bell));
  };
  const counts = await Promise.all([sender(), sender()]);
  expect(counts[0]!.sent + counts[1]!.sent).toBe(150);
  expect(readers.every(({ messages }) => messages.length === 1)).toBe(true);
  await server.close();
});
