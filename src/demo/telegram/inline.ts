import { checkButtonData, checkLength, type Params, readMarkup, readText, structured } from './checks.js';
import type { Entity } from './parse.js';
import { acceptedLink } from './parse.js';
import { badRequest } from './refusal.js';
import type { Inline, InlineResult, World } from './world.js';

// Whoever types on has another query by then.
const livesMs = 15_000;

/** Takes the answer to a query as Telegram does, once, and keeps it for the person who asked. */
export function answerInlineQuery(world: World, params: Params): true {
  const query = world.queries.get(String(params.inline_query_id));
  const given = structured(params.results);
  if (!Array.isArray(given)) throw badRequest("can't parse inline query results: expected an Array");
  if (given.length > 50) throw badRequest('too many inline query results specified');
  const results = given.map(readResult);
  if (new Set(results.map(({ id }) => id)).size < results.length) throw badRequest('RESULT_ID_DUPLICATE');
  const next_offset = String(params.next_offset ?? '');
  if (Buffer.byteLength(next_offset) > 64) throw badRequest('NEXT_OFFSET_INVALID');
  const button = readButton(structured(params.button));
  if (!query || query.answered || world.clock().getTime() - query.asked_at.getTime() > livesMs)
    throw badRequest('query is too old and response timeout expired or query ID is invalid');
  Object.assign(query, {
    answered: true,
    results,
    next_offset,
    button,
    is_personal: String(params.is_personal) === 'true',
    cache_time: Number(params.cache_time ?? 300),
  } satisfies Partial<Inline>);
  return true;
}

function readResult(given: Record<string, unknown>): InlineResult {
  const { type, id, title, description, input_message_content } = given;
  if (type !== 'article') throw badRequest("can't parse inline query result: unknown type");
  if (typeof id !== 'string' || !id || Buffer.byteLength(id) > 64) throw badRequest('RESULT_ID_INVALID');
  if (typeof title !== 'string' || !title) throw badRequest('ARTICLE_TITLE_EMPTY');
  for (const text of [title, description ?? ''])
    if (!String(text).isWellFormed()) throw badRequest('strings must be encoded in UTF-8');
  const content = input_message_content as Params | undefined;
  if (!content?.message_text) throw badRequest('message text is empty');
  const { text, entities } = readText({ ...content, text: content.message_text }, 'text');
  checkLength(text, 4096, 'message is too long');
  const markup = readMarkup(given.reply_markup);
  if (markup.keyboard) throw badRequest('inline keyboard expected');
  for (const { url } of markup.buttons.flat())
    if (url !== undefined && !acceptedLink(url)) throw badRequest('BUTTON_URL_INVALID');
  checkButtonData(markup);
  return {
    id,
    title,
    description: String(description ?? ''),
    text,
    entities: entities as Entity[],
    buttons: markup.buttons,
  };
}

function readButton(given: unknown): Inline['button'] {
  if (given === undefined) return undefined;
  const { text, start_parameter } = given as { text?: string; start_parameter?: string };
  if (!text) throw badRequest('INPUT_TEXT_EMPTY');
  if (!/^[\w-]{1,64}$/.test(start_parameter ?? '')) throw badRequest('START_PARAM_INVALID');
  return { text, start_parameter: start_parameter! };
}
