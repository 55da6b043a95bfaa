import type { Gazetteer, Name } from './gazetteer.js';
import { findLongest } from './trie.js';
import { levels, type Unit, unitAt } from './units.js';
import { readText, type Text } from './words.js';

export interface Place {
  /** As its people call it: 'Đà Bắc', 'xã Cao Sơn'. */
  place: string;
  /** One or more districts, or the region's own id. */
  district_ids: string[];
}

interface Hit {
  names: readonly Name[];
  unit: Unit | undefined;
  /** In words, the unit word included. */
  length: number;
}

const wholeRegion = /^(ca|toan|all|whole|the whole) ?(tinh|province|region)?$/;
// A chat message that is longer is not a place's name; in UTF-16 units.
const longest = 200;

/**
 * What a person may mean who types a place's name: with or without accents, old or new, of a commune, a district or
 * the region. Several readings come in the order of likelihood; none if the words name no place of ours.
 */
export function findDistricts(gazetteer: Gazetteer, typed: string): Place[] {
  const text = { ...readText(typed.slice(0, longest)), unaccented: true };
  const { pack } = gazetteer;
  if (wholeRegion.test(text.words.map(({ fold }) => fold).join(' ')))
    return [{ place: Object.values(pack.name)[0]!, district_ids: [pack.id] }];
  const hits = findHits(gazetteer, text);
  return isMeant(hits, text) ? readings(hits, pack.id) : [];
}

/** True if names make up at least half of what was typed; 'bo' in a sentence is not thị trấn Bo. */
function isMeant(hits: readonly Hit[], text: Text): boolean {
  const covered = hits.reduce((sum, { length }) => sum + length, 0);
  return covered > 0 && (covered === text.words.length || (covered > 1 && covered * 2 >= text.words.length));
}

function findHits({ names, folded }: Gazetteer, text: Text): Hit[] {
  const { words } = text;
  const isOurs = ({ kind }: Name) => kind !== 'outside';
  // As it is spelt first: 'An Nghĩa' is not 'Ân Nghĩa', but 'an nghia' may be either.
  const at = (from: number) =>
    findLongest(names, from, (index) => words[index]?.key, isOurs) ??
    findLongest(folded, from, (index) => words[index]?.fold, isOurs);
  const hits: Hit[] = [];
  for (let position = 0; position < words.length; ) {
    const unit = unitAt(text, position);
    const whole = at(position);
    const behind = unit && (whole?.length ?? 0) <= unit.length ? at(position + unit.length) : undefined;
    const length = behind ? unit!.length + behind.length : (whole?.length ?? 0);
    const found = behind ?? whole;
    if (found) hits.push({ names: found.values, unit: behind && unit, length });
    position += length || 1;
  }
  return hits;
}

/** One place per choice of districts, the highest level first; a second name narrows the first: 'cao sơn đà bắc'. */
function readings(hits: readonly Hit[], regionId: string): Place[] {
  const found = hits.map(placesOf);
  // 'Đà Bắc, Hòa Bình' is an address: its province says no more than we know.
  const closer = found.filter(
    (places) => !places.some(({ district_ids }) => district_ids.includes(regionId)),
  );
  const [first = [], ...others] = closer.length ? closer : found.slice(0, 1);
  for (const other of others) {
    const named = other.flatMap(({ district_ids }) => district_ids);
    const inside = first.filter(({ district_ids }) => district_ids.some((id) => named.includes(id)));
    if (!inside.length) return once([first, ...others].flat());
    first.splice(0, first.length, ...inside);
  }
  return once(first);
}

function placesOf({ names, unit }: Hit): Place[] {
  const fitting = unit ? names.filter(({ level }) => level === unit.level) : [];
  const rank = ({ level }: Name) => (level ? levels.indexOf(level) : -1);
  const sorted = (fitting.length ? fitting : [...names]).sort((a, b) => rank(b) - rank(a));
  return once(sorted.map(({ label, districts }) => ({ place: label, district_ids: [...districts] })));
}

function once(places: readonly Place[]): Place[] {
  const seen = new Map<string, Place>();
  for (const place of places) {
    const key = place.district_ids.join();
    if (!seen.has(key)) seen.set(key, place);
  }
  return [...seen.values()];
}
