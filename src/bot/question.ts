import type { Context } from 'grammy';
import type { MessageEntity } from 'grammy/types';
import { html } from '../texts.js';
import type { BotContext } from './context.js';

/** Before the data in a question's invisible link, where a slash stands for a colon. */
export const marker = 'http://t.me/#';

/**
 * Asks for a text in reply. What the answer is for travels in the question itself, as an invisible link (data as in
 * buttons), so that neither a restart nor another process loses it.
 */
export async function ask(ctx: BotContext, key: string, data: string): Promise<void> {
  // In a group only who asked for it is to answer, and not everyone who reads along.
  const asker = ctx.chat?.type === 'private' ? undefined : ctx.message?.message_id;
  const carried = `<a href="${marker}${data.replaceAll(':', '/')}">\u200c</a>`;
  await ctx.reply(carried + html(ctx.locale, key), {
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    reply_markup: { force_reply: true, ...(asker && { selective: true }) },
    ...(asker && { reply_parameters: { message_id: asker, allow_sending_without_reply: true } }),
  });
}

/** The data of the question that this message answers. A command is never an answer. */
export function answeredQuestion(ctx: Context): string | undefined {
  const message = ctx.message;
  const asked = message?.reply_to_message;
  // Only the bot's own message may say what an answer is for.
  if (!asked || asked.from?.id !== ctx.me.id) return undefined;
  if (message.entities?.some(({ type, offset }) => type === 'bot_command' && offset === 0)) return undefined;
  return asked.entities?.find(carriesData)?.url.slice(marker.length).replaceAll('/', ':');
}

/** Lets the question that this message answers carry other data. */
export function changeQuestion(ctx: Context, data: string): void {
  const asked = ctx.message!.reply_to_message!;
  const url = marker + data.replaceAll(':', '/');
  asked.entities = asked.entities!.map((entity) => (carriesData(entity) ? { ...entity, url } : entity));
}

const carriesData = (entity: MessageEntity): entity is MessageEntity.TextLinkMessageEntity =>
  entity.type === 'text_link' && entity.url.startsWith(marker);
