import { expect, test } from 'vitest';
import { raiseStorm } from '../../bench/chaos/storm.js';

test('through kills, restarts of Postgres, an absent Telegram and lost answers everyone gets the digest, twice only where an answer was lost', async () => {
  const chats = 300;
  const after = await raiseStorm({
    chats,
    rate: 60,
    killEveryMs: 800,
    kills: 6,
    cutMs: 3000,
    withinMs: 150_000,
    seed: 3,
  });
  expect(after).toMatchObject({ deliveries: chats, sent: chats, lost: 0, unexplained: [] });
  expect(after.repeated).toBeLessThanOrEqual(after.answersLost + after.inFlight);
  expect(after.repeated).toBeLessThanOrEqual(after.ledgerRepeats);
}, 180_000);
