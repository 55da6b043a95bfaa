import type { CutFilters, FilterHits } from '../store/cut-filters.js';
import type { EditionMatch, Window } from '../store/stories.js';
import { indexTexts, sectionKey } from './words.js';

/** A window as combinations look it up: what a combination costs is what it reaches, however much there is. */
export interface IndexedWindow extends Window {
  /** The place of each story in the order in which stories stand. */
  rank: ReadonlyMap<number, number>;
  byDistrict: ReadonlyMap<string, EditionMatch[]>;
  byStory: ReadonlyMap<number, EditionMatch[]>;
  /** The open matches of the articles that a word is in. */
  matchesWith(word: string): EditionMatch[];
  /** The stories that any article tells with this word. */
  storiesWith(word: string): number[];
}

export function indexWindow(window: Window): IndexedWindow {
  const byArticle = groupBy(window.matches, ({ article_id }) => article_id);
  const articlesWith = lookUpOnce(window);
  return {
    ...window,
    rank: new Map([...window.stories.keys()].map((id, place) => [id, place])),
    byDistrict: groupBy(window.matches, ({ district_id }) => district_id),
    byStory: groupBy(window.matches, ({ story_id }) => story_id),
    matchesWith: (word) =>
      articlesWith(word).flatMap((id) => (byArticle.get(id) ?? []).filter(({ open }) => open)),
    storiesWith: (word) => [...new Set(articlesWith(word).map((id) => window.texts.get(id)!.story_id))],
  };
}

/** Nothing is read before the first word is asked for, and no word is looked up twice. */
function lookUpOnce({ texts }: Window): (word: string) => number[] {
  const answers = new Map<string, number[]>();
  let lookUp: ((word: string) => number[]) | undefined;
  return (word) => {
    lookUp ??= indexTexts([...texts].map(([id, { text }]) => [id, text]));
    const answer = answers.get(word) ?? lookUp(word);
    answers.set(word, answer);
    return answer;
  };
}

/**
 * What filters meet in a window. A muted word hides a story that any of its articles has it in, a muted section those
 * that are shown with it.
 */
export function meetFilters(
  window: IndexedWindow,
  { muted_words, muted_sections, watch_words }: CutFilters,
): FilterHits {
  const sections = groupBy([...window.stories.values()], ({ section }) => sectionKey(section ?? ''));
  const inSection = (name: string) => (sectionKey(name) && sections.get(sectionKey(name))) || [];
  const hide = (kind: 'word' | 'section', value: string, stories: readonly number[]) =>
    stories.flatMap((story_id) =>
      (window.byStory.get(story_id) ?? [])
        .filter(({ open }) => open)
        .map(({ district_id, edition_id }) => ({ kind, value, story_id, district_id, edition_id })),
    );
  return {
    hidden: [
      ...muted_words.flatMap((word) => hide('word', word, window.storiesWith(word))),
      ...muted_sections.flatMap((section) =>
        hide(
          'section',
          section,
          inSection(section).map(({ id }) => id),
        ),
      ),
    ],
    found: watch_words.flatMap((word) =>
      [...new Set(window.matchesWith(word).map(({ edition_id }) => edition_id))].map((edition_id) => ({
        word,
        edition_id,
      })),
    ),
  };
}

function groupBy<T, K>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}
