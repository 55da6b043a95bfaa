import { type Kysely, sql } from 'kysely';
import { isCompared } from './alike.js';
import type { Database } from './schema.js';
import { inTransaction, takeTurn } from './transaction.js';

const isOpen = sql<boolean>`edition_id is null and ${isCompared('match.article_id')}`;

/**
 * Closes every committed match that has no edition into one new edition and returns the newest edition's id; what is
 * not compared with other articles yet is left for the next one. Serialised by a lock, so that editions become visible
 * in their order; with no open match there is no new edition.
 */
export async function closeEdition(db: Kysely<Database>, now: Date): Promise<number> {
  const { open, newest } = await db
    .selectNoFrom(({ exists, selectFrom }) => [
      exists(selectFrom('match').select('id').where(isOpen)).as('open'),
      selectFrom('edition')
        .select((eb) => eb.fn.max('id').as('id'))
        .as('newest'),
    ])
    .executeTakeFirstOrThrow();
  if (!open) return newest!;
  return inTransaction(db, async (trx) => {
    await takeTurn(trx, 'editions');
    // Each statement sees what was committed before it, so a closer that waited finds the matches already taken.
    const { rows } = await sql<{ id: number }>`
      insert into edition (id, closed_at)
      select max(id) + 1, ${now} from edition
      having exists (select from match where ${isOpen})
      returning id`.execute(trx);
    const id = rows[0]?.id;
    if (id === undefined) return newestEdition(trx);
    await trx.updateTable('match').set({ edition_id: id }).where(isOpen).execute();
    return id;
  });
}

/** The newest edition; 0 while there is none. */
export async function newestEdition(db: Kysely<Database>): Promise<number> {
  const row = await db
    .selectFrom('edition')
    .select((eb) => eb.fn.max('id').as('id'))
    .executeTakeFirstOrThrow();
  return row.id;
}

/** The newest edition closed before `instant`; 0 where none was. */
export async function editionBefore(db: Kysely<Database>, instant: Date): Promise<number> {
  const row = await db
    .selectFrom('edition')
    .select((eb) => eb.fn.max('id').as('id'))
    .where('closed_at', '<', instant)
    .executeTakeFirstOrThrow();
  return row.id ?? 0;
}
