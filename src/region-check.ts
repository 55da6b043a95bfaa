import { typeMeant } from './region-names.js';
import type { PackFile, RegionPack } from './region-schema.js';

/** Takes a problem: the file, where in it (keys and indexes), and what is wrong. */
export type Report = (file: PackFile, path: (string | number)[], problem: string) => void;

/** What one file alone cannot show: ids, languages, dates and zones that have to agree. */
export function checkTogether(pack: RegionPack, report: Report): void {
  const ids = new Set(pack.districts.map(({ id }) => id));
  if (ids.has(pack.id)) report('region.json', ['id'], `'${pack.id}' is also the id of a district`);
  checkLanguages(pack.name, pack, (language) => report('region.json', ['name'], `has no '${language}'`));
  const own = new Set([...Object.values(pack.name), ...pack.aliases].map(bareName));
  pack.outside.forEach((name, index) => {
    if (own.has(bareName(name))) report('region.json', ['outside', index], `'${name}' is this region itself`);
  });
  checkZone(pack.time_zone, (problem) => report('region.json', ['time_zone'], problem));
  findTwice(pack, report);
  pack.districts.forEach((district, index) => {
    checkLanguages(district.name, pack, (language) =>
      report('districts.json', [index, 'name'], `has no '${language}'`),
    );
    checkType(district, (problem) => report('districts.json', [index, 'type'], problem));
    checkDates(district, (key, problem) => report('districts.json', [index, key], problem));
    checkSuccessor(district, pack.districts, (problem) =>
      report('districts.json', [index, 'successor'], problem),
    );
  });
  pack.places.forEach((place, index) => {
    for (const id of [place.district].flat())
      if (!ids.has(id) && id !== pack.id)
        report('places.json', [index, 'district'], `'${id}' is no district of this region`);
    checkType(place, (problem) => report('places.json', [index, 'type'], problem));
    checkDates(place, (key, problem) => report('places.json', [index, key], problem));
  });
  pack.sources.forEach((source, index) => {
    const at = (key: string, problem: string) => report('sources.json', [index, key], problem);
    checkLanguages(source.newspaper, pack, (language) => at('newspaper', `has no '${language}'`));
    if (source.district && !ids.has(source.district) && source.district !== pack.id)
      at('district', `'${source.district}' is no district of this region`);
    if (source.time_zone) checkZone(source.time_zone, (problem) => at('time_zone', problem));
    if (source.kind === 'listing' && !source.listing)
      at('kind', "a listing needs its selectors under 'listing'");
  });
}

const bareName = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replace(/^tỉnh\s+/, '');

function findTwice({ districts, sources }: RegionPack, report: Report): void {
  const find = (file: PackFile, key: string, values: readonly (string | undefined)[]) =>
    values.forEach((value, index) => {
      if (value !== undefined && values.indexOf(value) < index)
        report(file, [index, key], `'${value}' is there twice`);
    });
  find(
    'districts.json',
    'id',
    districts.map(({ id }) => id),
  );
  find(
    'districts.json',
    'name',
    districts.map(({ name }) => Object.values(name)[0]),
  );
  find(
    'districts.json',
    'tile',
    districts.map(({ tile }) => tile?.join()),
  );
  find(
    'sources.json',
    'id',
    sources.map(({ id }) => id),
  );
}

function checkLanguages(
  names: Record<string, string>,
  { languages }: RegionPack,
  report: (language: string) => void,
): void {
  for (const language of languages) if (!names[language]) report(language);
}

function checkZone(timeZone: string, report: (problem: string) => void): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    report(`'${timeZone}' is no IANA time zone`);
  }
}

function checkType({ type }: { type: string }, report: (problem: string) => void): void {
  const meant = typeMeant(type);
  if (meant && meant !== type) report(`'${type}' is not known, '${meant}' is`);
}

function checkDates(
  { valid_from, valid_to }: { valid_from?: string | undefined; valid_to?: string | undefined },
  report: (key: string, problem: string) => void,
): void {
  if (valid_from && valid_to && valid_from > valid_to)
    report('valid_to', `is before valid_from ${valid_from}`);
}

function checkSuccessor(
  { id, successor }: RegionPack['districts'][number],
  districts: RegionPack['districts'],
  report: (problem: string) => void,
): void {
  const next = (from: string | undefined) => districts.find((district) => district.id === from)?.successor;
  if (!successor) return;
  if (!districts.some((district) => district.id === successor))
    report(`'${successor}' is no district of this region`);
  const seen = new Set([id]);
  let heir: string | undefined = successor;
  while (heir && !seen.has(heir)) {
    seen.add(heir);
    heir = next(heir);
  }
  if (heir) report('leads back to itself');
}
