import type { Kysely } from 'kysely';
import { type Config, readConfig } from '../config.js';
import { keepOutOfLog, log } from '../log.js';
import { loadRegion, type RegionPack } from '../region.js';
import { createSeal, type Seal } from '../seal.js';
import { type Database, openDatabase } from '../store/database.js';
import { checkKey } from '../store/key.js';
import { migrateToLatest } from '../store/migrate.js';
import { saveRegion } from '../store/region.js';

/** What most commands work with. */
export interface Store {
  config: Config;
  db: Kysely<Database>;
  pack: RegionPack;
}

export interface StoreOptions {
  /** Keys that the environment must have. */
  needed?: readonly string[];
  /** How long a database that is away is waited for; a service waits for ever. */
  patienceSeconds?: number;
}

// Someone, or a script, waits for the command to end.
const commandPatienceSeconds = 30;

/**
 * Runs `work` on the database at its newest schema, with the region pack loaded into it, and closes it after.
 * Throws ConfigError when the environment, the pack or the database will not do.
 */
export async function withStore<T>(
  work: (store: Store) => Promise<T>,
  { needed = [], patienceSeconds = commandPatienceSeconds }: StoreOptions = {},
): Promise<T> {
  const config = prepare(needed);
  const pack = loadRegion(config.region);
  const withPack = async (db: Kysely<Database>) => {
    await migrateToLatest(db);
    await saveRegion(db, pack, new Date());
    return work({ config, db, pack });
  };
  return withDatabase(config, withPack, patienceSeconds);
}

/** The key to the stored Telegram ids, which only some commands need. Throws ConfigError when it is another. */
export async function openSeal({ config, db }: Store): Promise<Seal> {
  const key = config.dataKey;
  keepOutOfLog(key.toString('base64'));
  const seal = createSeal(key);
  await checkKey(db, seal);
  if (config.dataKeyGenerated)
    log.warn(
      { folder: config.dataDir },
      'DATA_KEY is not set, data.key in this folder is used: keep a copy, without it no chat can be reached',
    );
  return seal;
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
  patienceSeconds = commandPatienceSeconds,
): Promise<T> {
  const db = await openDatabase(config, patienceSeconds);
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}
