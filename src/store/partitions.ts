import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.js';
import { inTransaction, takeTurn } from './transaction.js';

/** Makes sure that the month of `slot` has a partition of the deliveries; a month is a UTC calendar month. */
export async function ensurePartition(db: Kysely<Database>, slot: Date): Promise<void> {
  const from = new Date(Date.UTC(slot.getUTCFullYear(), slot.getUTCMonth(), 1));
  const to = new Date(Date.UTC(slot.getUTCFullYear(), slot.getUTCMonth() + 1, 1));
  const name = `delivery_${from.toISOString().slice(0, 7).replace('-', '')}`;
  const { rows } = await sql<{ found: boolean }>`select to_regclass(${name}) is not null as found`.execute(
    db,
  );
  if (rows[0]?.found) return;
  // `if not exists` alone lets two that start together both try; the lock is released with the transaction.
  await inTransaction(db, async (trx) => {
    await takeTurn(trx, 'partitions');
    await sql`create table if not exists ${sql.table(name)} partition of delivery
      for values from (${sql.lit(from.toISOString())}) to (${sql.lit(to.toISOString())})`.execute(trx);
  });
}
