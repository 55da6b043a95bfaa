import type { Kysely } from 'kysely';
import type { RegionPack } from '../region.js';
import type { Database } from '../store/database.js';
import { listStories } from '../store/stories.js';
import { takeTurn } from '../store/transaction.js';
import { listUnsentDigests, markWithdrawn, saveRevision } from '../store/withdrawals.js';
import { type DigestModel, everyDistrictName, modelOf } from './model.js';
import { renderParts } from './render.js';

/**
 * Takes an article out of what readers get from now on: digests, /news and pages. Digests that have not been sent are
 * written again without it; of those partly sent the other messages keep their stories. A story that other newspapers
 * tell as well stays, with their links. Returns false where it is withdrawn already. `staffId` is who did it.
 */
export async function withdrawArticle(
  db: Kysely<Database>,
  pack: RegionPack,
  articleId: number,
  staffId: number | null,
  now: Date,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    // A cut that has read the article is waited for, so that its digests are found here.
    await takeTurn(trx, 'withdrawals');
    const storyId = await markWithdrawn(trx, articleId, staffId, now);
    if (storyId === undefined) return false;
    const digests = await listUnsentDigests(trx, storyId, now);
    const ids = digests.flatMap(({ outline }) =>
      outline.sections.flatMap(({ articles }) => articles.map(({ id }) => id)),
    );
    const stories = await listStories(trx, [...new Set(ids)]);
    const districts = await everyDistrictName(trx, pack);
    for (const digest of digests) {
      const model = modelOf(digest, pack, districts, stories);
      await saveRevision(trx, digest.id, saysNothing(model) ? [] : renderParts(model, digest.id), now);
    }
    return true;
  });
}

/** Officials, and whoever has just begun to follow, are told that there is no news. */
function saysNothing({ style, kind, sections }: DigestModel): boolean {
  return style === 'citizen' && kind === 'scheduled' && sections.every(({ stories }) => stories.length === 0);
}
