import { type Bot, Context } from 'grammy';
import type { Update } from 'grammy/types';
import type { BotContext } from '../bot/context.js';
import { isMeantForUs, isSaidByTelegram } from '../bot/groups.js';
import type { RegionPack } from '../region.js';
import { nearestLocale, offeredLocales, plain } from '../texts.js';
import { concurrency } from './updates.js';

// Nobody taps faster for long; toggling all districts of a province at once is well within.
const person = { burst: 20, perSecond: 2 };
// Telegram takes 20 messages a minute in a group, and as many edits, whoever asked for them.
const group = { burst: 20, perSecond: 1 / 3 };
// Of one chat, whose updates are handled one after the other: where Telegram lets us wait, they would fill the house.
const mostWaiting = 20;
// Of all groups together: the other half is for people.
const mostInGroups = concurrency / 2;
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
  // In the order of the moments.
  const toldAtMs = new Map<number, number>();
  const waiting = new Map<number | 'groups', number>();

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

  async function tell(update: Update, key: 'bot-too-fast' | 'bot-group-too-fast'): Promise<void> {
    const { message, callback_query } = update;
    const from = message?.from ?? callback_query?.from;
    // A group is not told: that would be one message more.
    if (!from || (message && message.chat.type !== 'private')) return;
    const now = nowMs();
    for (const [id, at] of toldAtMs) {
      if (now - at < noticeMs) break;
      toldAtMs.delete(id);
    }
    if (toldAtMs.has(from.id)) return;
    toldAtMs.set(from.id, now);
    const text = plain(nearestLocale(from.language_code, locales), key);
    if (callback_query) await bot.api.answerCallbackQuery(callback_query.id, { text }).catch(() => undefined);
    else await bot.api.sendMessage(from.id, text).catch(() => undefined);
  }

  /** Of one chat or person so many at a time, and of all groups; false where there are as many already. */
  async function handle(update: Update, place: number, isGroup: boolean): Promise<boolean> {
    const inHand = (key: number | 'groups') => waiting.get(key) ?? 0;
    if (inHand(place) >= mostWaiting || (isGroup && inHand('groups') >= mostInGroups)) return false;
    const keys = isGroup ? ([place, 'groups'] as const) : [place];
    for (const key of keys) waiting.set(key, inHand(key) + 1);
    try {
      await bot.handleUpdate(update);
      return true;
    } finally {
      for (const key of keys)
        if (inHand(key) > 1) waiting.set(key, inHand(key) - 1);
        else waiting.delete(key);
    }
  }

  return async (update) => {
    const ctx = new Context(update, bot.api, bot.botInfo);
    if (!isMeantForUs(ctx)) return;
    const { chat, from, message } = ctx;
    // An inline query is of no chat.
    const place = chat?.id ?? from?.id;
    // That a group has moved or the bot was put out is said once.
    if (place === undefined || isSaidByTelegram(ctx)) return bot.handleUpdate(update);
    // Whoever writes as a chat shares the user that Telegram puts in their place with the hidden admins of all groups.
    const who = message?.sender_chat?.id ?? from?.id;
    if (who !== undefined && !takes(`person ${who}`, person)) return tell(update, 'bot-too-fast');
    const isGroup = chat !== undefined && chat.type !== 'private';
    const busy = isGroup ? 'bot-group-too-fast' : 'bot-too-fast';
    if (isGroup && !takes(`group ${chat.id}`, group)) return tell(update, busy);
    if (!(await handle(update, place, isGroup))) await tell(update, busy);
  };
}
