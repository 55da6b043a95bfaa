import type { Name } from './gazetteer.js';
import type { Mention } from './mentions.js';
import { levels } from './units.js';

/** What a mention stands for, as far as it can be told. */
export interface Sense {
  /** 'unknown' is a commune that the pack does not have. */
  kind: 'ours' | 'region' | 'wider' | 'outside' | 'unknown';
  /** For 'ours': the districts of each reading; more than one reading is ambiguous. */
  readings: readonly (readonly string[])[];
  /** Named as a district or in one, so that no other place of the name is meant. */
  isCertain: boolean;
  /** Known by a unit word, a container or a district's own name. */
  isFirm: boolean;
}

const sense = (kind: Sense['kind'], fields: Partial<Sense> = {}): Sense => ({
  kind,
  readings: [],
  isCertain: false,
  isFirm: false,
  ...fields,
});

/** Resolves a mention by its unit word, its larger places and the local day ('YYYY-MM-DD') it was written. */
export function resolve(mention: Mention, day: string | undefined): Sense {
  const containers = mention.within.map((container) => ({ container, sense: resolve(container, day) }));
  const districts = containers.flatMap(({ sense }) => (sense.kind === 'ours' ? sense.readings.flat() : []));
  const isOurs = containers.some(({ sense }) => sense.kind === 'ours' || sense.kind === 'region');
  const isElsewhere =
    (!isOurs && containers.some(({ sense }) => sense.kind === 'outside')) || isInNamesake(mention);
  if (isElsewhere) return sense('outside', { isFirm: true, isCertain: true });

  const wider = containers.filter(({ sense }) => sense.kind === 'wider');
  const widerNames = wider.flatMap(({ container }) => container.names.filter(({ kind }) => kind === 'wider'));
  const own = chooseNames(mention, day).filter(
    (name) => isOurs || !widerNames.length || widerNames.some((other) => overlap(name, other)),
  );
  if (!own.length) return withoutOwnName(mention, wider.length > 0, districts);
  const kind = own[0]!.kind;
  if (kind === 'region' || kind === 'wider')
    return sense(kind, { isFirm: true, isCertain: kind === 'region' });

  const inside = own.filter((name) => name.districts.some((id) => districts.includes(id)));
  // '(Lương Sơn)' behind a name settles it even against the date; a comma may only separate two places.
  if (!inside.length && districts.length && mention.inParentheses)
    return sense('ours', { readings: [districts], isFirm: true, isCertain: true });
  const chosen = inside.length ? inside : own;
  // 'xã Dân Hòa' after its district is gone is where its people are now, unless the story speaks of that district.
  const later = inside.length
    ? []
    : chosen.filter((name) => name.heirs.length && isPast(name, day)).map((name) => name.heirs);
  return sense('ours', {
    readings: distinct([...chosen.map((name) => name.districts), ...later]),
    isFirm: isOurs || mention.unit !== undefined || chosen.every((name) => name.kind === 'district'),
    isCertain:
      isOurs || (chosen.every((name) => name.kind === 'district') && !hasNamesake(mention, chosen[0]!.level)),
  });
}

/** True for a place the pack knows only elsewhere, in a district that has a namesake there: 'thị trấn Mường Xén, huyện Kỳ Sơn'. */
function isInNamesake({ names, unit, within }: Mention): boolean {
  return (
    unit !== undefined &&
    names.length > 0 &&
    names.every(({ kind, type }) => kind === 'outside' && type === unit.type) &&
    within.length > 0 &&
    within.every((container) => container.unit && hasNamesake(container, container.unit.level))
  );
}

function withoutOwnName(mention: Mention, isInWider: boolean, districts: string[]): Sense {
  if (districts.length) return sense('unknown');
  const isNamed = mention.names.some(({ kind, level }) => kind === 'outside' && (mention.unit || !level));
  const isDistrict = mention.unit?.level === 'district' || mention.unit?.level === 'region';
  if (isNamed || isDistrict || (isInWider && mention.names.length))
    return sense('outside', { isFirm: true, isCertain: true });
  return sense('unknown');
}

/** The pack's own names that the unit word and the date allow, the likeliest kind only. */
function chooseNames(mention: Mention, day: string | undefined): Name[] {
  const own = mention.names.filter(({ kind }) => kind !== 'outside');
  if (!mention.unit) return choosePlain(mention, own, day);
  const exact = own.filter(({ type }) => !type || type === mention.unit!.type);
  const isElsewhereToo = hasNamesake(mention, mention.unit.level);
  const candidates = [
    exact.filter((name) => isValid(name, day)),
    // An old name lives on in the language, unless it is now another place's.
    isElsewhereToo ? [] : exact.filter((name) => isPast(name, day)),
    own.filter((name) => isValid(name, day)),
    isElsewhereToo ? [] : own.filter((name) => isPast(name, day)),
  ];
  return candidates.find((names) => names.length) ?? [];
}

/** Without a unit word the highest level is meant: 'Hòa Bình' is the province, not the town or the ward. */
function choosePlain(mention: Mention, own: readonly Name[], day: string | undefined): Name[] {
  const isProvince = mention.names.some(({ kind, level }) => kind === 'outside' && !level);
  const current = own.filter((name) => isValid(name, day));
  const names = current.length ? current : own.filter((name) => isPast(name, day));
  const landmarks = names.filter(({ level }) => !level);
  if (landmarks.length) return landmarks;
  const top = levels.findLast((level) => names.some((name) => name.level === level));
  if (isProvince && top !== 'region') return [];
  return names.filter((name) => name.level === top);
}

/** True if the pack lists a place of the same name and kind elsewhere. */
function hasNamesake(mention: Mention, level: Name['level']): boolean {
  const { names, unit } = mention;
  return names.some(
    (name) => name.kind === 'outside' && name.level === level && (!unit || name.type === unit.type),
  );
}

// Names are used before they are law: articles of June speak of the communes of July.
const leadDays = 45;

function isValid(name: Name, day: string | undefined): boolean {
  if (!day) return true;
  return (!name.from || addDays(name.from, -leadDays) <= day) && !isPast(name, day);
}

function isPast(name: Name, day: string | undefined): boolean {
  return day !== undefined && name.to !== undefined && name.to < day;
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

function overlap(a: Name, b: Name): boolean {
  return (a.from ?? '') <= (b.to ?? '9999') && (b.from ?? '') <= (a.to ?? '9999');
}

function distinct(readings: readonly (readonly string[])[]): (readonly string[])[] {
  return [...new Map(readings.map((ids) => [ids.join(), ids])).values()];
}
