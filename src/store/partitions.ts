import { type Kysely, sql } from 'kysely';
import { pause } from '../pause.js';
import type { Database } from './schema.js';
import { takeTurn } from './transaction.js';

/**
 * Makes sure that the month of `slot` has a partition of the deliveries; a month is a UTC calendar month. Not for use
 * within a transaction: a new partition locks the deliveries and the chats until it is committed.
 */
export async function ensurePartition(db: Kysely<Database>, slot: Date): Promise<void> {
  const from = new Date(Date.UTC(slot.getUTCFullYear(), slot.getUTCMonth(), 1));
  const to = new Date(Date.UTC(slot.getUTCFullYear(), slot.getUTCMonth() + 1, 1));
  const name = `delivery_${from.toISOString().slice(0, 7).replace('-', '')}`;
  while (!(await isTable(db, name)))
    try {
      await db.transaction().execute(async (trx) => {
        // Whoever writes a chat and then its delivery may wait for us while we wait for them. Postgres looks for such
        // circles after a second and ends one of the two; we have given way and come again by then.
        await sql`set local lock_timeout = '300ms'`.execute(trx);
        // `if not exists` alone lets two that start together both try.
        await takeTurn(trx, 'partitions');
        await sql`create table if not exists ${sql.table(name)} partition of delivery
          for values from (${sql.lit(from.toISOString())}) to (${sql.lit(to.toISOString())})`.execute(trx);
      });
    } catch (error) {
      if ((error as { code?: string }).code !== lockNotAvailable) throw error;
      await pause(100);
    }
}

const lockNotAvailable = '55P03';

async function isTable(db: Kysely<Database>, name: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select to_regclass(${name}) is not null as found`.execute(
    db,
  );
  return rows[0]!.found;
}
