import type { RegionPack } from '../region.js';
import { nameIn, plain } from '../texts.js';

/** The newspapers of a pack, each once: 'Báo Hòa Bình'. */
export function newspaperNames(pack: RegionPack, locale: string): string {
  const names = new Set(pack.sources.map(({ newspaper }) => nameIn(locale, newspaper)));
  return [...names].join(', ') || plain(locale, 'bot-local-newspapers');
}
