import { type Kysely, sql } from 'kysely';
import { ConfigError } from '../errors.js';
import type { Seal } from '../seal.js';
import type { Database } from './schema.js';

const checked = 0;

/**
 * Makes sure that this key is the one the database's chats were sealed with; the first one to come is. With another
 * nobody would be found or reached. Throws ConfigError.
 */
export async function checkKey(db: Kysely<Database>, seal: Seal): Promise<void> {
  const { rows } = await sql<{ key_check: string }>`
    update region set key_check = coalesce(key_check, ${seal.seal(checked)}) returning key_check`.execute(db);
  try {
    if (seal.open(rows[0]!.key_check) === checked) return;
  } catch {
    // Sealed with another key.
  }
  throw new ConfigError([
    'DATA_KEY: is not the key that this database was sealed with; set it, or put data.key back into DATA_DIR',
  ]);
}
