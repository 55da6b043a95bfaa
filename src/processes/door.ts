import { type Bot, Context } from 'grammy';
import type { Update } from 'grammy/types';
import type { BotContext } from '../bot/context.js';
import { isMeantForUs } from '../bot/groups.js';
import type { RegionPack } from '../region.js';
import { nearestLocale, offeredLocales, plain } from '../texts.js';

// Nobody taps faster for long; toggling all districts of a province at once is well within.
const person = { burst: 20, perSecond: 2 };
// Telegram takes 20 messages a minute in a group, whoever asked for them.
const group = { burst: 20, perSecond: 1 };
// A bucket that nobody has touched for a while is full, which is the same as none.
const mostBuckets = 20_000;
const noticeMs = 30_000;

interface Bucket {
  left: number;
  atMs: number;
}

/**
 * Lets updates in to the bot: a person who sends more than anybody reads, and a group of many, are slowed here, before
 * anything is asked of the database. They are told once in a while; what is too much is dropped.
 */
export function createDoor(
  bot: Bot<BotContext>,
  pack: RegionPack,
  nowMs: () => number = () => performance.now(),
): (update: Update) => Promise<void> {
  const locales = offeredLocales(pack);
  const buckets = new Map<string, Bucket>();
  const toldAtMs = new Map<number, number>();

  function takes(key: string, { burst, perSecond }: typeof person): boolean {
    const now = nowMs();
    const bucket = buckets.get(key) ?? { left: burst, atMs: now };
    bucket.left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.atMs) / 1000) * perSecond);
    bucket.atMs = now;
    // At the end, so that the first is the one not touched for longest.
    buckets.delete(key);
    buckets.set(key, bucket);
    if (buckets.size > mostBuckets) buckets.delete(buckets.keys().next().value!);
    if (bucket.left < 1) return false;
    bucket.left--;
    return true;
  }

  async function tell(update: Update): Promise<void> {
    const { message, callback_query } = update;
    const from = message?.from ?? callback_query?.from;
    if (!from) return;
    const now = nowMs();
    for (const [id, at] of toldAtMs) if (now - at >= noticeMs) toldAtMs.delete(id);
    if (toldAtMs.has(from.id)) return;
    toldAtMs.set(from.id, now);
    const text = plain(nearestLocale(from.language_code, locales), 'bot-too-fast');
    if (callback_query) await bot.api.answerCallbackQuery(callback_query.id, { text }).catch(() => undefined);
    else if (message?.chat.type === 'private')
      await bot.api.sendMessage(message.chat.id, text).catch(() => undefined);
  }

  return async (update) => {
    if (!isMeantForUs(new Context(update, bot.api, bot.botInfo))) return;
    const { message, callback_query, channel_post, inline_query } = update;
    const from = message?.from ?? callback_query?.from ?? inline_query?.from;
    const chat = message?.chat ?? callback_query?.message?.chat ?? channel_post?.chat;
    if (from && !takes(`person ${from.id}`, person)) return tell(update);
    if (chat && chat.type !== 'private' && !takes(`group ${chat.id}`, group)) return;
    await bot.handleUpdate(update);
  };
}
