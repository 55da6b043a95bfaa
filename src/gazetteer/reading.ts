import type { Gazetteer } from './gazetteer.js';
import { findMentions, type Mention } from './mentions.js';
import { resolve, type Sense } from './resolve.js';
import { readText, type Text } from './words.js';

export type Part = 'title' | 'summary' | 'section' | 'body';

/** A mention and what it stands for in this story. */
export interface Reading {
  part: Part;
  mention: Mention;
  sense: Sense;
  /** Opens the headline, before a colon: says where, not what. */
  isDateline: boolean;
}

export interface ReadPart {
  text: Text;
  readings: Reading[];
}

/** The places one part of a story names; `day` is local, 'YYYY-MM-DD'. */
export function readPart(
  gazetteer: Gazetteer,
  part: Part,
  source: string,
  day: string | undefined,
): ReadPart {
  const text = readText(source);
  const readings = findMentions(gazetteer, text).map((mention) => ({
    part,
    mention,
    sense: resolve(mention, day),
    isDateline: part === 'title' && mention.start === 0 && /^\s*:/.test(text.words[mention.end]?.gap ?? ''),
  }));
  return { text, readings };
}

/**
 * The district a newspaper sorted a story under: its section, else the folders of its address, '/huyen-mai-chau/'.
 * A section about the whole province says nothing.
 */
export function readSection(
  gazetteer: Gazetteer,
  { section, url }: { section?: string | undefined; url?: string | undefined },
  day: string | undefined,
): ReadPart {
  const read = readPart(gazetteer, 'section', section || foldersOf(url), day);
  const readings = read.readings.filter(
    ({ sense, mention }) => sense.isCertain && sense.kind === 'ours' && !mention.isPerson,
  );
  return { text: readText(''), readings };
}

function foldersOf(url: string | undefined): string {
  if (!url || !URL.canParse(url)) return '';
  const folders = new URL(url).pathname.split('/').slice(1, -1);
  return folders
    .map((folder) => folder.replaceAll('-', ' ').replace(/\b[a-z]/g, (letter) => letter.toUpperCase()))
    .join(' ; ');
}

/**
 * A name keeps its sense through a story: 'huyện Kỳ Sơn (Nghệ An)' once explains every 'Kỳ Sơn' after it. A place
 * elsewhere even takes the plain name of a district of ours, 'Cao Phong' behind 'xã Cao Phong (Vĩnh Phúc)', unless
 * the story names the district too.
 */
export function keepSenses(readings: readonly Reading[]): Reading[] {
  const explained = new Map<string, Sense>();
  const named = new Set<string>();
  for (const { mention, sense } of readings) {
    if (mention.within.length && sense.isCertain && !explained.has(mention.key))
      explained.set(mention.key, sense);
    if (sense.kind !== 'outside' && (mention.unit || mention.isContainer)) named.add(mention.key);
  }
  const people = new Set(readings.flatMap(({ mention }) => (mention.isPerson ? mention.key : [])));
  // 'Ngọc Sơn' alone is the runner whom the headline calls 'Phạm Ngọc Sơn'.
  const isPerson = ({ mention }: Reading) =>
    mention.isPerson ||
    (people.has(mention.key) && !mention.unit && !mention.within.length && !mention.isLocated);
  const places = readings.filter((reading) => !isPerson(reading));
  return places.map((reading) => {
    const { mention } = reading;
    const sense = explained.get(mention.key);
    const isOpen = !reading.sense.isCertain || (sense?.kind === 'outside' && !named.has(mention.key));
    return sense && isOpen && !mention.within.length ? { ...reading, sense } : reading;
  });
}
