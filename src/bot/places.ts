import { InlineKeyboard } from 'grammy';
import { findDistricts, type Place } from '../gazetteer/find.js';
import { createGazetteer } from '../gazetteer/gazetteer.js';
import type { RegionPack } from '../region.js';
import type { District } from '../store/region.js';
import { html, plain } from '../texts.js';
import { namesOf, openIds } from './choice.js';
import type { BotContext, BotDeps } from './context.js';
import { echo } from './echo.js';
import { sendPayload, show } from './show.js';

// What is longer is no list of names.
const longestList = 200;
// No more communes than that share a name.
const mostReadings = 20;
const mostNames = 3;

/**
 * What a person may mean who types a place's name, as it can be followed today: old names lead to what stands for them,
 * also those of districts that the pack no longer has. Several names that are clear each are meant together,
 * as one place without a name.
 */
export function findPlaces(
  deps: Pick<BotDeps, 'gazetteer' | 'pack'>,
  all: readonly District[],
  typed: string,
): Place[] {
  const readings = findReadings(deps, all, typed);
  if (readings.length < 2 || typed.length > longestList) return readings;
  const each = typed.split(/[,;\n]|\s(?:và|va|and)\s/i).filter((name) => name.trim());
  const found = each.map((name) => findReadings(deps, all, name));
  if (each.length < 2 || found.some(({ length }) => length !== 1)) return readings;
  const together = found.flatMap(([one]) => one!.district_ids);
  return [{ place: '', district_ids: openIds(all, together) }];
}

function findReadings(
  { gazetteer, pack }: Pick<BotDeps, 'gazetteer' | 'pack'>,
  all: readonly District[],
  typed: string,
): Place[] {
  const gone = all.filter(({ id, ended_at }) => ended_at && !pack.districts.some((own) => own.id === id));
  const former = gone.map(({ id, name }) => ({ id, name, type: 'huyện', names: [] }));
  const found = [
    ...findDistricts(gazetteer, typed),
    ...(former.length ? findDistricts(ofDistricts(pack, former), typed) : []),
  ].map(({ place, district_ids }) => ({ place, district_ids: openIds(all, district_ids) }));
  const open = found.filter(({ district_ids }) => district_ids.length);
  // Two districts that were merged are one answer.
  return [
    ...new Map(open.toReversed().map((place) => [place.district_ids.join(), place])).values(),
  ].toReversed();
}

const ofDistricts = (pack: RegionPack, districts: RegionPack['districts']) =>
  createGazetteer({ ...pack, districts, places: [], outside: [] });

/** Asks which of several readings is meant; `dataOf` says what a press on one carries. */
export async function askWhich(
  ctx: BotContext,
  all: readonly District[],
  typed: string,
  places: readonly Place[],
  dataOf: (districtIds: readonly string[]) => string,
): Promise<void> {
  const keyboard = new InlineKeyboard();
  for (const place of places.slice(0, mostReadings))
    keyboard.text(labelOf(ctx.locale, all, place), dataOf(place.district_ids)).row();
  await show(
    ctx,
    html(ctx.locale, 'bot-typed-several', { text: echo(typed), n: places.length }),
    keyboard,
    sendPayload,
  );
}

/** Whether a place is called like its only district. */
export function isNameOf(all: readonly District[], { place, district_ids }: Place): boolean {
  const [only, ...others] = all.filter(({ id }) => district_ids.includes(id));
  return only !== undefined && !others.length && Object.values(only.name).includes(place);
}

/** 'Đà Bắc' · 'xã Tu Lý (Đà Bắc)' */
function labelOf(locale: string, all: readonly District[], found: Place): string {
  const { place, district_ids } = found;
  const names = namesOf(all, district_ids.slice(0, mostNames), locale);
  if (isNameOf(all, found)) return names;
  const more = Math.max(0, district_ids.length - mostNames);
  return `${place} (${plain(locale, 'bot-look-places', { places: names, more })})`;
}
