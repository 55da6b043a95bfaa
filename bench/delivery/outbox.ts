import { type Kysely, sql } from 'kysely';
import { noticeVersion } from '../../src/bot/notice.js';
import { loadRegion } from '../../src/region.js';
import { root } from '../../src/root.js';
import { createSeal } from '../../src/seal.js';
import { type Database, openDatabase } from '../../src/store/database.js';
import { migrateToLatest } from '../../src/store/migrate.js';
import { ensurePartition } from '../../src/store/partitions.js';
import { saveRegion } from '../../src/store/region.js';

/** In base64, as DATA_KEY. */
export const dataKey = Buffer.alloc(32, 7).toString('base64');
const seal = createSeal(Buffer.alloc(32, 7));
const now = new Date();

const text = `<b>Bản tin huyện</b>\n${'Bà con tranh thủ thời tiết ấm để làm đất, chuẩn bị giống và phân bón. '.repeat(20)}`;

/** A new embedded database with the region and one digest in it. */
export async function createStore(dataDir: string): Promise<Kysely<Database>> {
  const db = await openDatabase({ databaseUrl: undefined, dataDir });
  await migrateToLatest(db);
  await saveRegion(db, loadRegion(`${root}/regions/hoa-binh`), now);
  await ensurePartition(db, now);
  await sql`
    insert into digest (key, slot, style, locale, parts, outline, late_note, created_at)
    values ('bench', ${now}, 'citizen', 'vi', ${JSON.stringify([{ payload: { text, parse_mode: 'HTML' }, article_ids: [] }])},
      '{}', '', ${now})`.execute(db);
  return db;
}

/** Private chats with the Telegram ids `from` to `to` that follow one district. */
export async function addChats(
  db: Kysely<Database>,
  from: number,
  to: number,
  schedule: { times: string[]; due_at: Date | null } = { times: ['06:30'], due_at: null },
): Promise<void> {
  for (let first = from; first <= to; first += 5000) {
    const ids = Array.from({ length: Math.min(5000, to - first + 1) }, (_, n) => first + n);
    await sql`
      with new as (
        insert into chat (telegram_id_hash, telegram_id_sealed, kind, locale, times, weekdays, due_at, consented_at, notice_version)
        select hash, sealed, 'private', 'vi', ${schedule.times}::text[], '{1,2,3,4,5,6,7}', ${schedule.due_at}::timestamptz, ${now}, ${noticeVersion}
        from unnest(${ids.map(seal.hash)}::bytea[], ${ids.map(seal.seal)}::text[]) as new (hash, sealed)
        returning id
      )
      insert into subscription (chat_id, district_id, first_edition_id, mark, created_at)
      select new.id, district.id, 0, 0, ${now}
      from new, (select id from district where not whole_region order by position limit 1) district`.execute(
      db,
    );
  }
}

/** One delivery of the digest to every chat, as a cut would write it; `slots` of them each, a second apart. */
export async function deliverToAll(db: Kysely<Database>, slots = 1): Promise<void> {
  await sql`
    insert into delivery (slot, kind, chat_id, digest_id, marks, lane, send_after, created_at)
    select ${now}::timestamptz - n * interval '1 second', 'scheduled', s.chat_id, d.id,
      jsonb_build_array(jsonb_build_object('subscription_id', s.id, 'mark', s.mark, 'first_edition_id', s.first_edition_id)),
      4, ${now}::timestamptz - interval '1 hour', ${now}
    from generate_series(0, ${slots - 1}) n, subscription s, (select max(id) as id from digest) d
    order by n, s.chat_id`.execute(db);
  await sql`vacuum analyze chat, subscription, delivery`.execute(db);
  await sql`select pg_notify('loa_delivery', '')`.execute(db);
}
