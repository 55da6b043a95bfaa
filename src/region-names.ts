import type { PackFile, RegionPack } from './region-schema.js';

// The kinds of place that texts name by a unit word; 'quận' is left out of the likeness, 'quán' is a kind of landmark.
const unitTypes = ['xã', 'phường', 'thị trấn', 'đặc khu', 'huyện', 'thị xã', 'thành phố', 'tỉnh'];

const abbreviations: Record<string, string> = {
  x: 'xã',
  p: 'phường',
  tt: 'thị trấn',
  h: 'huyện',
  q: 'quận',
  tx: 'thị xã',
  tp: 'thành phố',
};

/** The unit word that a place's type is, or was meant to be: 'thị trấn' for 'Thi tran'; undefined for a landmark's. */
export function typeMeant(type: string): string | undefined {
  const typed = bare(type);
  if (abbreviations[typed]) return abbreviations[typed];
  return unitTypes.find((unit) => bare(unit) === typed || (typed.length > 4 && isOneSlip(bare(unit), typed)));
}

const bare = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[\p{M}\s.]/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd');

/** True if one letter was added, lost or changed. */
function isOneSlip(a: string, b: string): boolean {
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  return [a.slice(same), a.slice(same + 1)].some((rest) => [b.slice(same), b.slice(same + 1)].includes(rest));
}

/**
 * Takes each place that shares its name and type with an earlier one of the same time, by its index: the news of two
 * districts' places stays uncertain where a story says no more.
 */
export function findSharedNames(
  { places }: RegionPack,
  report: (index: number, problem: string) => void,
): void {
  const seen = new Map<string, RegionPack['places']>();
  places.forEach((place, index) => {
    const key = `${place.type} ${spoken(place.name)}`;
    const others = seen.get(key) ?? [];
    const other = others.find((one) => overlap(one, place));
    const where = other && [other.district].flat().join(', ');
    if (where === String(place.district)) report(index, `'${place.name}' is there twice`);
    else if (where) report(index, `'${place.name}' is also in ${where}`);
    seen.set(key, [...others, place]);
  });
}

/** Takes what hides the news of a district, or has no effect: the file, where in it, and what an editor should ask himself. */
export function findDoubtfulEntries(
  pack: RegionPack,
  report: (file: PackFile, path: (string | number)[], problem: string) => void,
): void {
  const { districts, places, outside } = pack;
  const ofRegion = new Set([...Object.values(pack.name), ...pack.aliases].map(spoken));
  const owners = new Map<string, string>();
  districts.forEach(({ id, type, name, names, valid_to, successor }, index) => {
    for (const written of [Object.values(name)[0]!, ...names]) {
      if (ofRegion.has(spoken(written)))
        report(
          'districts.json',
          [index, 'name'],
          `'${written}' alone always means the region: write the unit before it, such as 'TP ${written}'`,
        );
      const owner = owners.get(spoken(written)) ?? id;
      if (owner !== id) report('districts.json', [index, 'names'], `'${written}' is also a name of ${owner}`);
      owners.set(spoken(written), owner);
    }
    owners.set(spoken(`${type} ${Object.values(name)[0]}`), id);
    if (!places.some(({ district }) => [district].flat().includes(id)))
      report(
        'districts.json',
        [index, 'id'],
        'has no place in places.json: news of its communes is not found',
      );
    if (valid_to && !successor)
      report(
        'districts.json',
        [index, 'valid_to'],
        'ends without a successor: its readers have nowhere to go',
      );
  });
  places.forEach(({ name, type }, index) => {
    if (unitTypes.includes(type) && spoken(name).startsWith(`${spoken(type)} `))
      report('places.json', [index, 'name'], `'${name}' has its type in it: right only if people say both`);
  });
  outside.forEach((written, index) => {
    const owner = owners.get(spoken(written));
    if (owner)
      report(
        'region.json',
        ['outside', index],
        `'${written}' is our ${owner} too: right only if another province has one of that name`,
      );
  });
}

const tones = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** The same for 'Hòa' and 'Hoà': a word's tone stands behind it. */
function spoken(name: string): string {
  const words = name.normalize('NFD').toLowerCase().split(/\s+/);
  return words.map((word) => word.replace(tones, '') + (word.match(tones) ?? []).join('')).join(' ');
}

type Dated = Pick<RegionPack['places'][number], 'valid_from' | 'valid_to'>;

function overlap(a: Dated, b: Dated): boolean {
  return (a.valid_from ?? '') <= (b.valid_to ?? '9999') && (b.valid_from ?? '') <= (a.valid_to ?? '9999');
}
