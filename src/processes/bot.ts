import type { Bot } from 'grammy';
import { createBot } from '../bot/bot.js';
import { claimLink, claimMinutes } from '../bot/claim.js';
import type { BotContext } from '../bot/context.js';
import { announceBot } from '../bot/profile.js';
import { openTelegram } from '../delivery/telegram.js';
import { createFetcher } from '../ingest/fetch.js';
import { log } from '../log.js';
import { pause } from '../pause.js';
import { recordOwners } from '../store/staff.js';
import type { ProcessDeps } from './deps.js';
import { insist } from './insist.js';
import { pollUpdates } from './polling.js';
import { serveWebhook } from './webhook.js';

/**
 * Answers people until `signal` aborts, by webhook with PUBLIC_URL and by long polling without. Waits for a Telegram
 * or a database that is away; throws ConfigError for a token that Telegram does not know.
 */
export async function runBot(deps: ProcessDeps, signal: AbortSignal): Promise<void> {
  const { db, config } = deps;
  const fetcher = createFetcher({ allow: config.fetchAllow, contact: config.contact, db });
  // A look at a newspaper takes longer than we may take to stop.
  signal.addEventListener('abort', () => void fetcher.close(), { once: true });
  const bot = createBot({ ...deps, fetcher });
  const telegram = openTelegram(deps.config);
  const me = await insist('getMe', () => telegram.getMe(), signal);
  if (!me) return;
  bot.botInfo = me;
  log.info({ username: me.username }, 'bot: known to Telegram');
  void announceBot(bot, { ...deps, fetcher });
  const offering = offerOwnership(bot, deps, signal);
  await (deps.config.publicUrl ? serveWebhook(bot, deps, signal) : pollUpdates(bot, deps, signal));
  await offering;
}

/** Makes those of OWNER_IDS owners; while there is none, the log has a link for whoever runs this. */
async function offerOwnership(bot: Bot<BotContext>, deps: ProcessDeps, signal: AbortSignal): Promise<void> {
  const { db, seal, config, clock, pack } = deps;
  while (!signal.aborted) {
    try {
      if (config.ownerIds.length)
        return await recordOwners(db, seal, config.ownerIds, pack.languages[0]!, clock());
      const link = await claimLink(db, bot.botInfo.username, clock());
      if (!link) return;
      log.info(
        { link },
        `bot: nobody owns it yet; open this link within ${claimMinutes} minutes to be the owner`,
      );
      await pause(claimMinutes * 60_000, signal);
    } catch (error) {
      log.warn({ err: error }, 'bot: the owners could not be recorded, trying again');
      await pause(15_000, signal);
    }
  }
}
