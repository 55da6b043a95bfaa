import type { Kysely } from 'kysely';
import { type Config, readConfig } from '../config.js';
import { keepOutOfLog, log } from '../log.js';
import { loadRegion, type RegionPack } from '../region.js';
import { createSeal, type Seal } from '../seal.js';
import { type Database, openDatabase } from '../store/database.js';
import { migrateToLatest } from '../store/migrate.js';
import { saveRegion } from '../store/region.js';

/** What most commands work with. */
export interface Store {
  config: Config;
  db: Kysely<Database>;
  pack: RegionPack;
  seal: Seal;
}

/**
 * Runs `work` on the database at its newest schema, with the region pack loaded into it, and closes it after.
 * Throws ConfigError when the environment (`needed` names keys it must have), the pack or the database will not do.
 */
export async function withStore<T>(
  work: (store: Store) => Promise<T>,
  needed: readonly string[] = [],
): Promise<T> {
  const config = prepare(needed);
  const pack = loadRegion(config.region);
  const seal = createSeal(config.dataKey);
  keepOutOfLog(config.dataKey.toString('base64'));
  return withDatabase(config, async (db) => {
    await migrateToLatest(db);
    await saveRegion(db, pack, new Date());
    return work({ config, db, pack, seal });
  });
}

/** The configuration, with the log set by it and its secrets kept out. */
export function prepare(needed: readonly string[] = []): Config {
  const config = readConfig(undefined, needed);
  log.level = config.logLevel;
  keepOutOfLog(config.botToken);
  for (const address of [config.databaseUrl, config.httpsProxy])
    if (address) keepOutOfLog(new URL(address).password);
  return config;
}

/** Runs `work` on the database as it is, and closes it after. */
export async function withDatabase<T>(
  config: Config,
  work: (db: Kysely<Database>) => Promise<T>,
): Promise<T> {
  const db = await openDatabase(config);
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}
