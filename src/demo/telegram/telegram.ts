import { randomInt } from 'node:crypto';
import { Readable } from 'node:stream';
import { type Body, readParams } from './body.js';
import { type Chat, type ChatType, createChat, type Message } from './chats.js';
import type { Params } from './checks.js';
import { methods } from './methods.js';
import { createGroup, createPerson, type Group, type Person } from './people.js';
import { Refusal, type RefusalParameters } from './refusal.js';
import type { World } from './world.js';

export type { Message } from './chats.js';
export type { Group, Person } from './people.js';

export type Answer =
  | { ok: true; result: unknown }
  | { ok: false; error_code: number; description: string; parameters?: RefusalParameters };

export interface DemoTelegramOptions {
  clock?: () => Date;
  username?: string;
  /** Seconds to wait before this chat may get another message (429); none by default. */
  flood?: (chat: Chat) => number | undefined;
}

/**
 * A Telegram in this process, with the Bot API's checks, limits and exact refusals, and people who read and press.
 *
 *   const telegram = createDemoTelegram({ clock });
 *   const bot = createBot(deps, { client: { fetch: telegram.fetch } });
 *   bot.botInfo = telegram.me;
 *   telegram.onUpdate((update) => bot.handleUpdate(update));
 *   const lan = telegram.person(7, { language_code: 'vi' });
 *   await lan.send('/start da-bac');            // resolves once the bot has handled it
 *   await lan.press(/Đồng ý/);                  // label, pattern, {row, column}; then {newest: n} or {id}
 *   lan.last.text; lan.last.buttons; lan.messages; lan.block(); lan.unblock(); lan.deactivate();
 *   const village = telegram.group(-5, { type: 'group', title: 'Xóm Đoàn Kết' });
 *   village.add(lan, 'administrator'); await village.addBot(lan); await lan.in(village).send('/start');
 *
 * A person has pressed Start by default; `{ started: false }` cannot be written to before they do.
 */
export interface DemoTelegram {
  me: World['me'];
  /** What setMy… stored: ['commands' | 'name' | …, language, scope] as JSON → value. */
  profile: Map<string, unknown>;
  call(method: string, params: Params): Answer;
  /** For grammY's client: the same without a network. */
  fetch: (url: unknown, init?: { body?: unknown; headers?: unknown }) => Promise<Response>;
  onUpdate(handler: (update: never) => Promise<unknown> | undefined): void;
  person(id: number, options?: { language_code?: string; first_name?: string; started?: boolean }): Person;
  group(id: number, options?: { type?: Exclude<ChatType, 'private'>; title?: string }): Group;
  /** Everything the bot has said that is still there, in all chats, oldest first. */
  messages(): Message[];
}

export function createDemoTelegram(options: DemoTelegramOptions = {}): DemoTelegram {
  let nextUpdate = randomInt(100_000_000, 900_000_000);
  let handle: (update: never) => Promise<unknown> | undefined = () => undefined;
  const world: World = {
    me: { id: 900_000_001, is_bot: true, first_name: 'Loa', username: options.username ?? 'loa_demo_bot' },
    clock: options.clock ?? (() => new Date()),
    chats: new Map(),
    users: new Map(),
    photos: new Map(),
    presses: new Map(),
    queries: new Map(),
    profile: new Map(),
    flood: options.flood ?? (() => undefined),
    async update(kind, content) {
      await handle({ update_id: nextUpdate++, [kind]: content } as never);
    },
  };
  const call = (method: string, params: Params): Answer => answer(world, method, params);
  return {
    me: methods.getme!(world, {}) as World['me'],
    profile: world.profile,
    call,
    async fetch(url, init = {}) {
      const method = String(url).split('/').at(-1)!;
      const headers = new Headers(init.headers as Record<string, string>);
      const body = init.body instanceof Readable ? Readable.toWeb(init.body) : init.body;
      const params = await readParams(body as Body, headers.get('content-type') ?? undefined);
      const said = call(method, params);
      return Response.json(said, { status: said.ok ? 200 : said.error_code });
    },
    onUpdate(handler) {
      handle = handler;
    },
    person(id, { language_code = 'vi', first_name = `Người ${id}`, started = true } = {}) {
      const user = world.users.get(id) ?? { id, is_bot: false, first_name, language_code };
      world.users.set(id, user);
      const chat =
        world.chats.get(id) ?? createChat(id, 'private', undefined, started ? 'member' : 'not_started');
      world.chats.set(id, chat);
      return createPerson(world, user, chat);
    },
    group(id, { type = 'supergroup', title = `Nhóm ${id}` } = {}) {
      const chat = world.chats.get(id) ?? createChat(id, type, title, 'left');
      world.chats.set(id, chat);
      return createGroup(world, chat);
    },
    messages: () =>
      [...world.chats.values()]
        .flatMap((chat) => chat.messages.filter((message) => message.from.id === world.me.id))
        .sort((a, b) => a.date.getTime() - b.date.getTime()),
  };
}

/** Runs a method and words its outcome as the Bot API does. */
function answer(world: World, name: string, params: Params): Answer {
  const method = Object.hasOwn(methods, name.toLowerCase()) ? methods[name.toLowerCase()] : undefined;
  if (!method) return { ok: false, error_code: 404, description: 'Not Found: method not found' };
  try {
    return { ok: true, result: method(world, params) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { error_code, message: description, parameters } = error;
    return { ok: false, error_code, description, ...(parameters && { parameters }) };
  }
}
