import type { Kysely } from 'kysely';
import type { RegionPack } from '../region.js';
import type { Database } from '../store/database.js';
import { findDigest } from '../store/digests.js';
import type { Part } from '../store/schema.js';
import { listStories } from '../store/stories.js';
import { modelOf } from './model.js';
import { renderPage } from './render.js';

/** Page `index` (from 0) of a stored digest, in its own language; undefined when the digest or the page is gone. */
export async function digestPage(
  db: Kysely<Database>,
  pack: RegionPack,
  digestId: number,
  index: number,
): Promise<Part['payload'] | undefined> {
  const digest = await findDigest(db, digestId);
  if (!digest) return undefined;
  const ids = digest.outline.sections.flatMap((section) => section.articles.map((article) => article.id));
  return renderPage(modelOf(digest, pack, await listStories(db, ids)), digestId, index);
}
