import fc from 'fast-check';
import { test } from 'vitest';
import { act } from '../../bench/users/acts.js';
import { openHall } from '../../bench/users/game.js';
import { packOf } from '../../bench/users/pack.js';
import { play } from '../../bench/users/play.js';
import { testDatabase } from '../support/database.js';

const hall = await openHall(await testDatabase(), packOf(3));

// `npm run bench -- users` plays thousands of acts.
test('whatever random users do, each is answered, none sees an error or another, and what is stored is what they chose', async () => {
  const game = fc.array(act, { minLength: 60, maxLength: 100, size: 'max' });
  await fc.assert(
    fc.asyncProperty(game, (acts) => play(hall, acts)),
    // Each game writes on: a smaller one would not begin where this did.
    { numRuns: 6, endOnFailure: true },
  );
}, 120_000);
