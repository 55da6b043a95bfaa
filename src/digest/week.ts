import type { Kysely } from 'kysely';
import { excerpt } from '../excerpt.js';
import { esc } from '../html.js';
import { type Drawing, keyOf } from '../pictures/drawing.js';
import { placeTiles } from '../pictures/place-tiles.js';
import type { RegionPack } from '../region.js';
import type { Combination } from '../store/cuts.js';
import type { Database } from '../store/database.js';
import { savePicture } from '../store/pictures.js';
import { listDistricts } from '../store/region.js';
import type { Week } from '../store/schema.js';
import { listLatest, listStories } from '../store/stories.js';
import { countWeek, type WeekCounts } from '../store/weeks.js';
import { nameIn, plain } from '../texts.js';
import { day, formatDate, hour, startOfDay } from '../time.js';
import { linkTo } from './story.js';
import { weekSummary } from './week-caption.js';

/** The seven local days before that of `at`, with the map in this language kept to be sent. */
export async function composeWeek(
  db: Kysely<Database>,
  pack: RegionPack,
  at: Date,
  locale: string,
  now: Date,
): Promise<Week> {
  const { time_zone } = pack;
  const to = startOfDay(at, time_zone);
  // From noon, for a day may be an hour longer or shorter.
  const daysBefore = (days: number) => startOfDay(new Date(to.getTime() - days * day + 12 * hour), time_zone);
  const middle = daysBefore(7);
  const counted = await countWeek(db, { from: daysBefore(14), middle, to });
  const open = (await listDistricts(db)).filter(({ ended_at }) => !ended_at);
  const week = {
    from: formatDate(middle, time_zone),
    to: formatDate(daysBefore(1), time_zone),
    total: counted.total,
    total_before: counted.total_before,
    counts: Object.fromEntries(open.map(({ id }) => [id, counted.counts[id] ?? 0])),
    picture: '',
  };
  const drawing = weekMap(pack, week, counted, formatDate(at, time_zone), locale);
  const picture = keyOf(drawing);
  await savePicture(db, picture, drawing, now);
  return { ...week, picture };
}

function weekMap(
  pack: RegionPack,
  week: Week,
  { newspapers }: WeekCounts,
  madeOn: string,
  locale: string,
): Drawing {
  const { asInPack, tiles } = placeTiles(pack.districts.filter(({ id }) => id in week.counts));
  return {
    kind: 'map',
    locale,
    title: plain(locale, 'week-title', { region: nameIn(locale, pack.name) }),
    subtitle: weekSummary(week, locale),
    foot: mapFoot(newspapers.map((name) => nameIn(locale, name)).join(', '), madeOn, asInPack, locale),
    tiles: tiles.map(({ id, name, column, row }) => ({
      name: nameIn(locale, name),
      column,
      row,
      count: week.counts[id]!,
    })),
  };
}

/** When a map was made and where its news come from; of very many newspapers the picture shows the first. */
export function mapFoot(newspapers: string, madeOn: string, asInPack: boolean, locale: string): string {
  return [
    plain(locale, asInPack ? 'map-made-roughly' : 'map-made-in-order', { date: madeOn }),
    newspapers && plain(locale, 'map-source', { newspapers }),
  ]
    .filter(Boolean)
    .join(' ');
}

/** The week of a combination, where it has one. */
export type WeekOf = (combination: Combination) => Week | undefined;

/** The weeks of those combinations that are served weekly: one for each slot and language, however many they are. */
export async function openWeeks(
  db: Kysely<Database>,
  pack: RegionPack,
  now: Date,
  combinations: readonly Combination[],
): Promise<WeekOf> {
  const keyOfWeek = ({ slot, locale }: Combination) => `${slot.toISOString()} ${locale}`;
  const weekly = ({ style, weekly }: Combination) => style === 'citizen' && weekly;
  const first = new Map(combinations.filter(weekly).map((one) => [keyOfWeek(one), one]));
  const weeks = new Map<string, Week>();
  // In the same order by every cutter, so that two that keep the same pictures never wait for each other in a circle.
  for (const [key, { slot, locale }] of [...first].toSorted(([one], [other]) => (one < other ? -1 : 1)))
    weeks.set(key, await composeWeek(db, pack, slot, locale, now));
  return (combination) => (weekly(combination) ? weeks.get(keyOfWeek(combination)) : undefined);
}

// More than a handful of newspapers' weeks bring; the best told of them are wanted.
const lookedAt = 60;

/** The titles of the week's stories that most newspapers told, of these districts (none: of all), newest first among equals, as HTML. */
export async function listWeekTitles(
  db: Kysely<Database>,
  pack: RegionPack,
  districtIds: readonly string[],
  at: Date,
): Promise<string[]> {
  const to = startOfDay(at, pack.time_zone);
  const since = new Date(to.getTime() - 7 * day);
  const wanted = districtIds.includes(pack.id) ? [] : districtIds;
  const latest = await listLatest(db, { districtIds: wanted, since, excluded: [], limit: lookedAt });
  const stories = await listStories(
    db,
    latest.map(({ story_id }) => story_id),
  );
  return latest
    .flatMap(({ story_id }) => stories.get(story_id) ?? [])
    .filter(({ published_at }) => published_at < to)
    .toSorted((one, other) => other.others.length - one.others.length)
    .slice(0, 3)
    .map(({ url, title }) => linkTo(url, esc(excerpt(title.toWellFormed(), 110))));
}
