import type { Kysely } from 'kysely';
import { log } from '../log.js';
import { draw } from '../pictures/draw.js';
import type { Drawing } from '../pictures/drawing.js';
import type { Database } from '../store/database.js';
import { findPicture, forgetUpload, recordUpload } from '../store/pictures.js';
import type { Outcome } from './outcome.js';

/** What stands for a picture in a request: Telegram's id of it, or the PNG to upload. */
export type Photo = string | Buffer;

/** The pictures that messages carry, each uploaded once by a process. */
export interface Pictures {
  /**
   * A photo to send; whoever gets a PNG is the one who uploads it. While somebody else does, the promise of their end.
   * Undefined: it is gone, or cannot be drawn, and the message goes without it.
   */
  take(key: string): Promise<Photo | { ended: Promise<void> } | undefined>;
  /** What became of a photo: sent under an id; refused, and an id with it forgotten; or neither can be told. */
  settle(
    key: string,
    photo: Photo,
    became: { file_id: string | undefined } | 'refused' | 'unknown',
  ): Promise<void>;
}

// Some dozens are in use at a time.
const keep = 500;

export function createPictures(db: Kysely<Database>, botId: () => number): Pictures {
  const fileIds = new Map<string, string>();
  const uploads = new Map<string, { ended: Promise<void>; end: () => void }>();

  function remember(key: string, fileId: string): string {
    fileIds.set(key, fileId);
    if (fileIds.size > keep) fileIds.delete(fileIds.keys().next().value!);
    return fileId;
  }
  function end(key: string): void {
    uploads.get(key)?.end();
    uploads.delete(key);
  }

  return {
    async take(key) {
      const known = fileIds.get(key);
      if (known) return known;
      const underWay = uploads.get(key);
      if (underWay) return { ended: underWay.ended };
      let finish = () => {};
      uploads.set(key, { ended: new Promise<void>((resolve) => (finish = resolve)), end: () => finish() });
      let photo: Photo | undefined;
      try {
        const picture = await findPicture(db, key, botId());
        photo = picture && (picture.file_id ?? (await drawn(picture.drawing)));
        return typeof photo === 'string' ? remember(key, photo) : photo;
      } finally {
        if (typeof photo !== 'object') end(key);
      }
    },
    async settle(key, photo, became) {
      try {
        if (became === 'refused' && typeof photo === 'string') {
          if (fileIds.get(key) === photo) fileIds.delete(key);
          await forgetUpload(db, key, photo);
        } else if (typeof became === 'object' && became.file_id && typeof photo !== 'string') {
          remember(key, became.file_id);
          await recordUpload(db, key, botId(), became.file_id);
        }
      } catch (error) {
        // It is uploaded once more.
        log.warn({ err: error, picture: key }, 'what became of a picture was not recorded');
      } finally {
        if (typeof photo !== 'string') end(key);
      }
    },
  };
}

async function drawn(drawing: Drawing): Promise<Buffer | undefined> {
  try {
    return await draw(drawing);
  } catch (error) {
    log.error({ err: error }, 'a picture could not be drawn, its text goes alone');
    return undefined;
  }
}

export const isUnderWay = (photo: Awaited<ReturnType<Pictures['take']>>): photo is { ended: Promise<void> } =>
  typeof photo === 'object' && 'ended' in photo;

/** A refusal of the file, not of the chat or the caption. */
export const aboutFile = /file_id|file identifier|FILE_REFERENCE|FILE_ID|temporarily unavailable/i;

/** What an outcome says of the photo in the message. */
export function becameOf(photo: Photo, outcome: Outcome): Parameters<Pictures['settle']>[2] {
  if (outcome.kind === 'sent') return { file_id: outcome.file_id };
  const refused =
    outcome.kind === 'rejected' && typeof photo === 'string' && aboutFile.test(outcome.description);
  return refused ? 'refused' : 'unknown';
}
