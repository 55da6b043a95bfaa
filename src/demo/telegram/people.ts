import {
  type Button,
  type Chat,
  chatJson,
  createChat,
  type MemberStatus,
  type Message,
  messageJson,
  post,
  type User,
} from './chats.js';
import { type Inline, moveBot, type Press, type World } from './world.js';

/** Which button: its label, a pattern of it, or where it stands (both from 0). */
export type ButtonChoice = string | RegExp | { row: number; column: number };
/** Which message: an id, or counted back from the newest (0); left out, the newest with such a button. */
export type MessageChoice = { id: number } | { newest: number };

/** A person in one chat: their own with the bot, or a group through `in`. Each act resolves once it is handled. */
export interface Person {
  user: User;
  chat: Chat;
  /** The bot's messages there, newest last. */
  readonly messages: Message[];
  /** The bot's newest message; throws when there is none. */
  readonly last: Message;
  send(
    text: string,
    options?: {
      reply_to?: Message;
      entities?: object[];
      thread_id?: number;
      /** Speaks as the group (a hidden admin) or as a channel. */
      as?: Group;
    },
  ): Promise<Message>;
  press(button: ButtonChoice, message?: MessageChoice): Promise<Press>;
  /** Presses with data of one's own making, or a button long gone. */
  pressData(data: string, message?: MessageChoice): Promise<Press>;
  /** Writes @bot and a query in some chat; `offset` is what the answer before named as the next. */
  ask(query: string, offset?: string): Promise<Inline>;
  block(): Promise<void>;
  unblock(): Promise<void>;
  /** The account is deleted; Telegram tells the bot nothing. */
  deactivate(): void;
  in(group: Group): Person;
}

/** A group, supergroup or channel the bot may be in. */
export interface Group {
  chat: Chat;
  readonly messages: Message[];
  add(person: Person, status?: MemberStatus): void;
  addBot(by: Person, standing?: 'member' | 'administrator'): Promise<void>;
  kickBot(by: Person): Promise<void>;
  /** The bot may read but not write; Telegram says nothing, as when a group silences all its members. */
  muteBot(): void;
  /** The same for the bot alone, which Telegram tells it; and back. */
  restrictBot(by: Person): Promise<void>;
  freeBot(by: Person): Promise<void>;
  linkTo(channel: Group): void;
  delete(): void;
  /** Becomes a supergroup under a new id; the old one answers with migrate_to_chat_id. */
  upgrade(by: Person, newId: number): Promise<Group>;
  openTopic(id: number): void;
  closeTopic(id: number): void;
  deleteTopic(id: number): void;
  /** Opens it again, which Telegram tells. */
  reopenTopic(id: number, by: Person): Promise<void>;
}

const ofBot = (world: World, chat: Chat) =>
  chat.messages.filter((message) => message.from.id === world.me.id);

export function createPerson(world: World, user: User, chat: Chat): Person {
  return {
    user,
    chat,
    get messages() {
      return ofBot(world, chat);
    },
    get last() {
      const message = ofBot(world, chat).at(-1);
      if (!message) throw new Error(`the bot has said nothing to ${user.id}`);
      return message;
    },
    async send(text, { as, ...options } = {}) {
      if (chat.bot === 'not_started') chat.bot = 'member';
      // Writing to a bot one has blocked unblocks it first.
      if (chat.type === 'private' && chat.bot === 'kicked') await moveBot(world, chat, user, 'member');
      const entities = [...commandsIn(text), ...((options.entities ?? []) as Message['entities'])];
      const from = as ? { id: 1_087_968_824, is_bot: true, first_name: 'Group' } : user;
      const sender_chat = as?.chat;
      const message = post({ chat, from, sender_chat, date: world.clock(), text, ...options, entities });
      const kind = chat.type === 'channel' ? 'channel_post' : 'message';
      if (isShownToBot(world, message)) await world.update(kind, messageJson(message));
      return message;
    },
    press(choice, where) {
      const message = chooseMessage(world, chat, where, (one) => findButton(one, choice) !== undefined);
      const button = message && findButton(message, choice);
      if (!button) throw new Error(`no button ${describe(choice)} in:\n${describeChat(world, chat)}`);
      if (button.callback_data === undefined) throw new Error(`${button.text} opens ${button.url}`);
      return press(world, user, message, button.callback_data);
    },
    pressData(data, where) {
      const message = chooseMessage(world, chat, where, () => true);
      if (!message) throw new Error(`no message of the bot to press in chat ${chat.id}`);
      return press(world, user, message, data);
    },
    ask: (query, offset = '') => ask(world, user, query, offset),
    block: () => moveBot(world, chat, user, 'kicked'),
    unblock: () => moveBot(world, chat, user, 'member'),
    deactivate() {
      chat.bot = 'deactivated';
    },
    in: (group) => createPerson(world, user, group.chat),
  };
}

function commandsIn(text: string): Message['entities'] {
  return [...text.matchAll(/(?<![\w/])\/\w{1,64}(?:@\w+)?/g)].map((match) => ({
    type: 'bot_command',
    offset: match.index,
    length: match[0].length,
  }));
}

/** In a group a bot that is no administrator sees only commands, replies to it and its mentions. */
function isShownToBot(world: World, { chat, text, entities, reply_to }: Message): boolean {
  if (chat.bot === 'left' || chat.bot === 'kicked') return false;
  if (chat.type === 'private' || chat.type === 'channel' || chat.bot === 'administrator') return true;
  const command = entities.some((entity) => entity.type === 'bot_command');
  return command || reply_to?.from.id === world.me.id || text.includes(`@${world.me.username}`);
}

function findButton(message: Message, choice: ButtonChoice): Button | undefined {
  if (typeof choice === 'object' && 'row' in choice) return message.buttons[choice.row]?.[choice.column];
  return message.buttons
    .flat()
    .find(({ text }) => (typeof choice === 'string' ? text === choice : choice.test(text)));
}

function chooseMessage(
  world: World,
  chat: Chat,
  where: MessageChoice | undefined,
  fits: (message: Message) => boolean,
): Message | undefined {
  const messages = ofBot(world, chat);
  if (!where) return messages.findLast(fits);
  if ('newest' in where) return messages.at(-1 - where.newest);
  return messages.find((message) => message.message_id === where.id);
}

let pressed = 0;

async function press(world: World, user: User, message: Message, data: string): Promise<Press> {
  const id = String(7_000_000_000 + ++pressed);
  const state = {
    id,
    answered: false,
    text: undefined,
    alert: false,
    url: undefined,
    pressed_at: world.clock(),
  };
  world.presses.set(id, state);
  await world.update('callback_query', {
    id,
    from: user,
    message: messageJson(message),
    chat_instance: String(message.chat.id),
    data,
  });
  return state;
}

let asked = 0;

async function ask(world: World, user: User, query: string, offset: string): Promise<Inline> {
  const id = String(8_000_000_000 + ++asked);
  const state = {
    answered: false,
    results: [],
    next_offset: '',
    button: undefined,
    is_personal: false,
    cache_time: 0,
    asked_at: world.clock(),
  };
  world.queries.set(id, state);
  await world.update('inline_query', { id, from: user, query, offset, chat_type: 'group' });
  return state;
}

const describe = (choice: ButtonChoice) =>
  choice instanceof RegExp ? String(choice) : JSON.stringify(choice);

function describeChat(world: World, chat: Chat): string {
  return ofBot(world, chat)
    .slice(-3)
    .map(({ text, buttons }) => `${text}\n${buttons.map((row) => JSON.stringify(row)).join('\n')}`)
    .join('\n--\n');
}

export function createGroup(world: World, chat: Chat): Group {
  return {
    chat,
    get messages() {
      return ofBot(world, chat);
    },
    add: (person, status = 'member') => void chat.members.set(person.user.id, status),
    addBot: (by, standing = 'member') => moveBot(world, chat, by.user, standing),
    kickBot: (by) => moveBot(world, chat, by.user, 'kicked'),
    muteBot() {
      chat.bot = 'muted';
    },
    restrictBot: (by) => moveBot(world, chat, by.user, 'muted'),
    freeBot: (by) => moveBot(world, chat, by.user, chat.type === 'channel' ? 'administrator' : 'member'),
    linkTo(channel) {
      chat.linked_to = channel.chat.id;
    },
    delete() {
      chat.bot = 'deleted';
    },
    async upgrade(by, newId) {
      const next = createChat(newId, 'supergroup', chat.title, chat.bot);
      next.members = chat.members;
      world.chats.set(newId, next);
      chat.migrated_to = newId;
      const date = Math.floor(world.clock().getTime() / 1000);
      const service = (where: Chat, extra: object) =>
        world.update('message', {
          message_id: ++where.last_message_id,
          chat: chatJson(where),
          from: by.user,
          date,
          ...extra,
        });
      await service(chat, { migrate_to_chat_id: newId });
      await service(next, { migrate_from_chat_id: chat.id });
      // Telegram tells of the bot's coming, and never of its leaving the old group (tdlib/telegram-bot-api issue 266).
      next.bot = 'left';
      await moveBot(world, next, by.user, chat.bot);
      return createGroup(world, next);
    },
    openTopic: (id) => void chat.topics.set(id, 'open'),
    closeTopic: (id) => void chat.topics.set(id, 'closed'),
    deleteTopic: (id) => void chat.topics.delete(id),
    async reopenTopic(id, by) {
      chat.topics.set(id, 'open');
      await world.update('message', {
        message_id: ++chat.last_message_id,
        chat: chatJson(chat),
        from: by.user,
        date: Math.floor(world.clock().getTime() / 1000),
        message_thread_id: id,
        is_topic_message: true,
        forum_topic_reopened: {},
      });
    },
  };
}
