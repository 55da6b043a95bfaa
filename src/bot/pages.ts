import type { InlineKeyboard } from 'grammy';
import type { Kysely } from 'kysely';
import type { LookedUp } from '../digest/list.js';
import type { ListedStory } from '../store/calendar.js';
import type { Database } from '../store/database.js';
import { listStories } from '../store/stories.js';

/** As many as a phone shows without much scrolling. */
export const perPage = 5;

/** ‹ 2/3 ›, where there is more than one page. */
export function addPages(
  keyboard: InlineKeyboard,
  page: number,
  pages: number,
  turn: (page: number) => string,
): void {
  if (pages < 2) return;
  if (page > 0) keyboard.text('‹', turn(page - 1));
  keyboard.text(`${page + 1}/${pages}`, 'v1:t0');
  if (page < pages - 1) keyboard.text('›', turn(page + 1));
  keyboard.row();
}

/** Listed stories in their order, as they are shown; one that was withdrawn meanwhile is left out. */
export async function listStoriesOf(
  db: Kysely<Database>,
  listed: readonly ListedStory[],
): Promise<LookedUp[]> {
  const stories = await listStories(
    db,
    listed.map(({ story_id }) => story_id),
  );
  return listed.flatMap(({ story_id, district_ids, published_at }) => {
    const story = stories.get(story_id);
    return story ? [{ ...story, published_at, also: [], district_ids }] : [];
  });
}
