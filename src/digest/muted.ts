import type { Kysely } from 'kysely';
import type { Database } from '../store/database.js';
import { listTexts, type Story } from '../store/stories.js';
import { indexTexts, sectionKey } from './words.js';

export interface Muted {
  muted_words: readonly string[];
  muted_sections: readonly string[];
}

/** Those of some stories that a chat does not mute, in their order; hidden is what a scheduled digest would hide. */
export async function unmuted(
  db: Kysely<Database>,
  stories: ReadonlyMap<number, Story>,
  { muted_words, muted_sections }: Muted,
): Promise<Map<number, Story>> {
  const sections = new Set(muted_sections.map(sectionKey).filter(Boolean));
  const texts = muted_words.length ? await listTexts(db, [...stories.keys()]) : [];
  const storiesWith = indexTexts(texts.map(({ story_id, text }) => [story_id, text]));
  const hidden = new Set(muted_words.flatMap(storiesWith));
  return new Map(
    [...stories].filter(([id, { section }]) => !hidden.has(id) && !sections.has(sectionKey(section ?? ''))),
  );
}
