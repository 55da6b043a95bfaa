import type { Reach, Story, Window } from '../store/stories.js';

export interface Section {
  district_id: string;
  stories: SectionStory[];
}

export interface SectionStory extends Story {
  /** The other followed districts it belongs to; it stands once, under the first. */
  also: string[];
}

export interface Limits {
  /** Editions up to this one are too old to be reached (7 days, weekly 14). */
  floor: number;
  /** Only what was served after this edition (7 days) is remembered as served. */
  servedFloor: number;
  /** Stories this chat had outside its marks. */
  excluded: readonly number[];
}

/**
 * The stories of one combination of reaches, by district in the order of `districtIds`, newest first within one.
 * A story that another of the reaches has served already is left out; one that belongs to several stands once,
 * under the first district that is not the region itself.
 */
export function composeSections(
  window: Window,
  reaches: readonly Reach[],
  districtIds: readonly string[],
  limits: Limits,
): Section[] {
  const followed = new Map<number, Set<string>>();
  const left = new Set(limits.excluded);
  const byDistrict = new Map(reaches.map((reach) => [reach.district_id, reach]));
  const everything = reaches.find((reach) => reach.whole);
  for (const match of window.matches) {
    for (const reach of [byDistrict.get(match.district_id), everything]) {
      if (!reach) continue;
      if (match.edition_id > Math.max(reach.mark, limits.floor)) {
        if (!match.open) continue;
        const districts = followed.get(match.story_id) ?? new Set();
        followed.set(match.story_id, districts.add(match.district_id));
      } else if (
        match.edition_id <= reach.mark &&
        match.edition_id > Math.max(reach.first_edition, limits.servedFloor)
      ) {
        left.add(match.story_id);
      }
    }
  }
  return arrange(window.stories, followed, left, districtIds);
}

/** Puts each story under one district; `stories` is in the order in which they shall stand. */
export function arrange(
  stories: ReadonlyMap<number, Story>,
  followed: ReadonlyMap<number, ReadonlySet<string>>,
  left: ReadonlySet<number>,
  districtIds: readonly string[],
): Section[] {
  const sections = new Map<string, SectionStory[]>();
  for (const [id, story] of stories) {
    const of = followed.get(id);
    if (!of || left.has(id)) continue;
    // The region's own id stands first in the order; a story that has a district stands there instead.
    const [first, ...also] = [...districtIds.slice(1), districtIds[0]!].filter((district) =>
      of.has(district),
    );
    if (first === undefined) continue;
    const section = sections.get(first) ?? [];
    sections.set(first, section);
    section.push({ ...story, also: also.filter((district) => district !== districtIds[0]) });
  }
  return districtIds.flatMap((district_id) => {
    const stories = sections.get(district_id);
    return stories ? [{ district_id, stories }] : [];
  });
}
