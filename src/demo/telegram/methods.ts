import { chatJson } from './chats.js';
import { checkAccess, type Params, structured } from './checks.js';
import { answerInlineQuery } from './inline.js';
import {
  copyMessage,
  deleteMessage,
  editMessageReplyMarkup,
  editMessageText,
  sendDocument,
  sendMessage,
} from './messages.js';
import { editMessageCaption, editMessageMedia, sendPhoto } from './photos.js';
import { badRequest } from './refusal.js';
import { membership, type World } from './world.js';

type Method = (world: World, params: Params) => unknown;

/** What the bot may call, by lower-case name, as the Bot API takes names in any case. */
export const methods: Record<string, Method> = {
  getme: (world) => ({
    ...world.me,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: true,
  }),
  sendmessage: sendMessage,
  senddocument: sendDocument,
  sendphoto: sendPhoto,
  copymessage: copyMessage,
  editmessagetext: editMessageText,
  editmessagecaption: editMessageCaption,
  editmessagemedia: editMessageMedia,
  editmessagereplymarkup: editMessageReplyMarkup,
  deletemessage: deleteMessage,
  answercallbackquery: answerCallbackQuery,
  answerinlinequery: answerInlineQuery,
  sendchataction: sendChatAction,
  getchat: getChat,
  getchatmember: getChatMember,
  getchatadministrators: getChatAdministrators,
  leavechat: leaveChat,
  setmycommands: setMyCommands,
  deletemycommands: (world, params) => remember(world, 'commands', params, []),
  getmycommands: (world, params) => recall(world, 'commands', params) ?? [],
  setmyname: named('name', 64),
  getmyname: (world, params) => ({ name: recall(world, 'name', params) ?? world.me.first_name }),
  setmydescription: named('description', 512),
  getmydescription: (world, params) => ({ description: recall(world, 'description', params) ?? '' }),
  setmyshortdescription: named('short_description', 120),
  getmyshortdescription: (world, params) => ({
    short_description: recall(world, 'short_description', params) ?? '',
  }),
  setchatmenubutton: () => true,
};

/** A query lives about a minute and is answered once. */
function answerCallbackQuery(world: World, params: Params): true {
  const press = world.presses.get(String(params.callback_query_id));
  const tooOld = press && world.clock().getTime() - press.pressed_at.getTime() > 60_000;
  if (!press || press.answered || tooOld)
    throw badRequest('query is too old and response timeout expired or query ID is invalid');
  const text = params.text === undefined ? undefined : String(params.text);
  if (text && [...text].length > 200) throw badRequest('MESSAGE_TOO_LONG');
  Object.assign(press, {
    answered: true,
    text,
    alert: String(params.show_alert) === 'true',
    url: params.url as string | undefined,
  });
  return true;
}

const actions = ['typing', 'upload_photo', 'upload_document', 'find_location', 'choose_sticker'];

function sendChatAction(world: World, params: Params): true {
  if (!actions.includes(String(params.action))) throw badRequest('wrong parameter action in request');
  checkAccess(world.chats.get(Number(params.chat_id)));
  return true;
}

function getChat(world: World, params: Params): object {
  const chat = world.chats.get(Number(params.chat_id));
  checkAccess(chat);
  return {
    ...chatJson(chat, world.users.get(chat.id)),
    ...(chat.linked_to !== undefined && { linked_chat_id: chat.linked_to }),
  };
}

function getChatMember(world: World, params: Params): object {
  const chat = world.chats.get(Number(params.chat_id));
  checkAccess(chat);
  const id = Number(params.user_id);
  if (id === world.me.id) return { user: world.me, ...membership(chat, chat.bot) };
  const user = world.users.get(id);
  if (!user) throw badRequest('invalid user_id specified');
  return { user, status: chat.type === 'private' ? 'member' : (chat.members.get(id) ?? 'left') };
}

function getChatAdministrators(world: World, params: Params): object[] {
  const chat = world.chats.get(Number(params.chat_id));
  checkAccess(chat);
  if (chat.type === 'private') throw badRequest('there are no administrators in the private chat');
  return [...chat.members]
    .filter(([, status]) => status === 'creator' || status === 'administrator')
    .map(([id, status]) => ({ user: world.users.get(id), status }));
}

function leaveChat(world: World, params: Params): true {
  const chat = world.chats.get(Number(params.chat_id));
  checkAccess(chat);
  chat.bot = 'left';
  return true;
}

function setMyCommands(world: World, params: Params): true {
  const commands = structured(params.commands) as { command: string; description: string }[];
  if (!Array.isArray(commands) || commands.length > 100) throw badRequest('BOT_COMMAND_INVALID');
  for (const { command, description } of commands) {
    if (command.length > 32) throw badRequest('command length must not exceed 32');
    if (!/^\/?[a-z0-9_]+$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
    if (!description) throw badRequest('command description must be non-empty');
    if (description.length > 256) throw badRequest('command description length must not exceed 256');
  }
  return remember(world, 'commands', params, commands);
}

function named(field: string, limit: number): Method {
  return (world, params) => {
    const value = String(params[field] ?? '');
    if ([...value].length > limit) throw badRequest(`${field.replace('_', ' ')} is too long`);
    return remember(world, field, params, value);
  };
}

/** What is kept once per language and, for commands, per scope. */
function profileKey(field: string, params: Params): string {
  const language = String(params.language_code ?? '');
  if (language && !/^[a-z]{2}$/.test(language)) throw badRequest('invalid language code specified');
  return JSON.stringify([field, language, structured(params.scope) ?? { type: 'default' }]);
}

function remember(world: World, field: string, params: Params, value: unknown): true {
  world.profile.set(profileKey(field, params), value);
  return true;
}

const recall = (world: World, field: string, params: Params) => world.profile.get(profileKey(field, params));
