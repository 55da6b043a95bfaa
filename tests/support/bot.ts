import type { Kysely } from 'kysely';
import { createBot } from '../../src/bot/bot.js';
import type { BotDeps } from '../../src/bot/context.js';
import type { Config } from '../../src/config.js';
import { createBell } from '../../src/delivery/bell.js';
import { sendAll } from '../../src/delivery/send.js';
import { openTelegram } from '../../src/delivery/telegram.js';
import { createDemoTelegram, type DemoTelegram } from '../../src/demo/telegram/telegram.js';
import { createGazetteer } from '../../src/gazetteer/gazetteer.js';
import { createFetcher } from '../../src/ingest/fetch.js';
import type { RegionPack } from '../../src/region.js';
import { createSeal } from '../../src/seal.js';
import type { Database } from '../../src/store/database.js';
import { saveRegion } from '../../src/store/region.js';

export interface TestBot {
  telegram: DemoTelegram;
  deps: BotDeps;
  /** The bot's clock; assign to turn it. */
  time: { now: Date };
  /** Sends until nothing is due at the bot's time. */
  deliver(): Promise<void>;
}

/** The real bot in a Telegram of this process, on a Monday at 08:10 local time. */
export async function startBot(db: Kysely<Database>, pack: RegionPack): Promise<TestBot> {
  const time = { now: new Date('2026-03-02T01:10:00Z') };
  const clock = () => time.now;
  await saveRegion(db, pack, time.now);
  const config = {
    botToken: '900000001:loopback-only-token-of-the-tests',
    telegramApiRoot: 'http://127.0.0.1:9',
    orgName: 'Toà soạn Thử',
    contact: 'lienhe@baothu.example',
    sendRate: 30,
    deliverTo: '*',
    paidBroadcast: false,
  } as Config;
  const deps: BotDeps = {
    db,
    pack,
    gazetteer: createGazetteer(pack),
    seal: createSeal(Buffer.alloc(32, 7)),
    config,
    clock,
    fetcher: createFetcher({ allow: [], contact: undefined, db }),
  };
  const telegram = createDemoTelegram({ clock });
  const client = { fetch: telegram.fetch as never };
  const bot = createBot(deps, { client });
  bot.botInfo = telegram.me as never;
  telegram.onUpdate((update) => bot.handleUpdate(update));
  const sending = { ...deps, telegram: openTelegram(config, client) };
  return {
    telegram,
    deps,
    time,
    deliver: async () => void (await sendAll(sending, createBell())),
  };
}
