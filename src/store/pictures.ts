import { type Kysely, sql } from 'kysely';
import type { Drawing } from '../pictures/drawing.js';
import type { Database } from './schema.js';

/** Keeps what a picture shows until it is sent; one that is kept already stays as it is. */
export async function savePicture(
  db: Kysely<Database>,
  key: string,
  drawing: Drawing,
  now: Date,
): Promise<void> {
  await db
    .insertInto('picture')
    .values({ key, drawing: JSON.stringify(drawing), bot_id: null, file_id: null, made_at: now })
    .onConflict((oc) => oc.column('key').doNothing())
    .execute();
}

/** What a picture shows, and Telegram's id of it where this bot has uploaded it. */
export async function findPicture(
  db: Kysely<Database>,
  key: string,
  botId: number,
): Promise<{ drawing: Drawing; file_id: string | undefined } | undefined> {
  const row = await db.selectFrom('picture').selectAll().where('key', '=', key).executeTakeFirst();
  return (
    row && { drawing: row.drawing, file_id: row.bot_id === botId ? (row.file_id ?? undefined) : undefined }
  );
}

/** Of two who uploaded it at once the later one's id is kept: both are good. */
export async function recordUpload(
  db: Kysely<Database>,
  key: string,
  botId: number,
  fileId: string,
): Promise<void> {
  await db.updateTable('picture').set({ bot_id: botId, file_id: fileId }).where('key', '=', key).execute();
}

/** What a picture that was just saved shows. */
export async function getPicture(db: Kysely<Database>, key: string): Promise<Drawing> {
  const { drawing } = await db
    .selectFrom('picture')
    .select('drawing')
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  return drawing;
}

/** Telegram does not know the file any more; another id that was recorded since stays. */
export async function forgetUpload(db: Kysely<Database>, key: string, fileId: string): Promise<void> {
  await db
    .updateTable('picture')
    .set({ file_id: null })
    .where('key', '=', key)
    .where('file_id', '=', fileId)
    .execute();
}

/** Every picture carries its day, so an old one is not asked for again. A digest that outlives it goes as text. */
export async function removeOldPictures(db: Kysely<Database>, now: Date): Promise<void> {
  await sql`delete from picture where made_at < ${now}::timestamptz - interval '30 days'`.execute(db);
}
