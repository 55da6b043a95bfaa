import { GrammyError, InputFile } from 'grammy';
import type { Message } from 'grammy/types';
import { aboutFile, isUnderWay, type Photo, type Pictures } from '../delivery/pictures.js';
import { textOf } from '../html.js';
import { pause } from '../pause.js';
import { type Drawing, keyOf } from '../pictures/drawing.js';
import { savePicture } from '../store/pictures.js';
import type { Part } from '../store/schema.js';
import type { BotContext } from './context.js';
import { sendPayload } from './show.js';

type Payload = Part['payload'];

/** Telegram takes so many characters under a picture. */
const captionLimit = 1024;

export const fitsCaption = (html: string): boolean => textOf(html).length <= captionLimit;

/** A picture over its words, as a new message; where it cannot go, the words alone. */
export async function sendPicture(ctx: BotContext, drawing: Drawing, payload: Payload): Promise<void> {
  const { text, link_preview_options: _, ...rest } = payload;
  const sent =
    fitsCaption(text) &&
    (await withPhoto(ctx, drawing, (photo) =>
      ctx.replyWithPhoto(photo, { caption: text, ...rest } as Parameters<typeof ctx.replyWithPhoto>[1]),
    ));
  if (!sent) await sendPayload(ctx, payload);
}

/** The same in place of the picture whose button was pressed. */
export async function changePicture(ctx: BotContext, drawing: Drawing, payload: Payload): Promise<void> {
  const { text, parse_mode = 'HTML', reply_markup } = payload;
  const changed =
    fitsCaption(text) &&
    (await withPhoto(ctx, drawing, (media) =>
      ctx.editMessageMedia({ type: 'photo', media, caption: text, parse_mode }, {
        reply_markup,
      } as Parameters<typeof ctx.editMessageMedia>[1]),
    ));
  if (!changed) await sendPayload(ctx, payload);
}

/** Whether the button that was pressed stands under a picture. */
export const isUnderPicture = (ctx: BotContext): boolean => Boolean(ctx.callbackQuery?.message?.photo);

// Somebody waits for the answer.
const uploadMs = 5000;

/** False where the picture cannot be drawn or Telegram will not take it. */
async function withPhoto(
  ctx: BotContext,
  drawing: Drawing,
  use: (photo: string | InputFile) => Promise<Message | true>,
): Promise<boolean> {
  const key = keyOf(drawing);
  const { pictures } = ctx;
  await savePicture(ctx.deps.db, key, drawing, ctx.now);
  // Others who draw the same wait for nothing, and no connection is held while it is drawn.
  await ctx.commit();
  // A second time where an id is refused, a third where somebody else uploads meanwhile.
  for (let n = 0; n < 3; n++) {
    const photo = await pictures.take(key);
    if (!photo) return false;
    if (isUnderWay(photo)) await Promise.race([photo.ended, pause(uploadMs)]);
    else if (await tryPhoto(pictures, key, photo, use)) return true;
    else if (typeof photo !== 'string') return false;
  }
  return false;
}

/** False where Telegram refuses it. */
async function tryPhoto(
  pictures: Pictures,
  key: string,
  photo: Photo,
  use: (photo: string | InputFile) => Promise<Message | true>,
): Promise<boolean> {
  let became: Parameters<Pictures['settle']>[2] = 'unknown';
  try {
    const sent = await use(typeof photo === 'string' ? photo : new InputFile(photo, 'picture.png'));
    became = { file_id: sent === true ? undefined : sent.photo?.at(-1)?.file_id };
    return true;
  } catch (error) {
    if (!(error instanceof GrammyError) || error.error_code !== 400) throw error;
    // Pressed twice: it is there already.
    if (error.description.includes('message is not modified')) return true;
    if (typeof photo === 'string' && aboutFile.test(error.description)) became = 'refused';
    return false;
  } finally {
    await pictures.settle(key, photo, became);
  }
}
