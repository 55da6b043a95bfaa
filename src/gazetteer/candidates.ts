import type { RegionPack } from '../region.js';
import { localDay } from '../time.js';
import type { Story } from './classify.js';
import type { Gazetteer } from './gazetteer.js';
import type { Match } from './matches.js';
import { keepSenses, type Reading, readPart } from './reading.js';

/** A place name of a story that does not say by itself which district is meant. */
export interface Candidate {
  /** What the name is remembered by, with its unit word: 'xã tân lập'. */
  key: string;
  /** As found in the text. */
  place: string;
  /** The districts of each place of this name; none for a name the pack does not have. */
  readings: readonly (readonly string[])[];
}

/** Place names by their keys, with the districts that people said they stand for. */
export type Remembered = ReadonlyMap<string, readonly string[]>;

// Lower than any match that the text earns by itself.
const rememberedScore = 0.3;

/** The place names in title and lead that may lead to a district, in their order, each once. */
export function findCandidates(gazetteer: Gazetteer, story: Story): Candidate[] {
  const day = story.published && localDay(story.published, gazetteer.pack.time_zone);
  const readings = keepSenses([
    ...readPart(gazetteer, 'title', story.title, day).readings,
    ...readPart(gazetteer, 'summary', story.summary, day).readings,
  ]);
  const found = new Map<string, Candidate>();
  for (const reading of readings) {
    const { mention, sense } = reading;
    if (mention.isContainer || (sense.kind !== 'ours' && sense.kind !== 'unknown')) continue;
    const key = keyOf(reading);
    if (!found.has(key)) found.set(key, { key, place: mention.evidence, readings: sense.readings });
  }
  return [...found.values()];
}

/**
 * The districts that remembered names give a story which is uncertain otherwise, in the pack's order. Of a name that
 * the pack has, only what it may stand for on the day counts: a name may have passed to other places since.
 */
export function recallMatches(
  pack: RegionPack,
  candidates: readonly Candidate[],
  remembered: Remembered,
): Match[] {
  return pack.districts.flatMap(({ id }) => {
    const named = candidates.filter(
      ({ key, readings }) => remembered.get(key)?.includes(id) && mayLieIn(pack, readings, id),
    );
    const evidence = named.map(({ place }) => place);
    return named.length ? [{ district_id: id, score: rememberedScore, evidence }] : [];
  });
}

/** True for a name the pack does not have, and where one of its places is in the district or in one that led to it. */
function mayLieIn({ districts }: RegionPack, readings: Candidate['readings'], id: string): boolean {
  const leadsTo = (from: string | undefined): boolean =>
    from !== undefined && (from === id || leadsTo(districts.find((one) => one.id === from)?.successor));
  return !readings.length || readings.flat().some(leadsTo);
}

/**
 * What deciding for these districts says of a name: the one place of that name that lies in them or, of a name the
 * pack does not have, the one district decided for. Undefined where it says nothing.
 */
export function learnFrom(
  { readings }: Candidate,
  districtIds: readonly string[],
): readonly string[] | undefined {
  if (!readings.length) return districtIds.length === 1 ? districtIds : undefined;
  const meant = readings.filter((ids) => ids.some((id) => districtIds.includes(id)));
  return meant.length === 1 ? meant[0] : undefined;
}

const keyOf = ({ mention }: Reading): string => `${mention.unit?.type ?? ''} ${mention.key}`.trim();
