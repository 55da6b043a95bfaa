import { Command } from 'commander';
import { createBell } from '../delivery/bell.js';
import { listenForDeliveries } from '../delivery/listen.js';
import { sendAll } from '../delivery/send.js';
import { openTelegram } from '../delivery/telegram.js';
import { openSeal, withStore } from './context.js';

export function sendCommand(): Command {
  return new Command('send').description('send until nothing is due, then exit').action(async () => {
    const stop = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
    await withStore(
      async (store) => {
        const { config, db, pack } = store;
        const seal = await openSeal(store);
        const deps = { db, seal, config, pack, clock: () => new Date(), telegram: openTelegram(config) };
        const bell = createBell();
        const done = new AbortController();
        const listening = listenForDeliveries(config, bell, done.signal);
        const { sent, failed, waiting } = await sendAll(deps, bell, stop.signal);
        done.abort();
        await listening;
        process.stdout.write(`sent ${sent}, failed ${failed}, waiting ${waiting}\n`);
      },
      { needed: ['BOT_TOKEN'] },
    );
  });
}
