import type { RegionPack } from '../region.js';
import type { Reading } from './reading.js';

export interface Match {
  district_id: string;
  /** 0 to 1: how surely the story is about the district. */
  score: number;
  /** The place names that earned it, as found in the text. */
  evidence: string[];
}

const weight = { title: 1, summary: 0.9, section: 0.8, body: 0.7 };

/** The districts of the readings, in the pack's order; a reading that stays ambiguous earns none. */
export function collectMatches(pack: RegionPack, readings: readonly Reading[]): Match[] {
  const settled = settle(pack, readings);
  return pack.districts.flatMap(({ id }) => {
    const own = settled.filter(({ districts }) => districts.includes(id)).map(({ reading }) => reading);
    if (!own.length) return [];
    const score = own.reduce((best, reading) => Math.max(best, scoreOf(reading)), 0);
    return [{ district_id: id, score, evidence: evidenceOf(own) }];
  });
}

/** Each name once; a district in the parentheses of a commune's is not repeated. */
function evidenceOf(readings: readonly Reading[]): string[] {
  const found = [...new Set(readings.map(({ mention }) => mention.evidence))];
  const inside = found.flatMap((evidence) => /\((.*)\)$/.exec(evidence)?.[1] ?? []);
  return found.filter((evidence) => !inside.includes(evidence));
}

function scoreOf({ part, mention, sense }: Reading): number {
  const doubt = mention.context ? 0.4 : sense.isFirm ? 1 : 0.6;
  return Math.round(weight[part] * doubt * 100) / 100;
}

/** Chooses among several readings the one in a district that the story names anyway. */
function settle(pack: RegionPack, readings: readonly Reading[]) {
  const certain = new Set(
    readings.flatMap(({ sense }) => (sense.readings.length === 1 ? sense.readings[0]! : [])),
  );
  return readings.map((reading) => {
    const choices = reading.sense.readings;
    if (choices.length === 1) return { reading, districts: choices[0]! };
    const named = choices.filter((ids) => ids.some((id) => certain.has(id)));
    // A commune that moved with its district is looked for where it is today.
    const heirs = (named.length ? named : choices).filter(
      (ids) => !choices.some((other) => ids.every((id) => other.includes(successorOf(pack, id)))),
    );
    const left = named.length === 1 ? named : heirs;
    return { reading, districts: left.length === 1 ? left[0]! : [] };
  });
}

function successorOf(pack: RegionPack, id: string): string {
  return pack.districts.find((district) => district.id === id)?.successor ?? '';
}
