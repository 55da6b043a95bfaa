import type { Entity } from './parse.js';

export interface User {
  id: number;
  is_bot: boolean;
  first_name: string;
  language_code?: string;
  username?: string;
}

export interface Button {
  text: string;
  callback_data?: string;
  url?: string;
}

export type ChatType = 'private' | 'group' | 'supergroup' | 'channel';

/** Where the bot stands in a chat; in a private one `kicked` is a block. */
export type Standing =
  | 'member'
  | 'administrator'
  | 'muted'
  | 'left'
  | 'kicked'
  | 'not_started'
  | 'deactivated'
  | 'deleted';

export type MemberStatus = 'creator' | 'administrator' | 'member' | 'left';

/** A picture as the Bot API knows it. */
export interface Photo {
  file_id: string;
  bytes: Buffer;
  width: number;
  height: number;
}

/** A message as a reader sees it. */
export interface Message {
  message_id: number;
  chat: Chat;
  from: User;
  /** A chat that speaks instead of `from`: the group of a hidden admin, or a channel. */
  sender_chat: Chat | undefined;
  date: Date;
  /** What stands on the screen, after parsing. */
  text: string;
  /** What was sent, before parsing. */
  html: string;
  entities: Entity[];
  buttons: Button[][];
  /** The keyboard when it is not an inline one (force_reply, a reply keyboard, its removal). */
  keyboard: object | undefined;
  document: { file_name: string; bytes: Buffer } | undefined;
  photo: Photo | undefined;
  reply_to: Message | undefined;
  thread_id: number | undefined;
  silent: boolean;
  /** How often the bot has changed it. */
  edits: number;
}

export interface Chat {
  id: number;
  type: ChatType;
  title: string | undefined;
  bot: Standing;
  migrated_to: number | undefined;
  members: Map<number, MemberStatus>;
  topics: Map<number, 'open' | 'closed'>;
  /** The channel whose discussion group this is. */
  linked_to: number | undefined;
  /** Everything said that is not deleted, oldest first. */
  messages: Message[];
  last_message_id: number;
}

export function createChat(id: number, type: ChatType, title: string | undefined, bot: Standing): Chat {
  return {
    id,
    type,
    title,
    bot,
    migrated_to: undefined,
    members: new Map(),
    topics: new Map(),
    linked_to: undefined,
    messages: [],
    last_message_id: 0,
  };
}

/** Adds a message to its chat and returns it with its id. */
export function post(message: Partial<Message> & Pick<Message, 'chat' | 'from' | 'date' | 'text'>): Message {
  const posted: Message = {
    html: message.text,
    entities: [],
    buttons: [],
    keyboard: undefined,
    sender_chat: undefined,
    document: undefined,
    photo: undefined,
    reply_to: undefined,
    thread_id: undefined,
    silent: false,
    edits: 0,
    ...message,
    message_id: ++message.chat.last_message_id,
  };
  message.chat.messages.push(posted);
  return posted;
}

export function chatJson({ id, type, title, topics }: Chat, user?: User): object {
  if (type === 'private') return { id, type, first_name: user?.first_name ?? '' };
  return { id, type, title, ...(topics.size && { is_forum: true }) };
}

/** The message as the Bot API shows it. */
export function messageJson(message: Message): object {
  const { reply_to, buttons, thread_id, sender_chat } = message;
  const isPost = message.chat.type === 'channel';
  return {
    message_id: message.message_id,
    ...(isPost ? { sender_chat: chatJson(message.chat) } : { from: message.from }),
    ...(sender_chat && { sender_chat: chatJson(sender_chat) }),
    chat: chatJson(message.chat, message.from),
    date: Math.floor(message.date.getTime() / 1000),
    ...(thread_id !== undefined && {
      message_thread_id: thread_id,
      // A reply has a thread too, in groups without topics.
      ...(message.chat.topics.has(thread_id) && { is_topic_message: true }),
    }),
    ...contentJson(message),
    ...(reply_to && { reply_to_message: messageJson({ ...reply_to, reply_to: undefined }) }),
    ...(buttons.length && { reply_markup: { inline_keyboard: buttons } }),
    ...(message.edits && { edit_date: Math.floor(message.date.getTime() / 1000) }),
  };
}

function contentJson({ message_id, text, entities, document, photo }: Message): object {
  if (!document && !photo) return { text, ...(entities.length && { entities }) };
  return {
    ...(document && {
      document: {
        file_id: `file${message_id}`,
        file_unique_id: `u${message_id}`,
        file_name: document.file_name,
        file_size: document.bytes.length,
      },
    }),
    ...(photo && { photo: photoSizes(photo) }),
    ...(text && { caption: text, caption_entities: entities }),
  };
}

/** A small one, and the whole: each size has an id of its own. */
const photoSizes = ({ file_id, bytes, width, height }: Photo) => [
  {
    file_id: `${file_id}s`,
    file_unique_id: `${file_id}us`,
    width: Math.ceil(width / 12),
    height: Math.ceil(height / 12),
  },
  { file_id, file_unique_id: `${file_id}u`, width, height, file_size: bytes.length },
];
