import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from './schema.js';

/** Runs `work` in a transaction of its own, or in the one that `db` already is. */
export function inTransaction<T>(
  db: Kysely<Database>,
  work: (trx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  return db.isTransaction ? work(db as Transaction<Database>) : db.transaction().execute(work);
}

/** Runs `work` in a transaction, gives its result, and takes back all that it wrote. */
export async function rehearse<T>(
  db: Kysely<Database>,
  work: (trx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  const trx = await db.startTransaction().execute();
  try {
    return await work(trx);
  } finally {
    await trx.rollback().execute();
  }
}

/** What only one transaction at a time may do in a database. */
export type Turn = 'editions' | 'partitions' | 'articles' | 'stories' | 'incidents' | 'withdrawals';

/** Waits until no other transaction has this turn, and keeps it to the end of this one. */
export async function takeTurn(trx: Transaction<Database>, turn: Turn): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`loa ${turn}`}))`.execute(trx);
}

/** Keeps everybody from taking this turn to the end of this transaction; any number may do so at once. */
export async function holdTurn(trx: Transaction<Database>, turn: Turn): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtext(${`loa ${turn}`}))`.execute(trx);
}

/**
 * Does not wait for this transaction to reach the disk, so that its turn ends sooner: of what can be done again. A
 * server that loses power may forget it as a whole; whatever is committed later and waited for takes it along.
 */
export async function commitSoon(trx: Transaction<Database>): Promise<void> {
  await sql`set local synchronous_commit = off`.execute(trx);
}
