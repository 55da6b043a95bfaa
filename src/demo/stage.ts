import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBot } from '../bot/bot.js';
import { claimLink } from '../bot/claim.js';
import { type Config, readConfig } from '../config.js';
import { createBell } from '../delivery/bell.js';
import { sendAll } from '../delivery/send.js';
import { openTelegram } from '../delivery/telegram.js';
import { cutDigests } from '../digest/cut.js';
import { createGazetteer } from '../gazetteer/gazetteer.js';
import { createFetcher } from '../ingest/fetch.js';
import { pollDue } from '../ingest/poll.js';
import { loadRegion, type RegionPack } from '../region.js';
import { createSeal } from '../seal.js';
import { openDatabase } from '../store/database.js';
import { stopEmbedded } from '../store/embedded.js';
import { migrateToLatest } from '../store/migrate.js';
import { saveRegion } from '../store/region.js';
import { atLocal, day, localDay } from '../time.js';
import { mornings, yesterday } from './news.js';
import { openNewspaper } from './newspaper.js';
import { createDemoTelegram, type DemoTelegram } from './telegram/telegram.js';

/** The whole service on this machine: real handlers, real database, a Telegram and a newspaper of our own. */
export interface Stage {
  telegram: DemoTelegram;
  pack: RegionPack;
  /** What the log prints while there is no owner. */
  claimLink: string;
  now(): Date;
  /** Lets the services do what is due at this time. */
  settle(): Promise<void>;
  /** Turns the clock to tomorrow morning; the newspaper comes out at 05:40, the clock ticks until 06:50. */
  tomorrow(): Promise<void>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'loa-demo-'));
  const newspaper = await openNewspaper();
  const config = demoConfig(dataDir, newspaper.host);
  const pack = demoPack(config, newspaper.feed);
  let now = localTime(lastMonday(pack), '17:00', pack);
  const clock = () => now;
  const db = await openDatabase(config);
  await migrateToLatest(db);
  await saveRegion(db, pack, now);
  const seal = createSeal(config.dataKey);
  const gazetteer = createGazetteer(pack);
  const telegram = createDemoTelegram({ clock, username: 'TinThuBot' });
  const client = { fetch: telegram.fetch as never };
  const fetcher = createFetcher({ allow: config.fetchAllow, contact: config.contact, db });
  const bot = createBot({ db, pack, gazetteer, seal, config, clock, fetcher }, { client });
  bot.botInfo = telegram.me as never;
  telegram.onUpdate((update) => bot.handleUpdate(update));
  const sending = { db, seal, clock, config, pack, telegram: openTelegram(config, client) };

  let days = 0;
  const settle = async () => {
    await pollDue({ db, pack, gazetteer, fetcher, random: Math.random }, now);
    await cutDigests(db, pack, now, { deliverTo: '*' });
    await sendAll(sending, createBell());
  };
  newspaper.publish(yesterday, new Date(now.getTime() - day / 24));
  await settle();
  return {
    telegram,
    pack,
    claimLink: (await claimLink(db, telegram.me.username!, now))!,
    now: clock,
    settle,
    async tomorrow() {
      const next = localDay(new Date(now.getTime() + day), pack.time_zone);
      now = localTime(next, '05:40', pack);
      newspaper.publish(mornings[days++] ?? [], now);
      for (const time of ['06:00', '06:30', '06:45']) {
        now = localTime(next, time, pack);
        await settle();
      }
    },
    async close() {
      await fetcher.close();
      await newspaper.close();
      await db.destroy();
      await stopEmbedded(dataDir);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function demoConfig(dataDir: string, newspaper: string): Config {
  return readConfig({
    BOT_TOKEN: '900000001:a-token-that-no-server-knows',
    DATA_DIR: dataDir,
    FETCH_ALLOW: newspaper,
    CONTACT: 'demo@loa.example',
    LOG_LEVEL: 'error',
  });
}

/** The shipped pack with the made-up newspaper in place of the real one. */
function demoPack(config: Config, feed: string): RegionPack {
  const newspaper = { vi: 'Báo thử', en: 'Demo News' };
  return {
    ...loadRegion(config.region),
    sources: [{ id: 'bao-thu', newspaper, kind: 'feed', url: feed, every_minutes: 15 }],
  };
}

/** A Monday, so that the morning after is one on which officials are served. */
function lastMonday(pack: RegionPack): string {
  const today = new Date(`${localDay(new Date(), pack.time_zone)}T12:00:00Z`);
  return new Date(today.getTime() - ((today.getUTCDay() + 6) % 7) * day).toISOString().slice(0, 10);
}

function localTime(date: string, time: string, pack: RegionPack): Date {
  const [year, month, dayOfMonth] = date.split('-').map(Number);
  return atLocal(year!, month!, dayOfMonth!, time, pack.time_zone);
}
