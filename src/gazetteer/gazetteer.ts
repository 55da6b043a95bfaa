import type { RegionPack } from '../region.js';
import { addTo, createTrie, type Trie } from './trie.js';
import { type Level, levelOf, unitAfter, unitAt } from './units.js';
import { readText, type Text, type Word } from './words.js';

/** One name of one place: what a sequence of words may stand for. */
export interface Name {
  /** As a reader knows it, with its unit word: 'xã Xuân Phong'. */
  label: string;
  /** 'wider' is a province that a part of, or all of, the region belongs to. */
  kind: 'region' | 'wider' | 'district' | 'place' | 'outside';
  /** Undefined where the name itself says what it is ('hồ Hòa Bình') and no unit word is looked for. */
  level: Level | undefined;
  /** The unit word in full: 'thị trấn'. */
  type: string | undefined;
  /** Where it belongs: several for a place on a border, none for 'outside'. */
  districts: readonly string[];
  /** Where it belongs since its district went into another; empty if that did not happen. */
  heirs: readonly string[];
  /** Local days, 'YYYY-MM-DD', both included. */
  from: string | undefined;
  to: string | undefined;
  /** For each word, whether it is written with a capital. */
  capitals: readonly boolean[];
}

/** A pack's names, indexed for matching. */
export interface Gazetteer {
  pack: RegionPack;
  /** By words as they are spelt. */
  names: Trie<Name>;
  /** By their bare letters. */
  folded: Trie<Name>;
  /** The bare letters of the words that begin a name without a capital: 'hồ Hòa Bình'. */
  uncapitalised: Set<string>;
  /** The hosts of the pack's own newspapers: what they write is meant locally. */
  hosts: readonly string[];
  /** What hosts of the province are called by: 'baohoabinh.com.vn', 'hoabinh.gov.vn'. */
  hostNames: readonly string[];
  /** What its newspaper signs leads with, as bare letters: 'hbdt' for '(HBĐT) - '. */
  signatures: readonly string[];
}

type Place = Omit<Name, 'capitals'>;

/** Indexes a pack's names. Done once; a classification never changes it. */
export function createGazetteer(pack: RegionPack): Gazetteer {
  const gazetteer: Gazetteer = {
    pack,
    names: createTrie(),
    folded: createTrie(),
    uncapitalised: new Set(),
    hostNames: hostNames(pack),
    signatures: signatures(pack),
    hosts: [...new Set(pack.sources.map(({ url }) => new URL(url).hostname.replace(/^www\./, '')))],
  };
  addRegion(gazetteer, pack);
  for (const district of pack.districts) addDistrict(gazetteer, district);
  for (const place of pack.places) addPlace(gazetteer, place, pack);
  for (const name of pack.outside) addOutside(gazetteer, name);
  return gazetteer;
}

// Shorter ones are parts of other words.
const shortestHostName = 5;

/** The names of the region, and of the province it is a part of, as hosts write them. */
function hostNames({ id, name, aliases, places }: RegionPack): string[] {
  const wider = places
    .filter(({ district }) => [district].flat().includes(id))
    .filter(({ type }) => levelOf(type));
  const names = spellings([...Object.values(name), ...aliases, ...wider.map((place) => place.name)]);
  const joined = names.map(({ bare }) => bare.words.map(({ fold }) => fold).join(''));
  return [...new Set(joined)].filter(({ length }) => length >= shortestHostName);
}

/** The initials of the region and 'ĐT' for 'điện tử', with the slips of the keyboard. */
function signatures({ name, aliases }: RegionPack): string[] {
  const initials = spellings([...Object.values(name), ...aliases]).map(({ bare }) =>
    bare.words.map(({ fold }) => fold[0]).join(''),
  );
  return [...new Set(initials)].flatMap((letters) => [`${letters}dt`, `${letters}ddt`]);
}

function addRegion(gazetteer: Gazetteer, pack: RegionPack): void {
  const place: Place = { ...always, label: '', kind: 'region', level: 'region', districts: [pack.id] };
  for (const name of spellings([...Object.values(pack.name), ...pack.aliases]))
    add(gazetteer, name.bare, { ...place, label: Object.values(pack.name)[0]! });
}

function addDistrict(gazetteer: Gazetteer, district: RegionPack['districts'][number]): void {
  const names = Object.values(district.name);
  const place: Place = {
    label: names[0]!,
    kind: 'district',
    level: levelOf(district.type) ?? 'district',
    type: district.type,
    districts: [district.id],
    heirs: [],
    from: district.valid_from,
    to: district.valid_to,
  };
  for (const name of spellings([...names, ...district.names])) add(gazetteer, name.bare, place);
}

function addPlace(gazetteer: Gazetteer, entry: RegionPack['places'][number], pack: RegionPack): void {
  const districts = [entry.district].flat();
  const level = levelOf(entry.type);
  const administrative = level !== undefined && level !== 'village';
  const ofRegion = districts.includes(pack.id);
  const place: Place = {
    label: `${entry.type} ${entry.name}`,
    kind: ofRegion ? (administrative ? 'wider' : 'region') : 'place',
    level: administrative ? level : undefined,
    type: administrative ? entry.type : undefined,
    districts,
    heirs: pack.districts.flatMap(({ id, successor }) =>
      successor && districts.includes(id) ? successor : [],
    ),
    from: entry.valid_from,
    to: entry.valid_to,
  };
  const names = administrative
    ? spellings([entry.name, ...(entry.names ?? [])]).map(({ bare }) => bare)
    : [place.label, ...(entry.names ?? [])].map(readText);
  for (const name of names) add(gazetteer, name, place);
}

function addOutside(gazetteer: Gazetteer, written: string): void {
  for (const { bare, level, type } of spellings([written]))
    add(gazetteer, bare, { ...always, label: written, kind: 'outside', level, type, districts: [] });
}

const always = { type: undefined, heirs: [], from: undefined, to: undefined };

interface Spelling {
  bare: Text;
  level: Level | undefined;
  type: string | undefined;
}

/** Each name without its unit word, once. */
function spellings(names: readonly string[]): Spelling[] {
  const seen = new Map<string, Spelling>();
  for (const name of names) {
    const text = readText(name);
    const found = unitAt(text, 0);
    // A commune may be called 'Bản Nguyên': only words of higher units come off.
    const prefix = found?.level === 'village' ? undefined : found;
    const suffix = unitAfter(text.words, text.words.length - 1);
    const { level, type } = prefix ?? suffix ?? {};
    const words = text.words.slice(prefix?.length ?? 0, suffix ? -1 : undefined);
    if (words.length) seen.set(keysOf(words).join(' '), { bare: { ...text, words }, level, type });
  }
  return [...seen.values()];
}

const keysOf = (words: readonly Word[]) => words.map(({ key }) => key);

function add(gazetteer: Gazetteer, text: Text, place: Place): void {
  const name: Name = { ...place, capitals: text.words.map(({ capital }) => capital) };
  const [first] = text.words;
  if (first && !first.capital) gazetteer.uncapitalised.add(first.fold);
  addTo(gazetteer.names, keysOf(text.words), name);
  addTo(
    gazetteer.folded,
    text.words.map(({ fold }) => fold),
    name,
  );
}
