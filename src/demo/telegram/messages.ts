import { type Chat, type Message, messageJson, post } from './chats.js';
import {
  checkAccess,
  checkButtonData,
  checkButtons,
  checkLength,
  checkReader,
  checkRights,
  type Markup,
  type Params,
  readMarkup,
  readText,
  structured,
} from './checks.js';
import type { Parsed } from './parse.js';
import { badRequest, tooManyRequests } from './refusal.js';
import { findMessage, type World } from './world.js';

/** Checks in the order in which Telegram makes them: content, keyboard's shape, chat, topic, right, rules, length. */
export function checkSend(world: World, params: Params, content: Parsed, what: string) {
  const replyTo = structured(params.reply_parameters) as { message_id?: number } | undefined;
  const markup = readMarkup(params.reply_markup);
  const chat = findChat(world, params.chat_id);
  checkAccess(chat);
  const thread = params.message_thread_id === undefined ? undefined : Number(params.message_thread_id);
  if (thread !== undefined && !chat.topics.has(thread)) throw badRequest('message thread not found');
  const reply_to = checkReply(chat, replyTo ?? {});
  checkRights(chat, what);
  checkButtons(markup, chat);
  return { chat, thread_id: thread, reply_to, markup, content };
}

function findChat(world: World, id: unknown): Chat | undefined {
  if (id === undefined || id === '') throw badRequest('chat_id is empty');
  return world.chats.get(Number(id));
}

function checkReply(
  chat: Chat,
  reply: { message_id?: number; allow_sending_without_reply?: boolean },
): Message | undefined {
  if (reply.message_id === undefined) return undefined;
  const message = findMessage(chat, reply.message_id);
  if (!message && !reply.allow_sending_without_reply) throw badRequest('message to be replied not found');
  return message;
}

export function checkAtServer(world: World, chat: Chat, thread: number | undefined, markup: Markup): void {
  const seconds = world.flood(chat);
  if (seconds !== undefined) throw tooManyRequests(seconds);
  checkReader(chat);
  if (thread !== undefined && chat.topics.get(thread) === 'closed') throw badRequest('TOPIC_CLOSED');
  checkButtonData(markup);
}

export function sendMessage(world: World, params: Params): object {
  const preview = structured(params.link_preview_options);
  if (preview !== undefined && typeof preview !== 'object')
    throw badRequest("can't parse link preview options JSON object");
  if (params.text === undefined || params.text === '') throw badRequest('message text is empty');
  const checked = checkSend(world, params, readText(params, 'text'), 'text messages');
  const { chat, thread_id, reply_to, markup, content } = checked;
  if (!content.text) throw badRequest('text must be non-empty');
  checkLength(content.text, 4096, 'message is too long');
  checkAtServer(world, chat, thread_id, markup);
  return messageJson(
    post({
      chat,
      from: world.me,
      date: world.clock(),
      ...content,
      html: String(params.text),
      ...markup,
      reply_to,
      thread_id,
      silent: String(params.disable_notification) === 'true',
    }),
  );
}

/** A document as it arrives in a form; a plain string is the id of a file sent before. */
export interface Upload {
  file_name: string;
  bytes: Buffer;
}

export function sendDocument(world: World, params: Params): object {
  if (params.document === undefined) throw badRequest('there is no document in the request');
  const checked = checkSend(world, params, readText(params, 'caption'), 'documents');
  const { chat, thread_id, reply_to, markup, content } = checked;
  const document = findDocument(world, params.document);
  if (!document.bytes.length) throw badRequest('file must be non-empty');
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
      document,
      reply_to,
      thread_id,
    }),
  );
}

function findDocument(world: World, given: unknown): Upload {
  if (typeof given === 'object' && given !== null && 'bytes' in given) return given as Upload;
  for (const chat of world.chats.values())
    for (const message of chat.messages)
      if (message.document && `file${message.message_id}` === given) return message.document;
  throw badRequest('wrong file identifier/HTTP URL specified');
}

/** Sends what a message holds once more, without saying where it came from. */
export function copyMessage(world: World, params: Params): object {
  const from = findChat(world, params.from_chat_id);
  checkAccess(from);
  const original = findMessage(from, params.message_id);
  if (!original) throw badRequest('message to copy not found');
  const { chat, thread_id, reply_to, markup } = checkSend(world, params, original, 'text messages');
  checkAtServer(world, chat, thread_id, markup);
  const { text, html, entities, document, photo } = original;
  const copy = post({
    chat,
    from: world.me,
    date: world.clock(),
    text,
    html,
    entities,
    document,
    photo,
    ...markup,
    reply_to,
    thread_id,
  });
  return { message_id: copy.message_id };
}

export function findOwn(world: World, params: Params): Message {
  const chat = findChat(world, params.chat_id);
  checkAccess(chat);
  const message = findMessage(chat, params.message_id);
  if (!message) throw badRequest('message to edit not found');
  if (message.from.id !== world.me.id) throw badRequest("message can't be edited");
  return message;
}

/** Only an inline keyboard can be set by an edit; leaving it out takes the old one away. */
export function change(message: Message, content: Partial<Message>, markup: Markup): object {
  if (markup.keyboard) throw badRequest('inline keyboard expected');
  checkButtons(markup, message.chat);
  const next = { ...message, ...content, buttons: markup.buttons };
  const shown = ({ text, entities, buttons, photo }: Message) =>
    JSON.stringify([text, entities, buttons, photo?.file_id]);
  if (shown(next) === shown(message))
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  checkReader(message.chat);
  checkButtonData(markup);
  Object.assign(message, next, { edits: message.edits + 1 });
  return messageJson(message);
}

export function editMessageText(world: World, params: Params): object {
  if (params.text === undefined || params.text === '') throw badRequest('message text is empty');
  const content = readText(params, 'text');
  const markup = readMarkup(params.reply_markup);
  const message = findOwn(world, params);
  if (message.document || message.photo) throw badRequest('there is no text in the message to edit');
  if (!content.text) throw badRequest('text must be non-empty');
  checkLength(content.text, 4096, 'MESSAGE_TOO_LONG');
  return change(message, { ...content, html: String(params.text) }, markup);
}

export function editMessageReplyMarkup(world: World, params: Params): object {
  const markup = readMarkup(params.reply_markup);
  return change(findOwn(world, params), {}, markup);
}

const hours48 = 48 * 3_600_000;

export function deleteMessage(world: World, params: Params): true {
  const chat = findChat(world, params.chat_id);
  checkAccess(chat);
  const message = findMessage(chat, params.message_id);
  if (!message) throw badRequest('message to delete not found');
  const own = message.from.id === world.me.id;
  if (world.clock().getTime() - message.date.getTime() > hours48 || (!own && chat.bot !== 'administrator'))
    if (chat.type !== 'private' || !own) throw badRequest("message can't be deleted");
    else throw badRequest("message can't be deleted for everyone");
  chat.messages.splice(chat.messages.indexOf(message), 1);
  return true;
}
