import { beforeEach, describe, expect, test } from 'vitest';
import { cutDigests } from '../../src/digest/cut.js';
import { latestNews } from '../../src/digest/news.js';
import { digestPage } from '../../src/digest/page.js';
import { textOf } from '../../src/html.js';
import { testDatabase } from '../support/database.js';
import { clear, pack, saveOtherSource, savePack, saveStory } from '../support/news.js';
import { createReaders, monday, type Reader, tuesday, vn, wednesday } from '../support/readers.js';

const db = await testDatabase();
const readers = createReaders(db);

beforeEach(async () => {
  await clear(db);
  await savePack(db, monday);
  await saveOtherSource(db);
});

const cut = (now: Date) => cutDigests(db, pack, now, { deliverTo: '*' });
const evening = vn('2026-11-23T18:00');

/** An article of the other newspaper that tells the same. */
const retell = (same_as_id: number, districts: string[], now: Date) =>
  saveStory(db, districts, now, { same_as_id, source_id: 'bao-ban' });

/** What waits for a reader, as it reads. */
async function textFor({ chat_id }: Reader): Promise<string> {
  const { parts } = await db
    .selectFrom('delivery')
    .innerJoin('digest', 'digest.id', 'delivery.digest_id')
    .select('digest.parts')
    .where('chat_id', '=', chat_id)
    .where('status', '=', 'pending')
    .executeTakeFirstOrThrow();
  return parts.map(({ payload }) => payload.text).join('\n');
}

describe('the same event in two newspapers', () => {
  test('is one line with both links, for citizens and officials', async () => {
    const lan = await readers.join(['an-lac']);
    const office = await readers.join(['an-lac'], { style: 'official', times: ['06:30'] });
    const first = await saveStory(db, ['an-lac'], evening, { title: 'Sạt lở' });
    await retell(first, ['an-lac'], evening);
    await cut(tuesday);
    expect(await readers.digests(lan)).toEqual([[first]]);
    for (const reader of [lan, office]) {
      const text = await textFor(reader);
      expect(textOf(text)).toMatch(/Sạt lở”?\nCùng tin: Báo Bạn\n/);
      expect(text).toMatch(/<a href="[^"]+">Báo Bạn<\/a>/);
      expect(text.match(/<a href/g)).toHaveLength(2);
    }
    expect(textOf(await textFor(office))).toContain('1 tin, bài · 2 báo');
    expect(textOf(await textFor(lan))).toContain('Nguồn: Báo Thử, Báo Bạn.');
  });

  test('is not sent again when the second tells it later, in the same district or another', async () => {
    const lan = await readers.join(['an-lac', 'binh-son']);
    const binh = await readers.join(['binh-son']);
    const first = await saveStory(db, ['an-lac'], evening);
    await cut(tuesday);
    await readers.arrive(lan);
    await retell(first, ['an-lac'], vn('2026-11-24T09:00'));
    await retell(first, ['binh-son'], vn('2026-11-24T09:00'));
    await cut(wednesday);
    expect(await readers.digests(lan)).toEqual([[first]]);
    expect(await readers.digests(binh)).toEqual([[first]]);
  });

  test('is not in the next digest of someone whose first digest had it', async () => {
    const first = await saveStory(db, ['an-lac'], monday);
    const lan = await readers.join(['an-lac'], { now: evening });
    expect(await readers.digests(lan, 'first')).toEqual([[first]]);
    await retell(first, ['an-lac'], evening);
    const fresh = await saveStory(db, ['an-lac'], evening);
    await cut(tuesday);
    expect(await readers.digests(lan)).toEqual([[fresh]]);
  });

  test('is in the next digest when the one that had it ended unsent', async () => {
    const lan = await readers.join(['an-lac']);
    const first = await saveStory(db, ['an-lac'], evening);
    await cut(tuesday);
    await readers.fail(lan, tuesday);
    await retell(first, ['an-lac'], vn('2026-11-24T09:00'));
    await cut(wednesday);
    expect(await readers.digests(lan)).toEqual([[first], [first]]);
  });

  test('is new to readers where the first came with a new source and was in no digest', async () => {
    const lan = await readers.join(['an-lac']);
    const first = await saveStory(db, ['an-lac'], evening);
    await db.updateTable('match').set({ edition_id: 0 }).execute();
    await retell(first, ['an-lac'], evening);
    await cut(tuesday);
    expect(await readers.digests(lan)).toEqual([[first]]);
  });

  test('shows the link of a newspaper that names no district', async () => {
    const lan = await readers.join(['an-lac']);
    await retell(await saveStory(db, ['an-lac'], evening), [], evening);
    await cut(tuesday);
    expect(await textFor(lan)).toContain('Báo Bạn');
  });

  test('is one story of /news and of its pages', async () => {
    const told = [];
    for (let n = 0; n < 8; n++) told.push(await saveStory(db, ['an-lac'], monday));
    for (const id of told) await retell(id, ['an-lac'], monday);
    const [part] = await latestNews(db, pack, ['an-lac'], 'vi', evening);
    expect(part!.article_ids).toHaveLength(16);
    expect(JSON.stringify(part!.payload.reply_markup)).toContain('Đọc thêm 1 tin');
    const { id } = await db.selectFrom('digest').select('id').executeTakeFirstOrThrow();
    expect((await digestPage(db, pack, id, 1))!.text.match(/Báo Bạn<\/a>/g)).toHaveLength(1);
  });
});
