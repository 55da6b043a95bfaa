import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Begun, createPacing, type Place } from '../../src/delivery/pacing.js';
import type { Late } from '../../src/store/budget.js';

it('no second sees more than the rate arrive, however late messages leave and however long they take', () => {
  const hitch = fc.record({
    at: fc.integer({ min: 0, max: 299 }),
    lateMs: fc.integer({ min: 0, max: 300 }),
    slowMs: fc.integer({ min: 0, max: 300 }),
  });
  fc.assert(
    fc.property(fc.array(hitch, { maxLength: 12 }), fc.constantFrom(10, 30, 100), (hitches, rate) => {
      const pacing = createPacing();
      const stepMs = 1000 / rate / 0.997;
      const latencyMs = 20;
      const arrivals: number[] = [];
      // What was answered by then, oldest first.
      const underWay: { begun: ReturnType<typeof pacing.begin>; answeredMs: number }[] = [];
      let nowMs = 0;
      const { places } = pacing.read(
        {
          nowMs: 5000,
          firstMs: 5000,
          stepMs,
          firstNumber: 1,
          perSecond: rate,
          late: [],
          heldMs: 0,
          mayPay: true,
        },
        300,
        0,
        0,
      );
      for (const [n, place] of places.entries()) {
        const found = hitches.filter(({ at }) => at === n);
        const sum = (key: 'lateMs' | 'slowMs') => found.reduce((total, one) => total + one[key], 0);
        nowMs = Math.max(nowMs, place.atMs);
        const answer = () => {
          for (const one of underWay.filter(({ answeredMs }) => answeredMs <= nowMs)) {
            pacing.answer(one.begun, one.answeredMs);
            underWay.splice(underWay.indexOf(one), 1);
          }
        };
        answer();
        // As a sender does, whose timer fires too soon.
        for (let dueMs = pacing.dueAtMs(place); dueMs > nowMs; dueMs = pacing.dueAtMs(place)) {
          nowMs = dueMs;
          answer();
        }
        nowMs += sum('lateMs');
        answer();
        const arrivedMs = nowMs + latencyMs + sum('slowMs');
        arrivals.push(arrivedMs);
        underWay.push({ begun: pacing.begin(place, nowMs), answeredMs: arrivedMs + latencyMs });
      }
      arrivals.sort((one, other) => one - other);
      for (let n = rate; n < arrivals.length; n++)
        expect(arrivals[n]! - arrivals[n - rate]!).toBeGreaterThanOrEqual(1000);
    }),
  );
});

/** Senders that share a budget, a millisecond at a time; where and how long each is held up is given. */
function simulate(
  rate: number,
  stalls: { sender: number; atMs: number; forMs: number }[],
  slow: { sender: number; atMs: number; byMs: number }[],
): number[] {
  const [latencyMs, databaseAheadMs] = [20, 7777];
  const stepMs = 1000 / rate / 0.995;
  const block = Math.max(1, Math.floor(rate / 8));
  const budget = { nextMs: 0, number: 1, late: [] as Late[] };
  const senders = [0, 1, 2].map((number) => ({
    number,
    pacing: createPacing(),
    queue: [] as Place[],
    underWay: [] as { begun: Begun; answeredMs: number }[],
  }));
  const arrivals: number[] = [];
  const take = ({ pacing, queue }: (typeof senders)[number], nowMs: number) => {
    const dbMs = nowMs + databaseAheadMs;
    budget.late.push(...pacing.listLate());
    budget.late = budget.late.filter(({ reachedMs }) => reachedMs > dbMs - 1500);
    const firstMs = Math.max(budget.nextMs, dbMs);
    const places = {
      ...{ heldMs: 0, nowMs: dbMs, firstMs, stepMs, perSecond: rate, mayPay: true },
      ...{ firstNumber: budget.number, late: [...budget.late] },
    };
    budget.nextMs = firstMs + block * stepMs;
    budget.number += block;
    queue.push(...pacing.read(places, block, nowMs, nowMs).places);
  };
  for (let nowMs = 0; nowMs < 6000; nowMs++)
    for (const sender of senders) {
      const { number, pacing, queue, underWay } = sender;
      if (stalls.some((one) => one.sender === number && one.atMs <= nowMs && nowMs < one.atMs + one.forMs))
        continue;
      for (const one of underWay.splice(0))
        if (one.answeredMs > nowMs) underWay.push(one);
        else pacing.answer(one.begun, nowMs);
      if (queue.length <= block / 2) take(sender, nowMs);
      while (queue.length && pacing.dueAtMs(queue[0]!) <= nowMs) {
        const place = queue.shift()!;
        if (pacing.isForfeit(place, nowMs)) continue;
        const found = slow.find((one) => one.sender === number && Math.abs(one.atMs - nowMs) < 10);
        const arrivedMs = nowMs + latencyMs + (found?.byMs ?? 0);
        arrivals.push(arrivedMs);
        underWay.push({ begun: pacing.begin(place, nowMs), answeredMs: arrivedMs + latencyMs });
      }
    }
  return arrivals.sort((one, other) => one - other);
}

it('several senders that share the rate keep to it too, whichever is held up', () => {
  const sender = fc.integer({ min: 0, max: 2 });
  const atMs = fc.integer({ min: 0, max: 5000 });
  const stall = fc.record({ sender, atMs, forMs: fc.integer({ min: 1, max: 400 }) });
  const slow = fc.record({ sender, atMs, byMs: fc.integer({ min: 1, max: 150 }) });
  const some = { maxLength: 5 };
  fc.assert(
    fc.property(
      fc.constantFrom(16, 30, 200),
      fc.array(stall, some),
      fc.array(slow, some),
      (rate, stalls, slows) => {
        const arrivals = simulate(rate, stalls, slows);
        expect(arrivals.length).toBeGreaterThan(4 * rate);
        for (let n = rate; n < arrivals.length; n++)
          expect(arrivals[n]! - arrivals[n - rate]!).toBeGreaterThanOrEqual(1000);
      },
    ),
  );
});

it('says what came late until it is known to have been heard', () => {
  const pacing = createPacing();
  const places = { heldMs: 0, nowMs: 0, firstMs: 0, stepMs: 34, perSecond: 30, mayPay: true, late: [] };
  const read = (firstNumber: number, heldMs = 0) => pacing.read({ ...places, firstNumber, heldMs }, 2, 0, 0);
  const [place] = read(10).places;
  pacing.begin(place!, 200);
  const late = [{ number: 10, reachedMs: 200 }];
  expect(pacing.listLate()).toEqual(late);
  // The database was away, or the bot was held.
  expect(pacing.listLate()).toEqual(late);
  read(12, 1000);
  expect(pacing.listLate()).toEqual(late);
  read(12);
  expect(pacing.listLate()).toEqual([]);
});
