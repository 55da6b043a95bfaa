import { expect, test } from 'vitest';
import { awaitStories, listNear, recordBands } from '../../src/store/alike.js';
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
    const near = await listNear(trx, [fresh!]);
    expect(near.toSorted((one, other) => one - other)).toEqual(articles.slice(0, -1).map(({ id }) => id));
  });
});

test('what waits to be compared itself is near nothing yet: it may leave the story that it began', async () => {
  const [one, other] = [await saveStory(db, ['an-lac'], now), await saveStory(db, ['an-lac'], now)];
  const banded = (id: number) => ({ id, published_at: now, bands: [7] });
  await db.transaction().execute(async (trx) => {
    await recordBands(trx, [banded(one)]);
    expect(await listNear(trx, [banded(other)])).toEqual([one]);
    await awaitStories(trx, [one]);
    expect(await listNear(trx, [banded(other)])).toEqual([]);
  });
});

test('of a poll that brings many, each article is compared with what reads most like it', async () => {
  const count = 60;
  for (let n = 0; n < count + 145; n++) await saveStory(db, ['an-lac'], now);
  const articles = await db
    .selectFrom('article')
    .select(['id', 'published_at'])
    .orderBy('id', 'desc')
    .limit(count + 145)
    .execute();
  const fresh = articles.slice(0, count).map((article, n) => ({ ...article, bands: [10 * n, 10 * n + 1] }));
  // A form of words brings twelve at a time near five of them each; one reads like a single article.
  const others = articles.slice(count).map((article, n) => ({
    ...article,
    bands: n === 0 ? fresh[0]!.bands : [0, 1, 2, 3, 4].map((step) => 10 * (5 * (n % 12) + step)),
  }));
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('band').execute();
    await recordBands(trx, others);
    expect(await listNear(trx, fresh)).toContain(others[0]!.id);
  });
});
