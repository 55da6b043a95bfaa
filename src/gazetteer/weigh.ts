import { findProvince } from './province.js';
import type { Reading, ReadPart } from './reading.js';
import { isIn, wordSet } from './words.js';

/** True if the story plays elsewhere: another province opens the headline, or a unit of one is named. */
export function isFromElsewhere(readings: readonly Reading[]): boolean {
  return readings.some(
    ({ sense, mention, isDateline }) =>
      sense.kind === 'outside' && (isDateline || mention.unit || mention.within.length > 0),
  );
}

/** Who wrote a story: a newspaper of the pack, one of anywhere else, or nobody knows. */
export type Paper = 'own' | 'other' | 'unknown';

/**
 * The readings that say which districts a story is about, the surest kind alone. `isAtHome`: by who wrote it or
 * when, a name that exists elsewhere too is taken for ours.
 */
export function chooseOurs(readings: readonly Reading[], paper: Paper, isAtHome: boolean): Reading[] {
  const opensElsewhere = readings.some(({ sense, isDateline }) => isDateline && sense.kind === 'outside');
  const isOfWider = readings.some(({ sense }) => sense.kind === 'wider');
  const isOfRegion = readings.some(({ sense }) => sense.kind === 'region');
  // 'Hà Nội: Khai trương khách sạn Mai Châu' takes more than a name to be ours.
  const ours = readings.filter(
    ({ sense, mention }) =>
      sense.kind === 'ours' &&
      (!opensElsewhere || isOfRegion || mention.unit !== undefined || mention.within.length > 0),
  );
  const isAnchored = (isAtHome && !opensElsewhere) || isOfRegion || ours.some(({ sense }) => sense.isCertain);
  // A smuggler from Sơn La, or a border with it, does not move the event there.
  const told = readings.filter(({ mention }) => !mention.context && !mention.isContainer);
  const elsewhere = isFromElsewhere(told);
  if (elsewhere && !isAnchored) return [];

  const firm = ours.filter(({ sense, mention }) => sense.isFirm && mention.context !== 'neighbour');
  // A suspect from here does not make an event elsewhere ours.
  if (elsewhere && firm.every(({ mention }) => mention.context === 'residence')) return [];
  const isNamedElsewhere = readings.some(({ mention }) => !isOnlyOurs(mention));
  const mayBeElsewhere = paper === 'other' || told.some(({ sense }) => sense.kind === 'outside');
  if (firm.length) {
    if (isAnchored || !mayBeElsewhere) return firm;
    const onlyOurs = firm.filter(({ mention }) => isOnlyOurs(mention));
    // The country has a dozen communes of many a name; a newspaper of the whole country may mean any of them.
    const isVouchedFor = isOfWider || vouchForEachOther(firm);
    return paper !== 'other' || isVouchedFor ? onlyOurs : onlyOurs.filter(({ mention }) => !mention.unit);
  }
  const loose = ours.filter(({ sense, mention }) => !sense.isFirm && !mention.context);
  // A landmark's name is rarely another's: 'đèo Thung Khe'.
  if (!isAnchored && mayBeElsewhere && !vouchForEachOther(loose))
    return isNamedElsewhere ? [] : loose.filter(({ mention }) => mention.names.every(({ level }) => !level));
  if (!loose.length) return ours;
  // Many communes are called by common words, 'Độc Lập', 'Tự Do': one alone has to be said to be a place.
  return vouchForEachOther(loose) ? loose : loose.filter(isSaidToBePlace);
}

const isOnlyOurs = ({ names }: Reading['mention']) => !names.some(({ kind }) => kind === 'outside');

/** 'ở Lũng Vân', 'Lũng Vân mùa lúa chín' as a headline, or a landmark. */
const isSaidToBePlace = ({ part, mention }: Reading) =>
  mention.isLocated || (part === 'title' && mention.start === 0) || mention.names.some(({ level }) => !level);

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
  const isFarAway = isFromElsewhere(readings);
  // Deep in a story from elsewhere our name is only somebody's home.
  const isMeant = ({ sense, isDateline, part }: Reading) =>
    sense.kind === 'region' && !isDateline && !(isFarAway && part === 'body');
  if (named.some(isMeant) && !isSingleEvent(parts, named)) return true;
  // 'UBND tỉnh' in another newspaper is another province's, in our own it is ours wherever its people travel.
  const isSpokenOf = paper !== 'other' && speaksOfProvince(parts);
  if (paper === 'own' && isSpokenOf)
    return !readings.some(({ sense, isDateline }) => sense.kind === 'outside' && isDateline);
  const isNamed = named.some(({ isDateline }) => !isDateline) && !isSingleEvent(parts, named);
  return !isFarAway && (isSpokenOf || isNamed);
}

const incidents = wordSet('cháy tông lật đâm bắt chết sập cướp trộm giết nổ fire crash');

/** True for 'Cháy rừng ở Hòa Bình': the province is only where something happened that has a district of its own. */
function isSingleEvent([title]: readonly ReadPart[], named: readonly Reading[]): boolean {
  return (
    named.every(({ mention, part }) => part === 'title' && mention.isLocated) &&
    title!.text.words.some((word) => isIn(incidents, title!.text, word))
  );
}

/** True if a story with matches is a list over the province too: many of them, or a headline about all of it. */
export function isList(parts: readonly ReadPart[], readings: readonly Reading[], districts: number): boolean {
  const isNamed = readings.some(({ sense }) => sense.kind === 'region' || sense.kind === 'wider');
  if (districts >= 3) return isNamed || speaksOfProvince(parts);
  const title = readings.filter(({ part }) => part === 'title');
  if (title.some(({ sense }) => sense.kind === 'ours')) return false;
  const phrase = findProvince(parts[0]!.text);
  // An office of the province may work in one district; what is 'toàn tỉnh' only meets there.
  if (districts < 2) return phrase !== undefined && /^(?:toàn|khắp|các) /i.test(phrase);
  return regionReadings(title).length > 0 || phrase !== undefined;
}
