import { type Insertable, type Kysely, sql, type Transaction } from 'kysely';
import type { Database, Names, SourceTable } from './schema.js';

export type NewSource = Pick<
  Insertable<SourceTable>,
  'kind' | 'url' | 'section' | 'every_minutes' | 'time_zone'
> & { newspaper: Names };

const idLength = 32;

/** The addresses that are read, with the ids of their sources and their newspapers, the pack's first. */
export async function listSourceAddresses(
  db: Kysely<Database>,
): Promise<{ id: string; url: string; newspaper: Names }[]> {
  return db
    .selectFrom('source')
    .select(['id', 'url', 'newspaper'])
    .where('ended_at', 'is', null)
    .orderBy('added_by', 'desc')
    .orderBy('added_at')
    .orderBy('id')
    .execute();
}

/**
 * Records sources that an admin adds, due at once; an address that is read already is left out. Their ids are
 * `stem`, `stem-2` and so on. Returns the ids.
 */
export async function recordSources(
  trx: Transaction<Database>,
  stem: string,
  sources: readonly NewSource[],
  now: Date,
): Promise<string[]> {
  // Two who add the same newspaper: the second one sees what the first one added.
  await sql`lock table source in share row exclusive mode`.execute(trx);
  const known = await trx.selectFrom('source').select(['id', 'url', 'ended_at']).execute();
  const taken = new Set(known.map(({ id }) => id));
  const read = new Set(known.filter(({ ended_at }) => !ended_at).map(({ url }) => url));
  const recorded: string[] = [];
  for (const { newspaper, ...source } of sources) {
    if (read.has(source.url)) continue;
    const id = freeId(stem, taken);
    taken.add(id);
    recorded.push(id);
    await trx
      .insertInto('source')
      .values({
        ...source,
        id,
        newspaper: JSON.stringify(newspaper),
        district_id: null,
        listing: JSON.stringify(null),
        article: JSON.stringify(null),
        added_by: 'admin',
        added_at: now,
        next_poll_at: now,
        etag: null,
        last_modified: null,
        error_kind: null,
        error_message: null,
      })
      .execute();
  }
  return recorded;
}

function freeId(stem: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : `-${number}`;
    const id = stem.slice(0, idLength - suffix.length).replace(/-+$/, '') + suffix;
    if (!taken.has(id)) return id;
  }
}

/** Gives the newspaper of a source that an admin added another name, in all its sources that admins added. */
export async function renameNewspaper(db: Kysely<Database>, id: string, newspaper: Names): Promise<void> {
  await db
    .updateTable('source')
    .set({ newspaper: JSON.stringify(newspaper) })
    .where('added_by', '=', 'admin')
    .where('newspaper', '=', (eb) =>
      eb.selectFrom('source').select('newspaper').where('id', '=', id).where('added_by', '=', 'admin'),
    )
    .execute();
}

/** Ends a source that an admin added; what it brought stays. A pack's source ends in the pack. */
export async function endSource(db: Kysely<Database>, id: string, now: Date): Promise<void> {
  await db
    .updateTable('source')
    .set({ ended_at: now })
    .where('id', '=', id)
    .where('added_by', '=', 'admin')
    .where('ended_at', 'is', null)
    .execute();
}
