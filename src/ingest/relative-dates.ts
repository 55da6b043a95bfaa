import { atLocal, day, hour, localDay } from '../time.js';

const minute = 60_000;

// Months and years are as long as they need to be: what is so old enters no digest.
const units: readonly (readonly [RegExp, number])[] = [
  [/^(?:giây|s|secs?|seconds?)$/, 1000],
  [/^(?:phút|m|mins?|minutes?)$/, minute],
  [/^(?:giờ|tiếng|h|hrs?|hours?)$/, hour],
  [/^(?:ngày|hôm|d|days?)$/, day],
  [/^(?:tuần|weeks?)$/, 7 * day],
  [/^(?:tháng|months?)$/, 30 * day],
  [/^(?:năm|years?)$/, 365 * day],
];
const amount = /(?<![\p{L}\p{N}])(\d{1,4}|một|an?|one)\s*(\p{L}+)/gu;
const ago = /(?:^|\s)cách đây\s|(?:trước(?: đây)?|ago)\s*$/;
const justNow = /^(?:vừa (?:xong|mới|đăng)|mới đây|just now|now)$/;
const dayName = /(?<!\p{L})(?:(hôm nay|today)|(hôm qua|yesterday)|(hôm kia))(?!\p{L})/u;
const time = /(?<!\d)([01]?\d|2[0-3])\s*[:h]\s*([0-5]\d)/;

/**
 * A date as listings write it, counted from `now`: "12 giờ trước", "hôm qua, 14:30", "2 hours ago". A day without a
 * time begins in `timeZone`. Undefined when the text says nothing of the kind.
 */
export function readRelative(text: string, timeZone: string, now: Date): Date | undefined {
  const plain = text.slice(0, 200).normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
  if (justNow.test(plain)) return now;
  const named = dayName.exec(plain);
  if (named) {
    const daysAgo = named[1] ? 0 : named[2] ? 1 : 2;
    const [, hours = '0', minutes = '00'] = time.exec(plain) ?? [];
    const date = localDay(new Date(now.getTime() - daysAgo * day), timeZone);
    const [year, month, dayOfMonth] = date.split('-').map(Number) as [number, number, number];
    return atLocal(year, month, dayOfMonth, `${hours}:${minutes}`, timeZone);
  }
  if (!ago.test(plain)) return undefined;
  let sum = 0;
  for (const [, count, name] of plain.matchAll(amount))
    sum += (Number(count) || 1) * (units.find(([names]) => names.test(name!))?.[1] ?? 0);
  return sum ? new Date(now.getTime() - sum) : undefined;
}
