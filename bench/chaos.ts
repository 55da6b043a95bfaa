import { parseArgs } from 'node:util';
import { raiseStorm } from './chaos/storm.js';
import { machine } from './machine.js';

/** The storm over 3,000 chats at 30 a second; `--chats` and `--seed` change it. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { chats: { type: 'string', default: '3000' }, seed: { type: 'string', default: '1' } },
  });
  console.log(machine());
  const after = await raiseStorm({
    chats: Number(values.chats),
    rate: 30,
    killEveryMs: 3000,
    kills: 40,
    cutMs: 30_000,
    withinMs: 600_000,
    seed: Number(values.seed),
  });
  console.log(
    `${values.chats} chats, 4 senders, 2 clocks, ${after.kills} kills, 2 restarts of Postgres, Telegram away for 30 s: ${after.seconds.toFixed(0)} s`,
  );
  console.log(`lost ${after.lost}; the ledger says sent for ${after.sent} of ${after.deliveries}`);
  console.log(
    `repeated ${after.repeated}, at most ${after.answersLost} answers lost + ${after.inFlight} in flight at kills; the ledger counts ${after.ledgerRepeats}`,
  );
  const held = after.lost === 0 && after.unexplained.length === 0 && after.sent === Number(values.chats);
  console.log(held ? 'held' : `did not hold; repeats without a reason: ${after.unexplained.join(' ')}`);
  if (!held) process.exitCode = 1;
}
