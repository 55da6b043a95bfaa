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
const mostNamed = 6;

/** What the week's map shows, in words, as HTML; and some stories' titles (HTML), as many as there is room for. */
export function weekCaption(week: Week, reader: Reader, stories: readonly string[] = []): string {
  const { locale, followed } = reader;
  const [region] = reader.districts.keys();
  const places = Object.entries(week.counts)
    .filter(([id]) => id !== region)
    .sort(([, one], [, other]) => other - one);
  const silent = places.filter(([, n]) => n === 0);
  const most = places.slice(0, 3).filter(([, n]) => n > 0);
  const least = silent.length || places.length <= 5 ? [] : places.slice(-2);
  const own = followed
    .filter((id) => id !== region && id in week.counts)
    .map((id) => [id, week.counts[id]!] as const);
  const line = (key: string, named: readonly (readonly [string, number])[], counted = true) =>
    named.length ? html(locale, key, { places: listed(reader, named, counted), more: more(named) }) : '';
  const shared = week.counts[region!] ?? 0;
  const blocks = [
    `<b>${weekTitle(reader)}</b>\n${esc(weekSummary(week, locale))}`,
    [
      line('week-most', most),
      line('week-least', least),
      week.total ? line('week-silent', silent, false) : '',
      shared ? html(locale, 'week-region', { n: shared }) : '',
    ]
      .filter(Boolean)
      .join('\n'),
    line('week-own', own),
  ].filter(Boolean);
  const numbered = stories.map((story, index) => `${index + 1}. ${story}`);
  for (let n = numbered.length; n > 0; n--) {
    const heading = own.length ? [] : [html(locale, 'week-stories')];
    const caption = [...blocks, [...heading, ...numbered.slice(0, n)].join('\n')].join('\n\n');
    if (fits(caption, room)) return caption;
  }
  return blocks.join('\n\n');
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

const more = (named: readonly unknown[]) => Math.max(0, named.length - mostNamed);

function listed(
  { locale, districts }: Reader,
  named: readonly (readonly [string, number])[],
  counted: boolean,
): string {
  const number = new Intl.NumberFormat(locale);
  return named
    .slice(0, mostNamed)
    .map(([id, n]) => nameIn(locale, districts.get(id) ?? {}) + (counted ? ` ${number.format(n)}` : ''))
    .join(', ');
}
