import type { EditionMatch, Reach, Story } from '../store/stories.js';
import type { IndexedWindow } from './indexed.js';

export interface Section {
  district_id: string;
  /** What a watch word found; `district_id` is the region then. */
  word?: string;
  stories: SectionStory[];
}

export interface SectionStory extends Story {
  /** The other followed districts it belongs to; it stands once, under the first. Under a word all that it belongs to. */
  also: string[];
}

export interface Limits {
  /** Editions up to this one are too old to be reached (7 days, weekly 14). */
  floor: number;
  /** Only what was served after this edition (7 days) is remembered as served. */
  servedFloor: number;
  /** Stories this chat had outside its marks, and those it mutes. */
  excluded: readonly number[];
}

/**
 * The stories of one combination of reaches, by district in the order of `districtIds`, newest first within one.
 * A story that another of the reaches has served already is left out; one that belongs to several stands once,
 * under the first district that is not the region itself. What only a watch word reaches stands under the word.
 */
export function composeSections(
  window: IndexedWindow,
  reaches: readonly Reach[],
  districtIds: readonly string[],
  limits: Limits,
): Section[] {
  const followed = new Map<number, Set<string>>();
  const left = new Set(limits.excluded);
  for (const reach of reaches.filter(({ word }) => word === null))
    for (const match of reach.whole ? window.matches : (window.byDistrict.get(reach.district_id) ?? [])) {
      if (isNew(match, reach, limits)) {
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
  const stories = inOrder(window, followed.keys());
  return [
    ...arrange(stories, followed, left, districtIds),
    ...findSections(window, reaches, new Set([...left, ...followed.keys()]), districtIds, limits),
  ];
}

/** What each watch word brings that nothing else does, in the order of the words; a story stands under the first. */
function findSections(
  window: IndexedWindow,
  reaches: readonly Reach[],
  taken: Set<number>,
  districtIds: readonly string[],
  limits: Limits,
): Section[] {
  return reaches.flatMap((reach) => {
    if (reach.word === null) return [];
    const found = window.matchesWith(reach.word).filter((match) => isNew(match, reach, limits));
    const ids = new Set(found.map(({ story_id }) => story_id).filter((id) => !taken.has(id)));
    const stories = [...inOrder(window, ids).values()].map((story) => ({
      ...story,
      also: placesOf(window, story.id, districtIds),
    }));
    for (const id of ids) taken.add(id);
    return stories.length ? [{ district_id: reach.district_id, word: reach.word, stories }] : [];
  });
}

const isNew = ({ edition_id }: EditionMatch, { mark }: Reach, { floor }: Limits): boolean =>
  edition_id > Math.max(mark, floor);

function inOrder({ stories, rank }: IndexedWindow, ids: Iterable<number>): Map<number, Story> {
  const known = [...ids].filter((id) => stories.has(id));
  return new Map(
    known.toSorted((one, other) => rank.get(one)! - rank.get(other)!).map((id) => [id, stories.get(id)!]),
  );
}

/** The districts that a story belongs to, without the region. */
function placesOf({ byStory }: IndexedWindow, storyId: number, districtIds: readonly string[]): string[] {
  const matches = byStory.get(storyId) ?? [];
  return districtIds
    .slice(1)
    .filter((id) => matches.some(({ open, district_id }) => open && district_id === id));
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
