import { findProvince } from './province.js';
import type { Reading, ReadPart } from './reading.js';

/** True if the story plays elsewhere: another province opens the headline, or a unit of one is named. */
export function isFromElsewhere(readings: readonly Reading[]): boolean {
  return readings.some(
    ({ sense, mention, isDateline }) =>
      sense.kind === 'outside' && (isDateline || mention.unit || mention.within.length > 0),
  );
}

/** Who wrote a story: a newspaper of the pack, another one, or nobody knows. */
export type Paper = 'own' | 'other' | 'unknown';

/**
 * The readings that say which districts a story is about, the surest kind alone. `isAtHome`: by who wrote it or
 * when, a name that exists elsewhere too is taken for ours.
 */
export function chooseOurs(readings: readonly Reading[], paper: Paper, isAtHome: boolean): Reading[] {
  const ours = readings.filter(({ sense }) => sense.kind === 'ours');
  const opensElsewhere = readings.some(({ sense, isDateline }) => isDateline && sense.kind === 'outside');
  const isAnchored =
    (isAtHome && !opensElsewhere) ||
    readings.some(({ sense }) => sense.kind === 'region' || (sense.kind === 'ours' && sense.isCertain));
  const elsewhere = isFromElsewhere(readings);
  if (elsewhere && !isAnchored) return [];

  const firm = ours.filter(({ sense, mention }) => sense.isFirm && mention.context !== 'neighbour');
  // A suspect from here does not make an event elsewhere ours.
  if (elsewhere && firm.every(({ mention }) => mention.context === 'residence')) return [];
  const isNamedElsewhere = readings.some(({ mention }) => !isOnlyOurs(mention));
  const mayBeElsewhere = paper === 'other' || readings.some(({ sense }) => sense.kind === 'outside');
  if (firm.length)
    return isAnchored || !mayBeElsewhere ? firm : firm.filter(({ mention }) => isOnlyOurs(mention));
  const loose = ours.filter(({ sense, mention }) => !sense.isFirm && !mention.context);
  // A landmark's name is rarely another's: 'đèo Thung Khe'.
  if (!isAnchored && mayBeElsewhere && !vouchForEachOther(loose))
    return isNamedElsewhere ? [] : loose.filter(({ mention }) => mention.names.every(({ level }) => !level));
  return loose.length ? loose : ours;
}

const isOnlyOurs = ({ names }: Reading['mention']) => !names.some(({ kind }) => kind === 'outside');

/** True if two different names without a unit word lie in one district. */
function vouchForEachOther(readings: readonly Reading[]): boolean {
  const keys = new Map<string, string>();
  return readings.some(({ sense, mention }) =>
    sense.readings.flat().some((id) => {
      const other = keys.get(id);
      keys.set(id, mention.key);
      return other !== undefined && other !== mention.key;
    }),
  );
}

/** The readings that name the whole region, or the province it is a part of, for its own sake. */
export function regionReadings(readings: readonly Reading[]): Reading[] {
  return readings.filter(
    ({ sense, mention }) =>
      (sense.kind === 'region' || sense.kind === 'wider') && !mention.isContainer && !mention.context,
  );
}

const speaksOfProvince = (parts: readonly ReadPart[]) => parts.some(({ text }) => findProvince(text));

/** True if a story that names no district is about the whole province. */
export function isProvinceWide(
  parts: readonly ReadPart[],
  readings: readonly Reading[],
  paper: Paper,
): boolean {
  const named = regionReadings(readings);
  // 'Hòa Bình: Sạt lở…' says only where a single event was.
  if (named.some(({ sense, isDateline }) => sense.kind === 'region' && !isDateline)) return true;
  // 'UBND tỉnh' in another newspaper is another province's, in our own it is ours wherever its people travel.
  const isSpokenOf = paper !== 'other' && speaksOfProvince(parts);
  if (paper === 'own' && isSpokenOf)
    return !readings.some(({ sense, isDateline }) => sense.kind === 'outside' && isDateline);
  return !isFromElsewhere(readings) && (isSpokenOf || named.some(({ isDateline }) => !isDateline));
}

/** True if a story with matches is a list over the province too: many of them, or a headline about all of it. */
export function isList(parts: readonly ReadPart[], readings: readonly Reading[], districts: number): boolean {
  const isNamed = readings.some(({ sense }) => sense.kind === 'region' || sense.kind === 'wider');
  if (districts >= 3) return isNamed || speaksOfProvince(parts);
  const title = readings.filter(({ part }) => part === 'title');
  if (districts < 2 || title.some(({ sense }) => sense.kind === 'ours')) return false;
  return regionReadings(title).length > 0 || speaksOfProvince(parts.slice(0, 1));
}
