import type { Kysely } from 'kysely';
import type { BotDeps } from '../../src/bot/context.js';
import type { Item } from '../../src/ingest/items.js';
import { saveItems } from '../../src/ingest/save.js';
import { joinStories } from '../../src/ingest/stories.js';
import type { Database } from '../../src/store/database.js';
import { findSource } from '../../src/store/sources.js';

/** Stores an article as if the newspaper had just listed it, judged by its text; returns its id. */
export async function listArticle(
  { db, pack, gazetteer }: Pick<BotDeps, 'pack' | 'gazetteer'> & { db: Kysely<Database> },
  now: Date,
  {
    source_id,
    ...article
  }: {
    title: string;
    summary?: string;
    link?: string;
    published_at?: Date;
    source_id?: string;
  },
): Promise<number> {
  const source = (await findSource(db, source_id ?? pack.sources[0]!.id))!;
  const link = article.link ?? `https://baothu.example/${encodeURIComponent(article.title)}`;
  const item = { summary: '', guid: link, link, section: undefined, published_at: now, ...article } as Item;
  await db.transaction().execute((trx) => saveItems(trx, { pack, gazetteer }, source, [item], now));
  await joinStories(db, pack, now);
  const { id } = await db
    .selectFrom('article')
    .select('id')
    .where('url', '=', link)
    .executeTakeFirstOrThrow();
  return id;
}
