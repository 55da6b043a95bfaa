import { noticeVersion } from '../../src/bot/notice.js';
import type { EndedReason } from '../../src/store/schema.js';
import { comeBackFrom } from '../../src/store/subscriptions.js';
import { day } from '../../src/time.js';

/** What is to be stored of one chat, or of one topic of a group. */
export interface Row {
  open: Set<string>;
  ended: { district: string; at: number; reason: string }[];
  locale: string;
  style: string;
  display: string;
  announcements: boolean;
  urgent: boolean;
  quiet_from: string;
  quiet_until: string;
  paused_until: number | null;
  times: readonly string[];
  weekdays: readonly number[];
}

/** Who acts where: their own chat, or a topic of the group. `language` is what Telegram says of them. */
export interface Place {
  key: string;
  isPrivate: boolean;
  language: string;
  now: Date;
}

/** An invitation for officials that a press opens now. */
export interface Offer {
  district_ids: string[];
  times: string[];
  weekdays: number[];
}

const week = [1, 2, 3, 4, 5, 6, 7];
const hour = /^(?:0[6-9]|1\d|2[01])[03]0$/;
/** What each chat should hold, by rules written down apart from the bot's own. */
export class Model {
  rows = new Map<string, Row>();
  private readonly districts: readonly string[];

  /** The pack's districts, the region first, as they are numbered. */
  constructor(districts: readonly string[]) {
    this.districts = districts;
  }

  private choiceOf(bits: string): string[] {
    const bytes = Buffer.from(bits, 'base64url');
    return this.districts.filter((_, number) => (bytes[number >> 3] ?? 0) & (1 << (number & 7)));
  }

  /** What a press of this data, by someone who may, makes of the chat it is about. */
  press(data: string, place: Place, offer?: Offer): void {
    const row = this.rows.get(place.key);
    const served = row !== undefined && row.open.size > 0;
    const [, kind = '', rest = ''] = /^v1:([a-z]+)(?::(.*))?$/s.exec(data) ?? [];
    const now = place.now.getTime();
    const agreed = /^([\d.]{1,8}):(\d{4}):([\w-]*)$/.exec(rest);
    if (kind === 'y' && agreed?.[1] === noticeVersion && hour.test(agreed[2]!))
      this.begin(place, this.choiceOf(agreed[3]!), agreed[2]!);
    else if (kind === 'yr' && agreed?.[1] === noticeVersion && hour.test(agreed[2]!))
      this.comeBack(place, this.choiceOf(agreed[3]!));
    else if (kind === 'f' && /^[\w-]*$/.test(rest) && served) this.begin(place, this.choiceOf(rest), '0630');
    else if (data.startsWith('v1:ao:y:') && offer && place.isPrivate) this.invite(place, offer);
    else if (data.startsWith('v1:xu:') && row) reopen(row, rest);
    else if (data === 'v1:ey') this.rows.delete(place.key);
    else if (!served) return;
    else if (kind === 'w' && /^[\w-]*$/.test(rest)) this.want(place, row, this.choiceOf(rest));
    else if (data === 'v1:xp') row.paused_until = now + 7 * day;
    else if (data === 'v1:xy') end(row, 'stopped', now);
    else change(row, data, now);
  }

  /** Everything that the chats of this Telegram chat follow ends. */
  leave(chatId: number, reason: string, now: Date): void {
    for (const [key, row] of this.rows) if (key.startsWith(`${chatId}/`)) end(row, reason, now.getTime());
  }

  /** Whoever has followed nothing for thirty days is forgotten. */
  forget(now: Date): void {
    for (const [key, { open, ended }] of this.rows)
      if (!open.size && Math.max(...ended.map(({ at }) => at)) <= now.getTime() - 30 * day)
        this.rows.delete(key);
  }

  private begin({ key, language }: Place, ids: string[], time: string): void {
    if (!ids.length) return;
    const row = this.rows.get(key) ?? newRow(language);
    this.rows.set(key, row);
    if (!row.open.size) {
      const times = [`${time.slice(0, 2)}:${time.slice(2)}`];
      Object.assign(row, { style: 'citizen', times, weekdays: week, paused_until: null });
      Object.assign(row, { announcements: false, urgent: false });
    }
    for (const id of ids) row.open.add(id);
  }

  /** What ended last, unless the reader removed it, at the hours of then; who is unknown is only asked. */
  private comeBack(place: Place, shown: string[]): void {
    const row = this.rows.get(place.key);
    if (!row || !shown.length) return;
    if (row.open.size) {
      this.begin(place, shown, '0630');
      return;
    }
    const last = Math.max(...row.ended.map(({ at }) => at));
    const back = row.ended.filter(
      ({ at, reason }) => at === last && comeBackFrom.includes(reason as EndedReason),
    );
    const { style, times, weekdays } = row;
    this.begin(
      place,
      back.map(({ district }) => district),
      '0630',
    );
    if (back.length && style === 'citizen' && times.length) Object.assign(row, { times, weekdays });
  }

  private want(place: Place, row: Row, ids: string[]): void {
    if (!ids.length) return;
    const at = place.now.getTime();
    for (const district of row.open)
      if (!ids.includes(district)) row.ended.push({ district, at, reason: 'removed' });
    row.open = new Set(ids);
  }

  private invite({ key, language }: Place, { district_ids, times, weekdays }: Offer): void {
    const row = this.rows.get(key) ?? newRow(language);
    this.rows.set(key, row);
    if (!row.open.size) Object.assign(row, { announcements: false, urgent: false });
    Object.assign(row, { style: 'official', times, weekdays, paused_until: null });
    for (const id of district_ids) row.open.add(id);
  }
}

const newRow = (language: string): Row => ({
  open: new Set(),
  ended: [],
  locale: language === 'en' ? 'en' : 'vi',
  style: 'citizen',
  display: 'normal',
  announcements: false,
  urgent: false,
  quiet_from: '22:00',
  quiet_until: '06:00',
  paused_until: null,
  times: [],
  weekdays: [],
});

function end(row: Row, reason: string, at: number): void {
  for (const district of row.open) row.ended.push({ district, at, reason });
  row.open.clear();
  row.paused_until = null;
}

function reopen(row: Row, rest: string): void {
  const [, when = '', until] = /^([0-9a-z]{1,9})(?::([0-9a-z]{1,9}))?$/.exec(rest) ?? [];
  const at = Number.parseInt(when, 36);
  const wasServed = row.open.size > 0;
  const back = row.ended.filter(
    (one) => one.at === at && one.reason === 'stopped' && !row.open.has(one.district),
  );
  for (const { district } of back) row.open.add(district);
  if (back.length && !wasServed && until) row.paused_until = Number.parseInt(until, 36);
  row.ended = row.ended.filter((one) => !back.includes(one));
}

/** How a settings button changes a chat that is served. Hours and days are looked at by `fits`. */
function change(row: Row, data: string, now: number): void {
  const pause = /^v1:sp(?::(\d{1,2}))?$/.exec(data);
  const days = Number(pause?.[1] ?? 7);
  if (pause && [1, 3, 7, 14, 30].includes(days)) row.paused_until = now + days * day;
  const [, from] = /^v1:sq:f:(1900|2000|2100|2200)$/.exec(data) ?? [];
  if (from) row.quiet_from = `${from.slice(0, 2)}:00`;
  const [, until] = /^v1:sq:u:(0600|0700|0800|0900)$/.exec(data) ?? [];
  if (until) row.quiet_until = `${until.slice(0, 2)}:00`;
  if (data === 'v1:sr') row.paused_until = null;
  if (data === 'v1:sl:vi' || data === 'v1:sl:en') row.locale = data.slice(-2);
  if (data === 'v1:sn:1' || data === 'v1:sn:0') row.announcements = data.endsWith('1');
  if (data === 'v1:sv:s' || data === 'v1:sv:n') row.display = data.endsWith('s') ? 'short' : 'normal';
  if (data === 'v1:su:1' || (data === 'v1:su:0' && row.times.length)) row.urgent = data.endsWith('1');
  if (data === 'v1:sf:uy' && row.style === 'citizen') row.urgent = true;
}

/** Whether a press of this data may leave these hours and days where `before` was. */
export function fits(
  data: string,
  before: Row,
  { times, weekdays }: Pick<Row, 'times' | 'weekdays'>,
): boolean {
  const same = String(before.times) === String(times) && String(before.weekdays) === String(weekdays);
  if (!before.open.size) return same;
  const own = data.replace(/^v1:sh:(\d\d)(\d\d)$/, '$1:$2');
  if (own !== data) return same || (times.includes(own) && String(before.weekdays) === String(weekdays));
  if (before.style !== 'citizen') return same;
  if (/^v1:sd:(?:[we]|[yxo]:[1-7])$/.test(data))
    return String(before.times) === String(times) && weekdays.length > 0;
  const count: Record<string, [number, boolean]> = {
    'v1:sf:d': [1, false],
    'v1:sf:t': [2, false],
    'v1:sf:w': [1, true],
    'v1:sf:uy': [0, false],
  };
  const [hours, weekly] = count[data] ?? [];
  if (hours === undefined) return same;
  return times.length === hours && (hours === 0 || (weekdays.length === 1) === weekly);
}
