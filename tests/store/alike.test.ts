import { expect, test } from 'vitest';
import { listAlike, recordBands } from '../../src/store/alike.js';
import { testDatabase } from '../support/database.js';
import { savePack, saveStory } from '../support/news.js';

const db = await testDatabase();
const now = new Date('2026-03-02T01:00:00Z');
await savePack(db, now);

test('a single new article is compared with all that read like it, not with a few', async () => {
  for (let n = 0; n < 8; n++) await saveStory(db, ['an-lac'], now);
  const articles = await db.selectFrom('article').select(['id', 'published_at']).orderBy('id').execute();
  const [fresh, ...others] = articles.map((article) => ({ ...article, bands: [1, 2, 3] })).toReversed();
  await db.transaction().execute(async (trx) => {
    await recordBands(trx, others);
    const alike = await listAlike(trx, [fresh!]);
    expect(alike.map(({ id }) => id)).toEqual(articles.map(({ id }) => id));
  });
});
