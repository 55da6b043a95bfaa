import { type Kysely, sql } from 'kysely';
import type { RegionPack } from '../../src/region.js';
import type { Database } from '../../src/store/database.js';
import { searchVector } from '../../src/store/search.js';

/** A made-up region of three districts in Vietnam's time zone. */
export const pack: RegionPack = {
  id: 'thu',
  name: { vi: 'Tỉnh Thử', en: 'Thu' },
  aliases: [],
  time_zone: 'Asia/Ho_Chi_Minh',
  languages: ['vi', 'en'],
  digest_times: { citizen: '06:30', official: '06:45' },
  outside: [],
  districts: [
    { id: 'an-lac', name: { vi: 'An Lạc', en: 'An Lac' }, type: 'huyện', names: [] },
    { id: 'binh-son', name: { vi: 'Bình Sơn', en: 'Binh Son' }, type: 'huyện', names: [] },
    { id: 'cao-xa', name: { vi: 'Cao Xá', en: 'Cao Xa' }, type: 'huyện', names: [] },
  ],
  places: [],
  sources: [],
};

/** The same with its newspaper, as packs give it. */
export const packWithSource: RegionPack = {
  ...pack,
  sources: [
    {
      id: 'bao-thu',
      newspaper: { vi: 'Báo Thử', en: 'Thu News' },
      kind: 'feed',
      url: 'https://baothu.example/rss',
      every_minutes: 15,
    },
  ],
};

export const everyDay = [1, 2, 3, 4, 5, 6, 7];

const tables = [
  'delivery',
  'digest',
  'served_part',
  'subscription',
  'chat',
  'match',
  'decision',
  'article',
  'source',
  'district',
] as const;

/** Takes out what a test stored, but for edition 0. */
export async function clear(db: Kysely<Database>): Promise<void> {
  for (const table of tables) await db.deleteFrom(table).execute();
  await db.deleteFrom('edition').where('id', '>', 0).execute();
}

/** The pack's districts and one source, as `start` would store them. */
export async function savePack(db: Kysely<Database>, now: Date): Promise<void> {
  await db
    .insertInto('district')
    .values(
      [pack, ...pack.districts].map(({ id, name }, position) => ({
        id,
        number: position,
        position,
        name: JSON.stringify(name),
        whole_region: position === 0,
        successor_id: null,
      })),
    )
    .execute();
  await db
    .insertInto('source')
    .values({
      id: 'bao-thu',
      newspaper: JSON.stringify({ vi: 'Báo Thử', en: 'Thu News' }),
      kind: 'feed',
      url: 'https://baothu.example/rss',
      every_minutes: 15,
      time_zone: pack.time_zone,
      section: null,
      district_id: null,
      listing: JSON.stringify(null),
      article: JSON.stringify(null),
      added_by: 'pack',
      added_at: now,
      next_poll_at: now,
      first_success_at: now,
      last_success_at: now,
      etag: null,
      last_modified: null,
      error_kind: null,
      error_message: null,
    })
    .execute();
}

/** A second newspaper, 'bao-ban'. */
export async function saveOtherSource(db: Kysely<Database>): Promise<void> {
  await sql`
    insert into source (id, newspaper, kind, url, every_minutes, time_zone, added_by, added_at, next_poll_at)
    select 'bao-ban', '{"vi": "Báo Bạn", "en": "Ban News"}', kind, url, every_minutes, time_zone, added_by, added_at, next_poll_at
    from source where id = 'bao-thu'`.execute(db);
}

let articles = 0;

/** Stores an article with open matches that no edition holds yet; returns its id. */
export async function saveStory(
  db: Kysely<Database>,
  districtIds: readonly string[],
  now: Date,
  story: {
    title?: string;
    summary?: string;
    published_at?: Date;
    same_as_id?: number;
    source_id?: string;
    section?: string | null;
  } = {},
): Promise<number> {
  const n = ++articles;
  const title = story.title ?? `Tin số ${n}`;
  const summary = story.summary ?? `Lời dẫn của tin số ${n}.`;
  const { id } = await db
    .insertInto('article')
    .values({
      url: `https://baothu.example/11/${n}/tin.htm`,
      address: `baothu.example/${n}`,
      source_id: story.source_id ?? 'bao-thu',
      same_as_id: story.same_as_id ?? null,
      title,
      summary,
      search: searchVector(title, summary),
      section: story.section ?? null,
      published_at: story.published_at ?? now,
      stored_at: now,
      scope: 'local',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (districtIds.length) await saveMatches(db, id, districtIds, now);
  return id;
}

export async function saveMatches(
  db: Kysely<Database>,
  articleId: number,
  districtIds: readonly string[],
  now: Date,
): Promise<void> {
  await db
    .insertInto('match')
    .values(
      districtIds.map((district_id) => ({
        article_id: articleId,
        district_id,
        score: 1,
        evidence: JSON.stringify([]),
        decided_by: 'classifier' as const,
        edition_id: null,
        created_at: now,
      })),
    )
    .execute();
}
