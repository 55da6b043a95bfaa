import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { notifyDeliveries } from '../src/store/deliveries.js';
import { openLoa } from './delivery/loa.js';
import { machine } from './machine.js';

const rounds = 300;

/** How long after a delivery is committed its message reaches Telegram, of a sender that has nothing else to do. */
export async function run(): Promise<void> {
  console.log(machine());
  const rules = { perSecond: 30, latencyMs: 0, resets: 0, errors: 0, chats: rounds };
  const { db, server, startSender, close } = await openLoa(rules);
  const sender = startSender();
  try {
    const ids = (await db.selectFrom('chat').select('id').orderBy('id').execute()).map(({ id }) => id);
    const tookMs: number[] = [];
    for (const id of ids) {
      const arrived = new Promise<number>((resolve) => {
        void server.begin(rules, () => resolve(performance.now()));
      });
      await db.transaction().execute(async (trx) => {
        await sql`
          insert into delivery (slot, kind, chat_id, digest_id, lane, created_at)
          select now(), 'scheduled', ${id}, max(id), 4, now() from digest`.execute(trx);
        await notifyDeliveries(trx);
      });
      const enqueuedAtMs = performance.now();
      tookMs.push((await arrived) - enqueuedAtMs);
      // So that none of them has to wait for its place: this measures the waking.
      await pause(50);
    }
    // The first one waited for the sender's own start.
    const sorted = tookMs.slice(1).sort((one, other) => one - other);
    const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(1);
    console.log(
      `from commit to Telegram, ${sorted.length} deliveries: median ${at(0.5)} ms, 99 % ${at(0.99)} ms, longest ${at(1)} ms`,
    );
  } finally {
    sender.kill('SIGTERM');
    await once(sender, 'exit');
    await close();
  }
}
