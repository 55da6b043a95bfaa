import type { Gazetteer } from './gazetteer.js';
import { findMentions, type Mention } from './mentions.js';
import { resolve, type Sense } from './resolve.js';
import { readText, type Text } from './words.js';

export type Part = 'title' | 'summary' | 'body';

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

/** A name keeps its sense through a story: 'huyện Kỳ Sơn (Nghệ An)' once explains every 'Kỳ Sơn' after it. */
export function keepSenses(readings: readonly Reading[]): Reading[] {
  const explained = new Map<string, Sense>();
  for (const { mention, sense } of readings)
    if (mention.within.length && sense.isCertain && !explained.has(mention.key))
      explained.set(mention.key, sense);
  return readings.map((reading) => {
    const sense = explained.get(reading.mention.key);
    const isOpen = !reading.mention.within.length && !reading.sense.isCertain;
    return sense && isOpen ? { ...reading, sense } : reading;
  });
}
