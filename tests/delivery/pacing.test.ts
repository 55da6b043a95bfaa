import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPacing } from '../../src/delivery/pacing.js';

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
