import type { Kysely } from 'kysely';
import type { RegionPack } from '../region.js';
import type { Database } from '../store/database.js';
import { findDigest } from '../store/digests.js';
import type { Part } from '../store/schema.js';
import { listStories } from '../store/stories.js';
import { type DigestModel, everyDistrictName, modelOf } from './model.js';
import { renderPage, renderPages } from './render.js';

/** A story as its digest numbers it. */
export interface NumberedStory {
  id: number;
  number: number;
  /** Every district it stands for in this digest. */
  district_ids: string[];
  /** The watch word that brought it, where nothing else did. */
  word?: string;
}

/** Page `index` (from 0) of a stored digest, in its own language; undefined when the digest or the page is gone. */
export async function digestPage(
  db: Kysely<Database>,
  pack: RegionPack,
  digestId: number,
  index: number,
): Promise<Part['payload'] | undefined> {
  const model = await findModel(db, pack, digestId);
  return model && renderPage(model, digestId, index);
}

/** The stories on that page in their order; undefined when the digest or the page is gone. */
export async function digestStories(
  db: Kysely<Database>,
  pack: RegionPack,
  digestId: number,
  index: number,
): Promise<NumberedStory[] | undefined> {
  const model = await findModel(db, pack, digestId);
  const pages = model ? renderPages(model) : [];
  if (!model || !pages[index]) return undefined;
  const before = pages.slice(0, index).reduce((n, page) => n + page.article_ids.length, 0);
  const stories = new Map(
    model.sections.flatMap(({ district_id, word, stories }) =>
      stories.map(({ id, also }) => [
        id,
        { district_ids: [district_id, ...also], ...(word !== undefined && { word }) },
      ]),
    ),
  );
  return pages[index].article_ids.map((id, at) => ({ id, number: before + at + 1, ...stories.get(id)! }));
}

async function findModel(
  db: Kysely<Database>,
  pack: RegionPack,
  digestId: number,
): Promise<DigestModel | undefined> {
  const digest = await findDigest(db, digestId);
  if (!digest) return undefined;
  const ids = digest.outline.sections.flatMap((section) => section.articles.map((article) => article.id));
  return modelOf(digest, pack, await everyDistrictName(db, pack), await listStories(db, ids));
}
