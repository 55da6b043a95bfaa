import { type Message, messageJson, type Photo, post } from './chats.js';
import { checkLength, type Params, readMarkup, readText, structured } from './checks.js';
import { change, checkAtServer, checkSend, findOwn, type Upload } from './messages.js';
import { badRequest } from './refusal.js';
import type { World } from './world.js';

export function sendPhoto(world: World, params: Params): object {
  if (params.photo === undefined || params.photo === '') throw badRequest('there is no photo in the request');
  const checked = checkSend(world, params, readText(params, 'caption'), 'photos');
  const { chat, thread_id, reply_to, markup, content } = checked;
  const photo = findPhoto(world, params.photo);
  checkLength(content.text, 1024, 'message caption is too long');
  checkAtServer(world, chat, thread_id, markup);
  return messageJson(
    post({
      chat,
      from: world.me,
      date: world.clock(),
      ...content,
      html: String(params.caption ?? ''),
      ...markup,
      photo,
      reply_to,
      thread_id,
      silent: String(params.disable_notification) === 'true',
    }),
  );
}

/** A file in the request, or the id of a photo sent before; ids go on when their message is deleted. */
function findPhoto(world: World, given: unknown): Photo {
  if (typeof given === 'object' && given !== null && 'bytes' in given)
    return keepPhoto(world, (given as Upload).bytes);
  const known = world.photos.get(String(given));
  if (!known) throw badRequest('wrong file identifier/HTTP URL specified');
  return known;
}

function keepPhoto(world: World, bytes: Buffer): Photo {
  if (!bytes.length) throw badRequest('file must be non-empty');
  if (bytes.length > 10 * 1024 * 1024) throw badRequest('file is too big');
  if (bytes.toString('latin1', 1, 4) !== 'PNG' || bytes.length < 24) throw badRequest('IMAGE_PROCESS_FAILED');
  const width = bytes.readUInt32BE(16);
  const height = bytes.readUInt32BE(20);
  if (width + height > 10_000 || Math.max(width / height, height / width) > 20)
    throw badRequest('PHOTO_INVALID_DIMENSIONS');
  const photo = { file_id: `photo${world.photos.size + 1}`, bytes, width, height };
  world.photos.set(photo.file_id, photo);
  return photo;
}

export function editMessageCaption(world: World, params: Params): object {
  const content = readText(params, 'caption');
  const markup = readMarkup(params.reply_markup);
  const message = findOwn(world, params);
  if (!message.document && !message.photo) throw badRequest('there is no caption in the message to edit');
  checkLength(content.text, 1024, 'MEDIA_CAPTION_TOO_LONG');
  return change(message, { ...content, html: String(params.caption ?? '') }, markup);
}

/** Another photo with its caption; a text gets one. */
export function editMessageMedia(world: World, params: Params): object {
  const media = structured(params.media) as Params | undefined;
  if (typeof media !== 'object') throw badRequest("can't parse InputMedia: expected an Object");
  if (media.type !== 'photo') throw badRequest("can't parse InputMedia: media type is unsupported");
  const content = readText(media, 'caption');
  const markup = readMarkup(params.reply_markup);
  const message: Message = findOwn(world, params);
  const attached = /^attach:\/\/(.+)$/.exec(String(media.media))?.[1];
  const photo = findPhoto(world, attached === undefined ? media.media : params[attached]);
  checkLength(content.text, 1024, 'MEDIA_CAPTION_TOO_LONG');
  return change(
    message,
    { ...content, html: String(media.caption ?? ''), photo, document: undefined },
    markup,
  );
}
