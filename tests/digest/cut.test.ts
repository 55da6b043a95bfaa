import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { cutDigests, previewCut } from '../../src/digest/cut.js';
import { follow } from '../../src/digest/follow.js';
import { closeEdition } from '../../src/store/editions.js';
import type { Style } from '../../src/store/schema.js';
import { testDatabase } from '../support/database.js';
import { clear, pack, saveMatches, savePack, saveStory } from '../support/news.js';

const db = await testDatabase();
const vn = (text: string) => new Date(`${text}:00+07:00`);
const monday = vn('2026-11-23T12:00');
const tuesday = vn('2026-11-24T06:30');
const wednesday = vn('2026-11-25T06:30');

beforeEach(async () => {
  await clear(db);
  await savePack(db, monday);
});

async function someone(
  districtIds: string[],
  options: { style?: Style; times?: string[]; weekdays?: number[]; now?: Date } = {},
) {
  const { style = 'citizen', now = monday, ...schedule } = options;
  const followed = await follow(
    db,
    pack,
    {
      telegram_id_hash: randomBytes(32),
      telegram_id_sealed: '1.sealed',
      kind: 'private',
      locale: 'vi',
      notice_version: '1',
      style,
      ...(style === 'official' ? { unit: 'Văn phòng' } : {}),
      ...schedule,
    },
    districtIds,
    now,
  );
  // The first digest has arrived; a chat with an unfinished one is not cut.
  await db.updateTable('delivery').set({ status: 'sent' }).where('chat_id', '=', followed.chat_id).execute();
  return followed.chat_id;
}

const cut = (now: Date, options: Partial<Parameters<typeof cutDigests>[3]> = {}) =>
  cutDigests(db, pack, now, { deliverTo: '*', ...options });

/** The article ids of each scheduled digest of a chat, oldest first; sends them unless told not to. */
async function scheduled(chatId: number, send = true): Promise<number[][]> {
  const rows = await db
    .selectFrom('delivery')
    .innerJoin('digest', 'digest.id', 'delivery.digest_id')
    .select('digest.outline')
    .where('chat_id', '=', chatId)
    .where('kind', '=', 'scheduled')
    .orderBy('delivery.slot')
    .execute();
  if (send) await db.updateTable('delivery').set({ status: 'sent' }).where('chat_id', '=', chatId).execute();
  return rows.map(({ outline }) =>
    outline.sections.flatMap((section) => section.articles.map(({ id }) => id)),
  );
}

async function chat(id: number) {
  return db.selectFrom('chat').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

describe('an edition', () => {
  test('takes every open match once, and there is none without an open match', async () => {
    await saveStory(db, ['an-lac'], monday);
    const closed = await Promise.all([
      closeEdition(db, monday),
      closeEdition(db, monday),
      closeEdition(db, monday),
    ]);
    expect(new Set(closed).size).toBe(1);
    expect(await closeEdition(db, tuesday)).toBe(closed[0]);
    const open = await db.selectFrom('match').select('id').where('edition_id', 'is', null).execute();
    expect(open).toEqual([]);
  });
});

describe('a scheduled digest', () => {
  test('brings what has come since the last one, once', async () => {
    const old = await saveStory(db, ['an-lac'], monday);
    const lan = await someone(['an-lac']);
    const fresh = await saveStory(db, ['an-lac'], vn('2026-11-23T18:00'));
    expect(await cut(tuesday)).toMatchObject({ chats: 1, deliveries: 1, digests: 1 });
    expect(await cut(tuesday)).toMatchObject({ chats: 0, deliveries: 0 });
    expect(await scheduled(lan)).toEqual([[fresh]]);
    const next = await saveStory(db, ['an-lac'], vn('2026-11-24T09:00'));
    await cut(wednesday);
    expect(await scheduled(lan)).toEqual([[fresh], [next]]);
    expect((await chat(lan)).due_at).toEqual(vn('2026-11-26T06:30'));
    expect(old).toBeLessThan(fresh);
  });

  test('is not sent to a citizen on a day without news, and to an official it is', async () => {
    const lan = await someone(['an-lac']);
    const office = await someone(['an-lac'], { style: 'official', times: ['06:30'] });
    expect(await cut(tuesday)).toMatchObject({ chats: 2, deliveries: 1 });
    expect(await scheduled(lan)).toEqual([]);
    expect(await scheduled(office)).toEqual([[]]);
    expect((await chat(lan)).due_at).toEqual(wednesday);
  });

  test('is rendered once for all chats whose marks reach the same stories', async () => {
    const first = await someone(['an-lac', 'binh-son']);
    await saveStory(db, ['cao-xa'], monday);
    // A later mark, but no edition between has anything of these districts.
    const second = await someone(['binh-son', 'an-lac'], { now: vn('2026-11-23T13:00') });
    await saveStory(db, ['an-lac'], vn('2026-11-23T18:00'));
    expect(await cut(tuesday)).toMatchObject({ deliveries: 2, digests: 1 });
    expect(await scheduled(first)).toEqual(await scheduled(second));
  });

  test('holds a story of two districts once, and none that came through another district before', async () => {
    const lan = await someone(['an-lac', 'binh-son']);
    const both = await saveStory(db, ['an-lac', 'binh-son'], monday);
    const later = await saveStory(db, ['an-lac'], monday);
    await cut(tuesday);
    expect((await scheduled(lan)).flat().toSorted()).toEqual([both, later]);
    // An editor adds the second district after the digest went out.
    await saveMatches(db, later, ['binh-son'], tuesday);
    const fresh = await saveStory(db, ['binh-son'], tuesday);
    await cut(wednesday);
    expect((await scheduled(lan)).at(-1)).toEqual([fresh]);
  });

  test('does not repeat what the first digest of another district has shown', async () => {
    const story = await saveStory(db, ['an-lac'], monday);
    const lan = await someone(['an-lac', 'cao-xa']);
    await saveMatches(db, story, ['cao-xa'], monday);
    const fresh = await saveStory(db, ['cao-xa'], monday);
    await cut(tuesday);
    expect(await scheduled(lan)).toEqual([[fresh]]);
  });

  test('leaves the backlog of a new source out', async () => {
    const lan = await someone(['an-lac']);
    const old = await saveStory(db, ['an-lac'], monday);
    await db.updateTable('match').set({ edition_id: 0 }).where('article_id', '=', old).execute();
    await cut(tuesday);
    expect(await scheduled(lan)).toEqual([]);
  });

  test('gives the whole region to who follows it, and province-wide stories to officials', async () => {
    const lan = await someone(['thu']);
    const office = await someone(['an-lac'], { style: 'official', times: ['06:30'] });
    const minh = await someone(['an-lac']);
    const wide = await saveStory(db, ['thu'], monday);
    const local = await saveStory(db, ['an-lac'], monday);
    const other = await saveStory(db, ['cao-xa'], monday);
    await cut(tuesday);
    expect((await scheduled(lan)).flat().toSorted()).toEqual([wide, local, other]);
    expect(await scheduled(office)).toEqual([[wide, local]]);
    expect(await scheduled(minh)).toEqual([[local]]);
  });

  test('reaches back seven days and tells how many older stories there are', async () => {
    const lan = await someone(['an-lac']);
    await saveStory(db, ['an-lac'], monday);
    await closeEdition(db, monday);
    const fresh = await saveStory(db, ['an-lac'], vn('2026-12-03T18:00'));
    await closeEdition(db, vn('2026-12-03T18:05'));
    await cut(vn('2026-12-04T06:30'));
    expect(await scheduled(lan)).toEqual([[fresh]]);
    const [digest] = await db
      .selectFrom('digest')
      .selectAll()
      .where('key', 'is not', null)
      .orderBy('id', 'desc')
      .execute();
    expect(digest!.parts[0]!.payload.text).toContain('Còn 1 tin cũ hơn');
  });
});

describe('a late clock', () => {
  test('sends within four hours, and after that leaves the news to the next digest', async () => {
    const lan = await someone(['an-lac']);
    const story = await saveStory(db, ['an-lac'], monday);
    expect(await cut(vn('2026-11-24T10:30'))).toMatchObject({ chats: 1, deliveries: 0 });
    expect((await chat(lan)).due_at).toEqual(wednesday);
    expect(await cut(vn('2026-11-25T10:29'))).toMatchObject({ deliveries: 1 });
    expect(await scheduled(lan)).toEqual([[story]]);
  });

  test('serves a week of downtime as one digest of the newest slot', async () => {
    const lan = await someone(['an-lac']);
    const story = await saveStory(db, ['an-lac'], vn('2026-11-29T12:00'));
    expect(await cut(vn('2026-11-30T07:00'))).toMatchObject({ chats: 1, deliveries: 1 });
    expect(await scheduled(lan)).toEqual([[story]]);
    const row = await db
      .selectFrom('delivery')
      .selectAll()
      .where('kind', '=', 'scheduled')
      .executeTakeFirstOrThrow();
    expect(row.slot).toEqual(vn('2026-11-30T06:30'));
    expect(row.send_before).toEqual(vn('2026-11-30T10:30'));
  });

  test('never lets a citizen be woken in quiet hours, and serves officials whenever possible', async () => {
    await someone(['an-lac'], { times: ['20:00'] });
    await someone(['an-lac'], { style: 'official', times: ['20:00'] });
    await saveStory(db, ['an-lac'], monday);
    await cut(vn('2026-11-23T20:00'));
    const rows = await db
      .selectFrom('delivery')
      .select(['lane', 'send_before'])
      .where('kind', '=', 'scheduled')
      .orderBy('lane')
      .execute();
    expect(rows).toEqual([
      { lane: 3, send_before: null },
      { lane: 4, send_before: vn('2026-11-23T22:00') },
    ]);
  });

  test('gives a weekly digest until the next day at its hour', async () => {
    await someone(['an-lac'], { times: ['07:00'], weekdays: [6] });
    await saveStory(db, ['an-lac'], monday);
    await cut(vn('2026-11-28T13:00'));
    const row = await db
      .selectFrom('delivery')
      .selectAll()
      .where('kind', '=', 'scheduled')
      .executeTakeFirstOrThrow();
    expect([row.slot, row.send_before]).toEqual([vn('2026-11-28T07:00'), vn('2026-11-29T07:00')]);
  });
});

describe('an imagined time', () => {
  test('in the future may be sent at once', async () => {
    await someone(['an-lac']);
    await saveStory(db, ['an-lac'], monday);
    await cut(tuesday, { realNow: monday });
    const row = await db
      .selectFrom('delivery')
      .selectAll()
      .where('kind', '=', 'scheduled')
      .executeTakeFirstOrThrow();
    expect([row.send_after, row.late_after, row.send_before]).toEqual([null, null, vn('2026-11-24T10:30')]);
  });

  test('in the past counts its limits from now', async () => {
    await someone(['an-lac']);
    await saveStory(db, ['an-lac'], monday);
    await cut(vn('2026-11-24T08:30'), { realNow: vn('2026-11-27T23:00') });
    const row = await db
      .selectFrom('delivery')
      .selectAll()
      .where('kind', '=', 'scheduled')
      .executeTakeFirstOrThrow();
    expect(row.send_before).toEqual(vn('2026-11-28T01:00'));
  });
});

describe('a cut', () => {
  test('passes over chats that are paused, outside a rehearsal, or whose digest is unfinished', async () => {
    const paused = await someone(['an-lac']);
    await db.updateTable('chat').set({ paused_until: wednesday }).where('id', '=', paused).execute();
    const lan = await someone(['an-lac']);
    const minh = await someone(['an-lac']);
    await saveStory(db, ['an-lac'], monday);
    const { telegram_id_hash } = await chat(lan);
    expect(await cut(tuesday, { deliverTo: [telegram_id_hash] })).toMatchObject({ chats: 1, deliveries: 1 });
    expect((await chat(minh)).due_at).toEqual(tuesday);
    expect(await cut(tuesday)).toMatchObject({ chats: 1, deliveries: 1 });
    // Lan's digest of Tuesday is still to be sent when Wednesday comes.
    await scheduled(minh);
    await saveStory(db, ['an-lac'], tuesday);
    expect(await cut(vn('2026-11-25T06:29'))).toMatchObject({ chats: 0 });
    expect(await cut(wednesday)).toMatchObject({ chats: 2, deliveries: 2 });
    expect(await scheduled(lan, false)).toHaveLength(1);
  });

  test('can be looked at beforehand without a trace', async () => {
    await someone(['an-lac']);
    await saveStory(db, ['an-lac'], monday);
    const foreseen = await previewCut(db, pack, tuesday, { deliverTo: '*' });
    expect(foreseen).toMatchObject({ chats: 1, deliveries: 1, digests: 1 });
    expect(await cut(tuesday)).toEqual(foreseen);
  });

  test('keeps the marks of a chat that was served for this slot already', async () => {
    const lan = await someone(['an-lac']);
    const first = await saveStory(db, ['an-lac'], monday);
    await cut(tuesday, { realNow: monday });
    expect(await scheduled(lan)).toEqual([[first]]);
    // The chat changes its hour and back, so the same slot comes again.
    await db.updateTable('chat').set({ due_at: tuesday }).where('id', '=', lan).execute();
    const second = await saveStory(db, ['an-lac'], vn('2026-11-23T20:00'));
    await cut(tuesday);
    await cut(wednesday);
    expect(await scheduled(lan)).toEqual([[first], [second]]);
  });

  test('by two clocks at once gives each chat one delivery', async () => {
    for (let n = 0; n < 20; n++) await someone(['an-lac', 'cao-xa']);
    await saveStory(db, ['an-lac'], monday);
    const reports = await Promise.all([
      cut(tuesday, { batchSize: 3 }),
      cut(tuesday, { batchSize: 4 }),
      cut(tuesday),
    ]);
    expect(reports.reduce((sum, report) => sum + report.deliveries, 0)).toBe(20);
  });
});
