import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { createGazetteer } from '../../src/gazetteer/gazetteer.js';
import type { Item } from '../../src/ingest/items.js';
import { saveItems } from '../../src/ingest/save.js';
import { joinStories } from '../../src/ingest/stories.js';
import { countQueued, recordDecision } from '../../src/store/decisions.js';
import { closeEdition } from '../../src/store/editions.js';
import { findSource } from '../../src/store/sources.js';
import { grantRole } from '../../src/store/staff.js';
import { listLatest } from '../../src/store/stories.js';
import { testDatabase } from '../support/database.js';
import { clear, pack, saveOtherSource, savePack } from '../support/news.js';

const db = await testDatabase();
const gazetteer = createGazetteer(pack);
const now = new Date('2026-10-05T01:00:00Z');
const sender = { telegram_id_hash: Buffer.alloc(32, 1), telegram_id_sealed: 'sealed', locale: 'vi' };
await grantRole(db, sender, 'editor', null, now);
const editor = await db.selectFrom('staff').select('id').executeTakeFirstOrThrow();

beforeEach(async () => {
  await db.deleteFrom('band').execute();
  await db.deleteFrom('uncompared').execute();
  await db.deleteFrom('item').execute();
  await clear(db);
  await savePack(db, now);
  await saveOtherSource(db);
  await db.updateTable('source').set({ first_success_at: now }).execute();
});

const summary =
  'Mưa lớn trong đêm 4/10 làm sạt lở đất tại xóm Bưa, khiến 20 hộ với 86 nhân khẩu phải di dời khẩn cấp đến nhà văn hóa.';
const landslide = { title: 'Sạt lở đất trong đêm, 20 hộ phải rời nhà', summary };
const school = {
  title: 'Huyện Bình Sơn có thêm trường mầm non',
  summary:
    'Ngôi trường mầm non gồm 6 phòng học vừa được khánh thành tại trung tâm huyện Bình Sơn với kinh phí 9 tỷ đồng.',
};

/** Stores what a newspaper says now under one link; returns the article's id. */
async function tell(newspaper: 'bao-thu' | 'bao-ban', text: { title: string; summary: string }) {
  const link = `https://${newspaper}.example/tin`;
  const item: Item = { ...text, guid: link, link, section: undefined, published_at: now };
  const source = (await findSource(db, newspaper))!;
  await db.transaction().execute((trx) => saveItems(trx, { pack, gazetteer }, source, [item], now));
  await joinStories(db, pack, now);
  const { id } = await db
    .selectFrom('article')
    .select('id')
    .where('url', '=', link)
    .executeTakeFirstOrThrow();
  return id;
}

const storyOf = async (id: number) =>
  (await db.selectFrom('article').select('story_id').where('id', '=', id).executeTakeFirstOrThrow()).story_id;

const openMatches = () =>
  db
    .selectFrom('match')
    .select(['article_id', 'district_id'])
    .where('ended_at', 'is', null)
    .orderBy('article_id')
    .execute();

test('what people decided of a story holds for an article that joins it later', async () => {
  const first = await tell('bao-thu', landslide);
  await db.updateTable('article').set({ scope: 'uncertain' }).execute();
  const decide = (trx: Parameters<typeof recordDecision>[0]) =>
    recordDecision(trx, first, ['an-lac'], editor.id, now);
  expect(await db.transaction().execute(decide)).toBe('decided');
  const second = await tell('bao-ban', { ...landslide, title: `Huyện Bình Sơn: ${landslide.title}` });
  expect(await storyOf(second)).toBe(first);
  const decided = [first, second].map((article_id) => ({ article_id, district_id: 'an-lac' }));
  expect(await openMatches()).toEqual(decided);
  await tell('bao-ban', { ...landslide, title: `Bình Sơn: ${landslide.title}` });
  expect(await openMatches()).toEqual(decided);
});

test('an article whose edited text tells an event that another told joins that story', async () => {
  const first = await tell('bao-thu', landslide);
  const second = await tell('bao-ban', { title: 'Tin cập nhật', summary: '' });
  expect(await storyOf(second)).toBe(second);
  await tell('bao-ban', { title: 'Tin cập nhật trong đêm', summary });
  expect(await storyOf(second)).toBe(first);
});

test('an article whose edited text tells another event leaves the story', async () => {
  const first = await tell('bao-thu', landslide);
  const second = await tell('bao-ban', landslide);
  expect(await storyOf(second)).toBe(first);
  await tell('bao-ban', { ...landslide, title: `${landslide.title} đến nơi an toàn` });
  expect(await storyOf(second)).toBe(first);
  await tell('bao-ban', school);
  expect(await storyOf(second)).toBe(second);
});

test('an edited article that an edition holds, or that another joined, stays in its story', async () => {
  const first = await tell('bao-thu', { ...landslide, title: `Huyện An Lạc: ${landslide.title}` });
  const second = await tell('bao-ban', { ...landslide, title: `An Lạc: ${landslide.title}` });
  await tell('bao-thu', school);
  expect(await storyOf(second)).toBe(first);
  await closeEdition(db, now);
  await tell('bao-ban', { ...school, title: 'Xã mới có chợ phiên' });
  expect(await storyOf(second)).toBe(first);
});

test('an article that an edition takes while its edit is stored stays in its story', async () => {
  const first = await tell('bao-thu', landslide);
  const second = await tell('bao-ban', school);
  const source = (await findSource(db, 'bao-ban'))!;
  const link = 'https://bao-ban.example/tin';
  const item: Item = {
    ...landslide,
    title: `Bình Sơn: ${landslide.title}`,
    ...{ guid: link, link, section: undefined, published_at: now },
  };
  await db.transaction().execute(async (trx) => {
    await saveItems(trx, { pack, gazetteer }, source, [item], now);
    await closeEdition(db, now);
  });
  await joinStories(db, pack, now);
  expect(await storyOf(second)).toBe(second);
  expect(first).not.toBe(second);
});

/** Stores it and stops before it is compared, as a process that dies. */
async function store(newspaper: 'bao-thu' | 'bao-ban', n: number, text: { title: string; summary: string }) {
  const link = `https://${newspaper}.example/tin/${n}`;
  const item: Item = { ...text, guid: link, link, section: undefined, published_at: now };
  const source = (await findSource(db, newspaper))!;
  await db.transaction().execute((trx) => saveItems(trx, { pack, gazetteer }, source, [item], now));
}

const waiting = () => db.selectFrom('match').select('article_id').where('edition_id', 'is', null).execute();

test('no edition takes an article before it is compared, and the next one does', async () => {
  const told = { ...landslide, title: `Huyện An Lạc: ${landslide.title}` };
  await store('bao-thu', 1, told);
  const before = await closeEdition(db, now);
  expect(await waiting()).toHaveLength(1);
  await joinStories(db, pack, now);
  expect(await closeEdition(db, now)).toBe(before + 1);
  expect(await waiting()).toEqual([]);
});

test('what is not compared yet is neither among the latest nor asked of an admin: it may be an old story', async () => {
  // The backlog of a new source is in an edition at once.
  await db.updateTable('source').set({ first_success_at: null }).execute();
  await store('bao-thu', 1, { ...landslide, title: `Huyện An Lạc: ${landslide.title}` });
  await store('bao-thu', 2, { title: 'Tin chưa rõ', summary: 'Xã Bình Minh họp.' });
  await db.updateTable('article').set({ scope: 'uncertain' }).where('title', '=', 'Tin chưa rõ').execute();
  const listed = async () => [
    (await listLatest(db, { districtIds: [], upTo: 0, since: new Date(0), excluded: [], limit: 9 })).length,
    await countQueued(db, now),
  ];
  expect(await listed()).toEqual([0, 0]);
  await joinStories(db, pack, now);
  expect(await listed()).toEqual([1, 1]);
});

test('who is stopped leaves the rest to the next', async () => {
  await store('bao-thu', 1, landslide);
  await joinStories(db, pack, now, AbortSignal.abort());
  expect(await db.selectFrom('uncompared').select('article_id').execute()).toHaveLength(1);
});

test('what cannot be compared is told all the same, once for each who tells it', async () => {
  await sql`
    create function fail() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$`.execute(
    db,
  );
  await sql`create trigger fail before insert on band for each row execute function fail()`.execute(db);
  await store('bao-thu', 1, landslide);
  await store('bao-ban', 1, landslide);
  await joinStories(db, pack, now);
  await sql`drop function fail cascade`.execute(db);
  expect(await db.selectFrom('uncompared').select('article_id').execute()).toEqual([]);
  expect(await db.selectFrom('article').select('id').whereRef('story_id', '=', 'id').execute()).toHaveLength(
    2,
  );
});

test('storing, editing and comparing at once never fail one another', async () => {
  const tellAll = async (newspaper: 'bao-thu' | 'bao-ban', round: number) => {
    for (let n = 0; n < 12; n++) {
      const text = n % 2 ? landslide : school;
      await store(newspaper, n, { ...text, title: `${text.title}, lần ${round}` });
    }
  };
  for (const round of [1, 2])
    await Promise.all([
      tellAll('bao-thu', round),
      tellAll('bao-ban', round),
      joinStories(db, pack, now),
      joinStories(db, pack, now),
    ]);
  await joinStories(db, pack, now);
  expect(await db.selectFrom('uncompared').select('article_id').execute()).toEqual([]);
  expect(await db.selectFrom('article').select('id').execute()).toHaveLength(24);
});
