import { esc } from '../html.js';
import type { Names, Week } from '../store/schema.js';
import { html, nameIn, plain } from '../texts.js';
import { fits, limits } from './measure.js';

/** Who reads it: the names of all districts, the whole region's first, and which of them the reader follows. */
interface Reader {
  locale: string;
  districts: ReadonlyMap<string, Names>;
  followed: readonly string[];
}

// Telegram takes 1,024 characters under a picture; the late note is put before them.
const room = { ...limits, visible: 900 };
// A line names at most so many places, fewer where that is too much; most regions have no more.
const mostNamed = [20, 6, 3, 1];

/** What the week's map shows, in words, as HTML; and some stories' titles (HTML), as many as there is room for. */
export function weekCaption(week: Week, reader: Reader, stories: readonly string[] = []): string {
  const heading = `<b>${weekTitle(reader)}</b>\n${esc(weekSummary(week, reader.locale))}`;
  for (const most of mostNamed) {
    const { places, own } = countLines(week, reader, most);
    for (let n = stories.length; n >= 0; n--) {
      const told = stories.slice(0, n).map((story, index) => `${index + 1}. ${story}`);
      if (n && !own) told.unshift(html(reader.locale, 'week-stories'));
      const caption = [heading, places, own, told.join('\n')].filter(Boolean).join('\n\n');
      if (fits(caption, room)) return caption;
    }
  }
  return heading;
}

/** Every place's number, and once more those of the places that the reader follows. */
function countLines(week: Week, reader: Reader, most: number): { places: string; own: string } {
  const { locale, followed } = reader;
  const [region] = reader.districts.keys();
  const places = Object.entries(week.counts)
    .filter(([id]) => id !== region)
    .sort(([, one], [, other]) => other - one);
  const told = places.filter(([, n]) => n > 0);
  const silent = week.total ? places.filter(([, n]) => n === 0) : [];
  const own = followed
    .filter((id) => id !== region && id in week.counts)
    .map((id) => [id, week.counts[id]!] as const);
  const line = (key: string, named: readonly (readonly [string, number])[], counted = true) =>
    named.length
      ? html(locale, key, {
          places: listed(reader, named.slice(0, most), counted),
          more: Math.max(0, named.length - most),
        })
      : '';
  const shared = week.counts[region!] ?? 0;
  const lines = [
    line('week-most', told.slice(0, 3)),
    line('week-next', told.slice(3)),
    line('week-silent', silent, false),
    shared ? html(locale, 'week-region', { n: shared }) : '',
  ];
  return { places: lines.filter(Boolean).join('\n'), own: line('week-own', own) };
}

/** 'Tuần qua: Tỉnh Hòa Bình', as HTML. */
const weekTitle = ({ locale, districts }: Reader) =>
  html(locale, 'week-title', { region: nameIn(locale, [...districts.values()][0]!) });

/** '14/11 đến 20/11/2026 · 58 tin, tăng 6 so với tuần trước' */
export function weekSummary({ from, to, total, total_before }: Week, locale: string): string {
  // The year stands once where it is the same.
  const sameYear = from.slice(6) === to.slice(6);
  const change = total - total_before;
  return plain(locale, 'week-summary', {
    from: sameYear ? from.slice(0, 5) : from,
    to,
    n: total,
    change: Math.abs(change),
    // The very first week has nothing to be compared with.
    direction: !total_before ? 'none' : change > 0 ? 'more' : change < 0 ? 'fewer' : 'same',
  });
}

function listed(
  { locale, districts }: Reader,
  named: readonly (readonly [string, number])[],
  counted: boolean,
): string {
  const number = new Intl.NumberFormat(locale);
  return named
    .map(([id, n]) => nameIn(locale, districts.get(id) ?? {}) + (counted ? ` ${number.format(n)}` : ''))
    .join(', ');
}
