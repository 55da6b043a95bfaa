import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { withdrawArticle } from '../../src/digest/withdraw.js';
import { createGazetteer } from '../../src/gazetteer/gazetteer.js';
import type { RegionPack } from '../../src/region.js';
import { findQueued, recordDecision } from '../../src/store/decisions.js';
import { closeEdition } from '../../src/store/editions.js';
import { saveRegion } from '../../src/store/region.js';
import { recordReport } from '../../src/store/reports.js';
import { testDatabase } from '../support/database.js';
import { listArticle } from '../support/listed.js';
import { clear, packWithSource } from '../support/news.js';

const db = await testDatabase();
const start = new Date('2026-03-02T01:10:00Z');
const [source] = packWithSource.sources as [RegionPack['sources'][number]];
const pack: RegionPack = {
  ...packWithSource,
  sources: [source, { ...source, id: 'bao-ban', newspaper: { vi: 'Báo Bạn', en: 'Ban News' } }],
  places: [
    { name: 'Đồng Tâm', type: 'xã', district: 'an-lac' },
    { name: 'Đồng Tâm', type: 'xã', district: 'cao-xa' },
  ],
};
const merged: RegionPack = {
  ...pack,
  districts: pack.districts.map((one) =>
    one.id === 'an-lac' ? { ...one, valid_to: '2026-01-31', successor: 'binh-son' } : one,
  ),
};
const places = [
  'xã Đồng Tâm',
  'xã Đồng Tâm, huyện An Lạc',
  'huyện Cao Xá',
  'tỉnh Xa Lạ',
  'huyện An Lạc và huyện Bình Sơn',
];
const events = [
  [
    'khánh thành cầu Bến Mới dài 120 mét',
    'Cầu Bến Mới nối hai bờ sông được khánh thành sau 18 tháng thi công bằng vốn của dân.',
  ],
  [
    'mở lớp dạy nghề dệt cho 45 phụ nữ',
    'Lớp học kéo dài ba tháng do nghệ nhân trong vùng đứng lớp, học viên được cấp khung dệt.',
  ],
] as const;

const event = fc.nat(events.length - 1);
const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('list' as const),
      event,
      place: fc.nat(places.length - 1),
      source_id: fc.constantFrom('bao-thu', 'bao-ban'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('decide' as const),
      event,
      districts: fc.subarray(['thu', 'binh-son', 'cao-xa']),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('report' as const), event, chat: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw' as const), event }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('reform' as const), isMerged: fc.boolean() }),
  },
);
type Action = typeof action extends fc.Arbitrary<infer Of> ? Of : never;

async function begin(): Promise<void> {
  await sql`truncate report, region, item cascade`.execute(db);
  await clear(db);
  await saveRegion(db, pack, start);
  await db.updateTable('source').set({ first_success_at: start }).execute();
  await sql`
    insert into staff (id, telegram_id_hash, telegram_id_sealed, role, locale, granted_at)
    overriding system value values (1, '\\x01', 'x', 'editor', 'vi', ${start}) on conflict do nothing`.execute(
    db,
  );
  await sql`
    insert into chat (telegram_id_hash, telegram_id_sealed, kind, locale, times, weekdays, consented_at, notice_version)
    select decode(n, 'hex'), n, 'private', 'vi', '{06:30}', '{1}', ${start}, '1' from unnest('{00,01}'::text[]) as n`.execute(
    db,
  );
}

/** The first article about an event that is not withdrawn: what an admin has before them. */
async function shown(of: number): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    select id from article where title like ${`%${events[of]![0]}`} and withdrawn_at is null order by id limit 1`.execute(
    db,
  );
  return rows[0]?.id;
}

async function act(what: Action, current: { pack: RegionPack }, now: Date): Promise<number | undefined> {
  if (what.do === 'list') {
    const [title, summary] = events[what.event]!;
    const link = `https://baothu.example/${what.source_id}/${what.event}.htm`;
    const deps = { db, pack: current.pack, gazetteer: createGazetteer(current.pack) };
    const { source_id } = what;
    await listArticle(deps, now, { title: `Ở ${places[what.place]}: ${title}`, summary, link, source_id });
  } else if (what.do === 'close') await closeEdition(db, now);
  else if (what.do === 'reform') {
    current.pack = what.isMerged ? merged : pack;
    await saveRegion(db, current.pack, now);
  } else {
    const id = await shown(what.event);
    if (id === undefined) return;
    if (what.do === 'withdraw') await withdrawArticle(db, pack, id, null, now);
    else if (what.do === 'report') await report(id, what.chat, now);
    else {
      const decide = db.transaction().execute((trx) => recordDecision(trx, id, what.districts, 1, now));
      if ((await decide) === 'decided') return id;
    }
  }
}

async function report(id: number, chat: number, now: Date): Promise<void> {
  const { story_id } = await db
    .selectFrom('article')
    .select('story_id')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const chats = await db.selectFrom('chat').select('id').orderBy('id').execute();
  await recordReport(db, story_id, chats[chat]!.id, now);
}

interface Standing {
  id: number;
  story_id: number;
  scope: string;
  withdrawn: boolean;
  /** Last decided; null: never. */
  decided: string[] | null;
  places: string[];
  told: string[];
}

async function listStandings(): Promise<Standing[]> {
  const { rows } = await sql<Standing>`
    select id, story_id, scope, withdrawn_at is not null as withdrawn,
      (select district_ids from decision where article_id = a.id order by id desc limit 1) as decided,
      array(select district_id from match join district d on d.id = district_id
        where article_id = a.id and match.ended_at is null and d.ended_at is null order by 1) as places,
      array(select scope from article where story_id = a.story_id and withdrawn_at is null order by 1) as told
    from article a order by id`.execute(db);
  return rows;
}

test(
  'newspapers, editors, readers and reforms at the same moment: what was decided last stands, everywhere and once',
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(action, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 8 }),
        async (steps) => {
          await begin();
          const current = { pack };
          let now = start;
          for (const step of steps) {
            now = new Date(now.getTime() + 60_000);
            const decided = await Promise.all(step.map((what) => act(what, current, now)));
            const ids = decided.filter((id) => id !== undefined);
            expect(new Set(ids).size, 'of two decisions at once one counts').toBe(ids.length);
          }
          await saveRegion(db, current.pack, now);
          const today = (id: string) => (current.pack === merged && id === 'an-lac' ? 'binh-son' : id);
          const standings = await listStandings();
          for (const { decided, places, scope } of standings.filter(({ decided }) => decided)) {
            expect(places).toEqual([...new Set(decided!.map(today))].toSorted());
            expect(scope).toBe(
              decided!.includes('thu') ? 'province_wide' : decided!.length ? 'local' : 'outside',
            );
          }
          for (const { story_id, decided } of standings)
            expect(decided, 'a story is decided as a whole').toEqual(
              standings.find(({ id }) => id === story_id)!.decided,
            );
          const isOpen = ({ told, withdrawn }: Standing) =>
            !withdrawn &&
            told.includes('uncertain') &&
            told.every((scope) => scope === 'uncertain' || scope === 'outside');
          for (const { id, story_id } of standings.filter(isOpen)) {
            const first = standings.find((other) => other.story_id === story_id && !other.withdrawn)!;
            expect((await findQueued(db, id, now)) !== undefined, 'a story waits once').toBe(id === first.id);
          }
          await closeEdition(db, now);
          const { rows } = await sql`select from match where edition_id is null`.execute(db);
          expect(rows).toEqual([]);
        },
      ),
      { numRuns: 60 },
    ),
  120_000,
);
