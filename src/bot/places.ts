import { findDistricts, type Place } from '../gazetteer/find.js';
import { createGazetteer } from '../gazetteer/gazetteer.js';
import type { RegionPack } from '../region.js';
import type { District } from '../store/region.js';
import { openIds } from './choice.js';
import type { BotDeps } from './context.js';

/**
 * What a person may mean who types a place's name, as it can be followed today: old names lead to what stands for them,
 * also those of districts that the pack no longer has.
 */
export function findPlaces(
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
