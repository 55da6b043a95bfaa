import { type Insertable, type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Database, DigestTable, Outline, Part, Style } from './schema.js';

export type DigestRow = Selectable<DigestTable>;

export interface NewDigest {
  key: string;
  slot: Date;
  style: Style;
  locale: string;
  outline: Outline;
  late_note: string;
  created_at: Date;
}

/** Reserves `n` digest ids, which the buttons under a digest name before the digest is stored. */
export async function takeDigestIds(db: Kysely<Database>, n: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('digest', 'id')) as id from generate_series(1, ${n})`.execute(db);
  return rows.map((row) => row.id);
}

/** Stores rendered digests; of two with one key the first stays. */
export async function saveDigests(
  db: Kysely<Database>,
  digests: (NewDigest & { id: number; parts: Part[] })[],
): Promise<void> {
  const rows: Insertable<DigestTable>[] = digests.map((digest) => ({
    ...digest,
    parts: JSON.stringify(digest.parts),
    outline: JSON.stringify(digest.outline),
  }));
  await db
    .insertInto('digest')
    .values(rows)
    .onConflict((oc) => oc.column('key').doNothing())
    .execute();
}

export async function findDigest(db: Kysely<Database>, id: number): Promise<DigestRow | undefined> {
  return db.selectFrom('digest').selectAll().where('id', '=', id).executeTakeFirst();
}

/** What a digest was about and its stories, by their ids. */
export async function findOutline(
  db: Kysely<Database>,
  id: number,
): Promise<(Pick<Outline, 'kind' | 'followed'> & { slot: Date; story_ids: number[] }) | undefined> {
  const row = await db
    .selectFrom('digest')
    .select(['outline', 'slot'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  const { kind, followed, sections } = row.outline;
  const story_ids = sections.flatMap(({ articles }) => articles.map((article) => article.id));
  return { kind, followed, slot: row.slot, story_ids };
}

export async function findDigestByKey(db: Kysely<Database>, key: string): Promise<DigestRow | undefined> {
  return db.selectFrom('digest').selectAll().where('key', '=', key).executeTakeFirst();
}

/** Removes the digests of 90 days ago and before that no delivery carries any more; returns how many. */
export async function removeUnusedDigests(db: Kysely<Database>, now: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from digest g
    where g.created_at < ${now}::timestamptz - interval '90 days'
      and not exists (select from delivery d where d.digest_id = g.id)`.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** Puts a first digest into the outbox: it answers someone who waits, and repeats nothing later. */
export async function recordFirstDelivery(
  trx: Transaction<Database>,
  first: {
    chat_id: number;
    digest: DigestRow;
    subscriptions: { id: number }[];
    began_at: Date;
    mark_if_unsent: number;
    article_ids: number[];
  },
): Promise<void> {
  const marks = first.subscriptions.map(({ id }) => ({
    subscription_id: id,
    mark: first.mark_if_unsent,
    first_edition_id: first.mark_if_unsent,
  }));
  await trx
    .insertInto('delivery')
    .values({
      slot: first.began_at,
      kind: 'first',
      chat_id: first.chat_id,
      digest_id: first.digest.id,
      subscription_id: first.subscriptions[0]!.id,
      marks: JSON.stringify(marks),
      lane: 2,
      created_at: first.began_at,
    })
    .onConflict((oc) => oc.columns(['slot', 'subscription_id']).where('kind', '=', 'first').doNothing())
    .execute();
  if (first.article_ids.length === 0) return;
  await trx
    .insertInto('served_part')
    .values(
      first.article_ids.map((id) => ({ chat_id: first.chat_id, article_id: id, served_at: first.began_at })),
    )
    .onConflict((oc) => oc.doNothing())
    .execute();
}

/** When the newest digest that reached this chat had arrived; undefined where none is kept. */
export async function findLastDigest(db: Kysely<Database>, chatId: number): Promise<Date | undefined> {
  const { sent_at } = await db
    .selectFrom('delivery')
    .select((eb) => eb.fn.max('finished_at').as('sent_at'))
    .where('chat_id', '=', chatId)
    .where('status', '=', 'sent')
    .where('digest_id', 'is not', null)
    .executeTakeFirstOrThrow();
  return sent_at ?? undefined;
}
