import type { Context } from 'grammy';
import type { Kysely } from 'kysely';
import type { Config } from '../config.js';
import type { Gazetteer } from '../gazetteer/gazetteer.js';
import type { Fetcher } from '../ingest/fetch.js';
import type { RegionPack } from '../region.js';
import type { Seal } from '../seal.js';
import type { Database } from '../store/database.js';

/** What every handler may use. */
export interface BotDeps {
  db: Kysely<Database>;
  pack: RegionPack;
  gazetteer: Gazetteer;
  seal: Seal;
  config: Config;
  /** The door to newspapers, for admins who add one. */
  fetcher: Fetcher;
  /** The one clock of the bot; the demo turns it. */
  clock: () => Date;
}

export type BotContext = Context & {
  deps: BotDeps;
  /** When this update is handled. */
  now: Date;
  /** The chat's stored locale, or the nearest to Telegram's language_code. */
  locale: string;
};

/** Whether a person writes to the bot alone; in groups and channels it hears only commands. */
export const isPrivate = (ctx: BotContext): boolean => ctx.chat?.type === 'private';

/** The same for texts: only where a typed place is heard may they ask for one. */
export const whereIs = (ctx: BotContext): 'private' | 'group' => (isPrivate(ctx) ? 'private' : 'group');
