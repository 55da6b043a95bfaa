import type { Remembered } from '../gazetteer/candidates.js';
import type { Gazetteer } from '../gazetteer/gazetteer.js';
import type { RegionPack } from '../region.js';
import type { Scope } from '../store/schema.js';
import type { Source } from '../store/sources.js';
import type { Item } from './items.js';
import { judge, publishedAt, recall } from './judge.js';

/** How many articles show whether a source is read as its readers see it. */
export const samplesShown = 3;

/** An article as the parser sees it, with the districts it would get; nothing of it is stored. */
export interface Sample {
  title: string;
  summary: string;
  link: string;
  section: string | undefined;
  published_at: Date | undefined;
  scope: Scope;
  /** The region's own id where it is news of the whole region. */
  district_ids: string[];
}

/** What would become of these items if they were stored now. */
export function judgeSamples(
  deps: { gazetteer: Gazetteer; pack: RegionPack; remembered: Remembered },
  source: Pick<Source, 'district_id' | 'section' | 'newspaper'>,
  items: readonly Item[],
  now: Date,
): Sample[] {
  return items.slice(0, samplesShown).map((item) => {
    const judgement = judge(deps, source, item, publishedAt(item, now));
    const { scope, matches } = recall(deps.pack, judgement, deps.remembered);
    const { title, summary, link, published_at } = item;
    return {
      ...{ title, summary, link, published_at, scope },
      section: source.section ?? item.section,
      district_ids: matches.map(({ district_id }) => district_id),
    };
  });
}
