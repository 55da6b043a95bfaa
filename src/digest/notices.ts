import type { Kysely, Transaction } from 'kysely';
import { encodeNumbers } from '../bits.js';
import type { RegionPack } from '../region.js';
import type { Database } from '../store/database.js';
import { notifyDeliveries } from '../store/deliveries.js';
import { editionBefore } from '../store/editions.js';
import { listSourceHealth, type SourceHealth } from '../store/health.js';
import {
  claimOutdatedReaders,
  claimSilentReaders,
  claimUntoldReaders,
  hadOutage,
  listSilentDistricts,
  type NoticeTime,
  recordNotice,
  type SilentAudience,
  saveOutageNotice,
  saveOutages,
} from '../store/notices.js';
import { ensurePartition } from '../store/partitions.js';
import { type District, listDistricts } from '../store/region.js';
import type { Part } from '../store/schema.js';
import { html, nameIn, plain } from '../texts.js';
import { day, formatTime, hour, nextSlot } from '../time.js';
import { nearestDistricts } from './neighbours.js';

export interface NoticeOptions {
  /** Keyed hashes of the chats of a rehearsal; nobody else is told. */
  deliverTo: '*' | readonly Buffer[];
  /** The version of the data notice that people agree to now. */
  noticeVersion: string;
  /** Chats per transaction. */
  batchSize?: number;
}

// Local time. Quiet hours end at 09:00 and begin at 19:00 at most, so nobody is woken whatever they chose; what begins
// by 17:00 has two hours to arrive.
const from = '09:00';
const until = '17:00';
const sentUntil = '19:00';
const everyDay = [1, 2, 3, 4, 5, 6, 7];
const mostNeighbours = 2;
const mostNamed = 10;

type Button = { text: string; callback_data: string };

/**
 * Tells readers, each thing once and by day: that a newspaper could not be read for a day, that what they follow was
 * silent for a week while all newspapers were read, and that the data notice they agreed to has changed. Repeatable.
 */
export async function tellReaders(
  db: Kysely<Database>,
  pack: RegionPack,
  now: Date,
  { deliverTo, noticeVersion, batchSize = 5_000 }: NoticeOptions,
): Promise<void> {
  const health = await listSourceHealth(db, now);
  await saveOutages(db, unreadable(health, pack, now), now);
  const time = formatTime(now, pack.time_zone);
  if (time < from || time >= until) return;
  const sendBefore = nextSlot({ times: [sentUntil], weekdays: everyDay }, pack.time_zone, now);
  const notice = { now, deliverTo, sendBefore, limit: batchSize };
  await ensurePartition(db, now);
  await inBatches(db, (trx) => tellOutages(trx, notice));
  await tellSilence(db, pack, health, notice);
  await inBatches(db, (trx) => tellNewNotice(trx, noticeVersion, notice));
}

/** Short transactions, until one has nothing left to do. */
async function inBatches(
  db: Kysely<Database>,
  tell: (trx: Transaction<Database>) => Promise<boolean>,
): Promise<void> {
  const more = () =>
    db.transaction().execute(async (trx) => {
      const told = await tell(trx);
      if (told) await notifyDeliveries(trx);
      return told;
    });
  while (await more());
}

/** Newspapers of which no source has been read for a day, and some was before. */
function unreadable(health: readonly SourceHealth[], pack: Pick<RegionPack, 'languages'>, now: Date) {
  const read = health.filter(({ state }) => state !== 'paused');
  const nameOf = ({ newspaper }: SourceHealth) => nameIn(pack.languages[0]!, newspaper);
  return [...new Set(read.map(nameOf))].flatMap((newspaper) => {
    const own = read.filter((source) => nameOf(source) === newspaper);
    if (!own.every(({ failing_since }) => failing_since)) return [];
    if (!own.some(({ last_success_at }) => last_success_at)) return [];
    const began_at = new Date(Math.max(...own.map(({ failing_since }) => failing_since!.getTime())));
    return now.getTime() - began_at.getTime() < day ? [] : [{ newspaper, name: own[0]!.newspaper, began_at }];
  });
}

async function tellOutages(trx: Transaction<Database>, notice: NoticeTime): Promise<boolean> {
  const untold = await claimUntoldReaders(trx, notice);
  if (!untold) return false;
  for (const { locale, is_channel, chat_ids } of untold.audiences) {
    const newspapers = untold.names.map((name) => nameIn(locale, name)).join(', ');
    const payload = message(
      html(locale, 'notice-unreadable', {
        readers: is_channel ? 'channel' : 'person',
        newspapers,
      }),
      [],
    );
    await saveOutageNotice(trx, untold.outage_ids, await recordNotice(trx, payload, chat_ids, notice));
  }
  return true;
}

async function tellSilence(
  db: Kysely<Database>,
  pack: RegionPack,
  health: readonly SourceHealth[],
  notice: NoticeTime,
): Promise<void> {
  const since = new Date(notice.now.getTime() - 7 * day);
  if (!isWell(health, notice.now) || (await hadOutage(db, since))) return;
  const silent = await listSilentDistricts(db, { since, floor: await editionBefore(db, since) });
  if (!silent.length) return;
  const districts = await listDistricts(db);
  await inBatches(db, async (trx) => {
    const audiences = await claimSilentReaders(trx, silent, since, notice);
    for (const audience of audiences)
      await recordNotice(trx, silenceMessage(pack, districts, audience, silent), audience.chat_ids, notice);
    return audiences.length > 0;
  });
}

/** All are read, and lately: after a downtime nobody knows yet what the week brought. */
function isWell(health: readonly SourceHealth[], now: Date): boolean {
  const read = health.filter(({ state }) => state !== 'paused');
  const lately = ({ last_success_at, next_poll_at }: SourceHealth) =>
    last_success_at !== null &&
    now.getTime() - last_success_at.getTime() < day &&
    now.getTime() - next_poll_at.getTime() < hour;
  return read.length > 0 && read.every((source) => source.state === 'ok' && lately(source));
}

function silenceMessage(
  pack: RegionPack,
  districts: readonly District[],
  { locale, is_channel, district_ids }: SilentAudience,
  silent: readonly string[],
): Part['payload'] {
  const named = districts
    .filter(({ id }) => district_ids.includes(id))
    .map(({ whole_region, name }) =>
      whole_region ? plain(locale, 'bot-whole-region') : nameIn(locale, name),
    );
  const followsAll = districts.some(({ id, whole_region }) => whole_region && district_ids.includes(id));
  const open = districts.filter(({ ended_at, id }) => !ended_at && !silent.includes(id));
  const near = followsAll || is_channel ? [] : nearestDistricts(pack, district_ids, open);
  const neighbours = near.slice(0, mostNeighbours);
  const text = html(locale, 'notice-silent', {
    districts:
      named.length > mostNamed
        ? plain(locale, 'digest-followed-many', { n: named.length })
        : named.join(', '),
    neighbours: neighbours.length,
  });
  if (is_channel) return message(text, []);
  return message(text, [
    // As the question "these too" carries it.
    neighbours.map(({ name, number }) => ({
      text: nameIn(locale, name),
      callback_data: `v1:f:${encodeNumbers([number])}`,
    })),
    [
      { text: plain(locale, 'bot-button-districts'), callback_data: 'v1:d' },
      { text: plain(locale, 'bot-button-settings'), callback_data: 'v1:s' },
    ],
  ]);
}

async function tellNewNotice(
  trx: Transaction<Database>,
  version: string,
  notice: NoticeTime,
): Promise<boolean> {
  const audiences = await claimOutdatedReaders(trx, version, notice);
  for (const { locale, chat_ids } of audiences) {
    const buttons = [
      [{ text: plain(locale, 'notice-read-data'), callback_data: 'v1:e' }],
      [{ text: plain(locale, 'bot-button-stop'), callback_data: 'v1:x' }],
    ];
    const payload = message(html(locale, 'notice-data-changed', { version }), buttons);
    await recordNotice(trx, payload, chat_ids, notice);
  }
  return audiences.length > 0;
}

function message(text: string, buttons: Button[][]): Part['payload'] {
  const inline_keyboard = buttons.filter((row) => row.length);
  return {
    text,
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    ...(inline_keyboard.length && { reply_markup: { inline_keyboard } }),
  };
}
