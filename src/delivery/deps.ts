import type { Kysely } from 'kysely';
import type { Config } from '../config.js';
import { type Night, nightAt } from '../quiet.js';
import type { RegionPack } from '../region.js';
import type { Seal } from '../seal.js';
import type { Database } from '../store/database.js';
import type { Telegram } from './telegram.js';

/** What sending needs. */
export interface SendDeps {
  db: Kysely<Database>;
  seal: Seal;
  clock: () => Date;
  config: Pick<Config, 'sendRate' | 'paidBroadcast' | 'deliverTo'>;
  pack: Pick<RegionPack, 'time_zone'>;
  telegram: Telegram;
}

/** Whom a rehearsal is limited to, as keyed hashes of Telegram ids; '*' is everyone. */
export function allowedChats({ config, seal }: Pick<SendDeps, 'config' | 'seal'>): '*' | Buffer[] {
  return config.deliverTo === '*' ? '*' : config.deliverTo.map((id) => seal.hash(id));
}

/** The deliveries that may go at this moment, as claiming and counting ask for them. */
export function whatMayGo(deps: SendDeps): { deliverTo: '*' | Buffer[]; night: Night | undefined } {
  return { deliverTo: allowedChats(deps), night: nightAt(deps.clock(), deps.pack.time_zone) };
}
