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
  sources: ['bao-thu', 'bao-ban'].map((id) => ({ ...source, id, newspaper: { vi: id, en: id } })),
  places: ['an-lac', 'cao-xa'].map((district) => ({ name: 'Đồng Tâm', type: 'xã', district })),
};
const merged: RegionPack = {
  ...pack,
  districts: pack.districts.map((one) =>
    one.id === 'an-lac' ? { ...one, valid_to: '2026-01-31', successor: 'binh-son' } : one,
  ),
};
const places = [
  'xã Đồng Tâm',
  'xã Đồng Tâm (An Lạc)',
  'huyện Cao Xá',
  'tỉnh Xa Lạ',
  'huyện An Lạc và huyện Bình Sơn',
];
const choices = [[], ['thu'], ['an-lac'], ['binh-son'], ['an-lac', 'cao-xa'], ['binh-son', 'thu']];

const does = <Name extends string, Of extends object>(weight: number, name: Name, of: fc.Arbitrary<Of>) => ({
  weight,
  arbitrary: of.map((more) => ({ do: name, ...more })),
});
const alone = fc.constant({});
const action = fc.oneof(
  does(3, 'edit', fc.record({ place: fc.constantFrom(...places) })),
  does(1, 'retell', alone),
  does(3, 'decide', fc.record({ districts: fc.constantFrom(...choices) })),
  does(3, 'report', alone),
  does(1, 'withdraw', alone),
  does(1, 'close', alone),
  does(1, 'reform', fc.record({ to: fc.constantFrom('pack', 'merged') })),
);
type Action = typeof action extends fc.Arbitrary<infer Of> ? Of : never;

interface Standing {
  id: number;
  story_id: number;
  scope: string;
  withdrawn: boolean;
  /** Last; null: never. */
  decided: string[] | null;
  stands: string[];
}

async function begin(): Promise<void> {
  await sql`truncate report, region, item, staff cascade`.execute(db);
  await clear(db);
  await saveRegion(db, pack, start);
  await db.updateTable('source').set({ first_success_at: start }).execute();
  await sql`
    insert into staff (id, telegram_id_hash, telegram_id_sealed, role, locale, granted_at)
    overriding system value values (1, '\\x01', 'x', 'editor', 'vi', ${start})`.execute(db);
  await sql`
    insert into chat (telegram_id_hash, telegram_id_sealed, kind, locale, times, weekdays, consented_at, notice_version)
    select decode(n, 'hex'), n, 'private', 'vi', '{06:30}', '{1}', ${start}, '1'
    from unnest('{00,01}'::text[]) as n`.execute(db);
}

const list = (of: RegionPack, source_id: string, place: string, now: Date) =>
  listArticle({ db, pack: of, gazetteer: createGazetteer(of) }, now, {
    title: `Ở ${place}: khánh thành cầu Bến Mới dài 120 mét`,
    summary: 'Cầu Bến Mới nối hai bờ sông được khánh thành sau 18 tháng thi công bằng vốn của dân.',
    link: `https://${source_id}.example/cau.htm`,
    source_id,
  });

/** Returns the article where it was decided. */
async function act(what: Action, current: { pack: RegionPack }, now: Date): Promise<number | undefined> {
  if (what.do === 'edit') await list(current.pack, 'bao-thu', what.place, now);
  else if (what.do === 'retell') await list(current.pack, 'bao-ban', places[0]!, now);
  else if (what.do === 'close') await closeEdition(db, now);
  else if (what.do === 'reform') {
    current.pack = what.to === 'merged' ? merged : pack;
    await saveRegion(db, current.pack, now);
  } else {
    const articles = await db
      .selectFrom('article')
      .select(['id', 'story_id'])
      .where('withdrawn_at', 'is', null)
      .orderBy('id')
      .execute();
    const [first] = articles;
    if (first && what.do === 'withdraw') await withdrawArticle(db, pack, first.id, null, now);
    if (first && what.do === 'report') await reportTwice(first.story_id, now);
    if (!first || what.do !== 'decide') return;
    const decide = db.transaction().execute((trx) => recordDecision(trx, first.id, what.districts, 1, now));
    if ((await decide) === 'decided') return first.id;
  }
}

async function reportTwice(storyId: number, now: Date): Promise<void> {
  for (const { id } of await db.selectFrom('chat').select('id').execute())
    await recordReport(db, storyId, id, now);
}

async function listStandings(): Promise<Standing[]> {
  const { rows } = await sql<Standing>`
    select id, story_id, scope, withdrawn_at is not null as withdrawn,
      (select district_ids from decision where article_id = a.id order by id desc limit 1) as decided,
      array(select district_id from match join district d on d.id = district_id
        where article_id = a.id and match.ended_at is null and d.ended_at is null order by 1) as stands
    from article a order by id`.execute(db);
  return rows;
}

async function check(current: RegionPack, now: Date): Promise<void> {
  const today = (id: string) => (current === merged && id === 'an-lac' ? 'binh-son' : id);
  const standings = await listStandings();
  for (const { id, story_id, decided, scope, stands, withdrawn } of standings) {
    const story = standings.filter((other) => other.story_id === story_id);
    expect(decided, 'a story is decided as a whole').toEqual(
      story.find(({ id }) => id === story_id)!.decided,
    );
    if (decided) {
      expect(stands).toEqual([...new Set(decided.map(today))].toSorted());
      expect(scope).toBe(decided.includes('thu') ? 'province_wide' : decided.length ? 'local' : 'outside');
    }
    const told = story.filter((other) => !other.withdrawn);
    const isOpen =
      told.some(({ scope }) => scope === 'uncertain') &&
      told.every(({ scope }) => scope === 'uncertain' || scope === 'outside');
    if (!withdrawn && isOpen)
      expect((await findQueued(db, id, now)) !== undefined, 'it waits once').toBe(id === told[0]!.id);
  }
}

test(
  'newspapers, editors, readers and reforms at the same moment: what was decided last stands, everywhere and once',
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(action, { minLength: 1, maxLength: 3 }), { minLength: 3, maxLength: 10 }),
        async (steps) => {
          await begin();
          const current = { pack };
          await list(pack, 'bao-thu', places[0]!, start);
          for (const [n, step] of steps.entries()) {
            const now = new Date(start.getTime() + (n + 1) * 60_000);
            const decided = (await Promise.all(step.map((what) => act(what, current, now)))).filter(Boolean);
            expect(new Set(decided).size, 'of two decisions at once one counts').toBe(decided.length);
            // Of two reforms at once either may come last.
            await saveRegion(db, current.pack, now);
            await check(current.pack, now);
          }
        },
      ),
      { numRuns: 25 },
    ),
  60_000,
);
