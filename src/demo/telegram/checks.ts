import type { Button, Chat } from './chats.js';
import { acceptedLink, type Entity, type Parsed, parseHtml } from './parse.js';
import { badRequest, forbidden } from './refusal.js';

export type Params = Record<string, unknown>;

/** Structured arguments arrive as objects in JSON bodies and as JSON text in forms. */
export function structured(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? undefined;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** The visible text and its entities, or the refusal; `blank` and too long are refused later, as the server does. */
export function readText(params: Params, field: 'text' | 'caption'): Parsed {
  const source = String(params[field] ?? '');
  if (!source.isWellFormed()) throw badRequest('text must be encoded in UTF-8');
  if (Buffer.byteLength(source) > 32_768) throw badRequest('text is too long');
  const mode = params.parse_mode === undefined ? '' : String(params.parse_mode).toLowerCase();
  if (mode === 'html') return tidy(parseHtml(source));
  if (mode !== '') throw badRequest('unsupported parse_mode');
  const given = structured(params[field === 'text' ? 'entities' : 'caption_entities']) ?? [];
  if (!Array.isArray(given))
    throw badRequest("can't parse MessageEntity: expected an Array of MessageEntity");
  return tidy({ text: source, entities: given.map((entity) => checkEntity(entity, source)) });
}

function checkEntity(given: unknown, text: string): Entity {
  const entity = given as Entity;
  if (
    typeof entity?.type !== 'string' ||
    !Number.isInteger(entity.offset) ||
    !Number.isInteger(entity.length)
  )
    throw badRequest('can\'t parse MessageEntity: Can\'t find field "type"');
  if (entity.offset + entity.length > text.length)
    throw badRequest(
      `entity beginning at UTF-16 offset ${entity.offset} ends after the end of the text at UTF-16 offset ${entity.offset + entity.length}`,
    );
  return entity;
}

/**
 * Carriage returns and direction marks go, other control characters become spaces, the ends are trimmed; of the
 * entities the first hundred are kept, the rest is dropped without a word.
 */
function tidy({ text, entities }: Parsed): Parsed {
  const kept: number[] = [0];
  let clean = '';
  for (const unit of text.split('')) {
    if (unit !== '\r' && !/[\u2028-\u202e]/.test(unit)) clean += /[\0-\t\x0b-\x1f]/.test(unit) ? ' ' : unit;
    kept.push(clean.length);
  }
  const lead = clean.length - clean.trimStart().length;
  const trimmed = clean.trim();
  const moved = (offset: number) => Math.min(Math.max(kept[offset]! - lead, 0), trimmed.length);
  return {
    text: trimmed,
    entities: entities
      .map((entity) => ({
        ...entity,
        offset: moved(entity.offset),
        length: moved(entity.offset + entity.length) - moved(entity.offset),
      }))
      .filter((entity) => entity.length > 0)
      .slice(0, 100),
  };
}

/** Telegram counts characters (code points) after parsing. */
export function checkLength(text: string, limit: number, refusal: string): void {
  if ([...text].length > limit) throw badRequest(refusal);
}

export interface Markup {
  buttons: Button[][];
  /** A reply keyboard, its removal or force_reply. */
  keyboard: object | undefined;
}

/** The shape of reply_markup; what its buttons may hold is checked by `checkButtons` and `checkButtonData`. */
export function readMarkup(value: unknown): Markup {
  const markup = structured(value);
  if (markup === undefined) return { buttons: [], keyboard: undefined };
  if (typeof markup === 'string') throw badRequest("can't parse reply keyboard markup JSON object");
  if (typeof markup !== 'object' || markup === null || Array.isArray(markup))
    throw badRequest('object expected as reply markup');
  if (!('inline_keyboard' in markup)) return { buttons: [], keyboard: markup };
  const rows = markup.inline_keyboard;
  if (!Array.isArray(rows) || !rows.every(Array.isArray))
    throw badRequest('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays');
  for (const button of rows.flat()) checkButtonShape(button);
  return { buttons: rows.filter((row) => row.length > 0), keyboard: undefined };
}

function checkButtonShape(button: unknown): void {
  const { text, ...rest } = (button ?? {}) as Record<string, unknown>;
  if (typeof text !== 'string' || text === '')
    throw badRequest('can\'t parse inline keyboard button: Can\'t find field "text"');
  if (!text.isWellFormed()) throw badRequest('strings must be encoded in UTF-8');
  const kinds = ['callback_data', 'url', 'switch_inline_query', 'web_app', 'copy_text', 'login_url', 'pay'];
  if (!kinds.some((kind) => rest[kind] !== undefined))
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
}

/** Checked once the chat is known: addresses behind buttons, and which keyboards the chat takes. */
export function checkButtons({ buttons, keyboard }: Markup, chat: Chat): void {
  if (keyboard && chat.type === 'channel') throw badRequest('inline keyboard expected');
  for (const { url } of buttons.flat()) {
    if (url === undefined || acceptedLink(url)) continue;
    const reason =
      /^[a-z][a-z0-9+.-]*:/i.test(url) && !/^https?:/i.test(url)
        ? 'Unsupported URL protocol'
        : 'Wrong HTTP URL';
    throw badRequest(`inline keyboard button URL '${url}' is invalid: ${reason}`);
  }
}

/** Checked last, by the server behind the Bot API. */
export function checkButtonData({ buttons }: Markup): void {
  for (const { callback_data } of buttons.flat()) {
    if (callback_data === undefined) continue;
    const bytes = Buffer.byteLength(callback_data);
    if (bytes < 1 || bytes > 64) throw badRequest('BUTTON_DATA_INVALID');
  }
  if (Buffer.byteLength(JSON.stringify(buttons)) > 10_240) throw badRequest('reply markup is too long');
}

/** May the bot see the chat at all? */
export function checkAccess(chat: Chat | undefined): asserts chat is Chat {
  if (!chat) throw badRequest('chat not found');
  if (chat.migrated_to !== undefined)
    throw badRequest('group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: chat.migrated_to,
    });
  if (chat.type === 'private') return;
  if (chat.bot === 'deleted') throw forbidden('the group chat was deleted');
  if (chat.bot === 'kicked') throw forbidden(`bot was kicked from the ${chat.type} chat`);
  if (chat.bot === 'left') throw forbidden(`bot is not a member of the ${chat.type} chat`);
}

/** May the bot write there? `what` as in "send text messages". */
export function checkRights(chat: Chat, what: string): void {
  if (chat.type === 'channel' && chat.bot !== 'administrator')
    throw badRequest('need administrator rights in the channel chat');
  if (chat.bot === 'muted') throw badRequest(`not enough rights to send ${what} to the chat`);
}

/** What only shows when the message reaches its reader. */
export function checkReader(chat: Chat): void {
  if (chat.type !== 'private') return;
  if (chat.bot === 'kicked') throw forbidden('bot was blocked by the user');
  if (chat.bot === 'deactivated') throw forbidden('user is deactivated');
  if (chat.bot === 'not_started') throw forbidden("bot can't initiate conversation with a user");
}
