import { type Button, type Chat, chatJson, type Message, type Photo, type User } from './chats.js';
import type { Entity } from './parse.js';

/** One press of a button, as the bot's answer changes it. */
export interface Press {
  id: string;
  answered: boolean;
  /** The toast or alert the person saw. */
  text: string | undefined;
  alert: boolean;
  url: string | undefined;
}

/** What a person may put into a chat: a title to choose by, and the message that it becomes. */
export interface InlineResult {
  id: string;
  title: string;
  description: string;
  text: string;
  entities: Entity[];
  buttons: Button[][];
}

/** What a person sees who writes the bot's name and a query in some chat. */
export interface Inline {
  answered: boolean;
  results: InlineResult[];
  next_offset: string;
  button: { text: string; start_parameter: string } | undefined;
  is_personal: boolean;
  cache_time: number;
}

/** Everything the in-process Telegram knows. */
export interface World {
  me: User;
  clock: () => Date;
  chats: Map<number, Chat>;
  users: Map<number, User>;
  /** By file id. */
  photos: Map<string, Photo>;
  presses: Map<string, Press & { pressed_at: Date }>;
  queries: Map<string, Inline & { asked_at: Date }>;
  /** What setMy… stored, by method and its arguments but the value. */
  profile: Map<string, unknown>;
  /** Seconds to wait before this chat may get another message; asked just before each message is posted. */
  flood: (chat: Chat) => number | undefined;
  update: (kind: string, content: object) => Promise<void>;
}

export const findMessage = (chat: Chat, id: unknown): Message | undefined =>
  chat.messages.find((message) => message.message_id === Number(id));

/** The bot as a member, with the rights that tell whether it may write. */
export function membership({ type }: Chat, standing: Chat['bot']): object {
  // In a channel only admins write, so one that may not is an admin without that right.
  if (type === 'channel' && (standing === 'administrator' || standing === 'muted'))
    return { status: 'administrator', can_post_messages: standing === 'administrator' };
  if (standing === 'muted') return { status: 'restricted', is_member: true, can_send_messages: false };
  return { status: statusName[standing] ?? standing };
}

const statusName: Record<string, string> = { not_started: 'left', deactivated: 'left' };

/** Changes where the bot stands in a chat and tells it (my_chat_member). */
export async function moveBot(world: World, chat: Chat, by: User, standing: Chat['bot']): Promise<void> {
  const before = chat.bot;
  if (before === standing) return;
  chat.bot = standing;
  const member = (standing: Chat['bot']) => ({ user: world.me, ...membership(chat, standing) });
  await world.update('my_chat_member', {
    chat: chatJson(chat, by),
    from: by,
    date: Math.floor(world.clock().getTime() / 1000),
    old_chat_member: member(before),
    new_chat_member: member(standing),
  });
}
