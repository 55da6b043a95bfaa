import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { openDatabase } from '../src/store/database.js';
import { stopEmbedded } from '../src/store/embedded.js';
import { migrateToLatest } from '../src/store/migrate.js';
import { machine } from './machine.js';
import { act } from './users/acts.js';
import { openHall } from './users/game.js';
import { packOf } from './users/pack.js';
import { type Counts, play } from './users/play.js';

/** Random users against the model, 20 games of 500 acts; `--games`, `--acts`, `--districts` (148) and `--seed` change it. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      games: { type: 'string', default: '20' },
      acts: { type: 'string', default: '500' },
      districts: { type: 'string', default: '3' },
      seed: { type: 'string', default: '1' },
    },
  });
  const length = Number(values.acts);
  const dataDir = mkdtempSync(join(tmpdir(), 'loa-users-'));
  const db = await openDatabase({ databaseUrl: undefined, dataDir });
  const counts: Counts = {};
  console.log(machine());
  try {
    await migrateToLatest(db);
    const hall = await openHall(db, packOf(Number(values.districts)));
    const game = fc.array(act, { minLength: length, maxLength: length, size: 'max' });
    await fc.assert(
      fc.asyncProperty(game, (acts) => play(hall, acts, counts)),
      { numRuns: Number(values.games), seed: Number(values.seed), endOnFailure: true },
    );
    console.log('held');
  } catch (error) {
    const { cause, message } = error as Error;
    console.log(`did not hold: ${((cause as Error | undefined)?.message ?? message).slice(0, 4000)}`);
    process.exitCode = 1;
  } finally {
    console.log(JSON.stringify(counts));
    await db.destroy();
    await stopEmbedded(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
}
