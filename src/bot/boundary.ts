import { type BotError, GrammyError, type NextFunction } from 'grammy';
import { readRefusal } from '../delivery/outcome.js';
import { UserError } from '../errors.js';
import { log } from '../log.js';
import { plain } from '../texts.js';
import type { BotContext } from './context.js';

/**
 * Sees to it that every press is answered, once, whatever the handlers did: until then the button spins. What a
 * handler says in its answer gets false where nobody sees it: said before, or too late, as after an hour in which
 * we were away.
 */
export async function answerEveryPress(ctx: BotContext, next: NextFunction): Promise<void> {
  if (!ctx.callbackQuery) return next();
  const answer = ctx.answerCallbackQuery.bind(ctx);
  let answered = false;
  const answerOnce = async (...args: Parameters<typeof answer>): Promise<boolean> => {
    if (answered) return false;
    answered = true;
    return answer(...args).catch((error: unknown) => {
      if (error instanceof GrammyError && error.error_code === 400) return false;
      throw error;
    });
  };
  ctx.answerCallbackQuery = answerOnce as typeof ctx.answerCallbackQuery;
  await next();
  await answerOnce().catch(() => undefined);
}

/** The one place where a handler's error ends: a UserError in its own words, anything else in plain ones. */
export async function answerError(error: BotError<BotContext>): Promise<void> {
  const { ctx, error: cause } = error;
  if (cause instanceof UserError) return say(ctx, plain(ctx.locale, cause.key, cause.args));
  // Blocked, put out of the group, in a topic that is closed, in a group that has moved: only who pressed can be told.
  if (cause instanceof GrammyError && ['gone', 'moved'].includes(readRefusal(cause).kind)) {
    const text = plain(ctx.locale, 'bot-may-not-write');
    if (ctx.callbackQuery) await ctx.answerCallbackQuery({ text, show_alert: true }).catch(() => false);
    return;
  }
  // Telegram lets this chat wait: another message would only have to wait too.
  if (cause instanceof GrammyError && cause.error_code === 429) {
    const text = plain(ctx.locale, ctx.chat?.type === 'private' ? 'bot-too-fast' : 'bot-group-too-fast');
    if (ctx.callbackQuery) await ctx.answerCallbackQuery({ text }).catch(() => false);
    log.warn({ seconds: cause.parameters.retry_after }, 'an update could not be answered: flood wait');
    return;
  }
  // By hand, because an error of Telegram's or Postgres' carries ids and texts beside its message.
  const { name, message, stack } = cause instanceof Error ? cause : new Error(String(cause));
  log.error({ error: { name, message, stack } }, 'an update could not be answered');
  await say(ctx, plain(ctx.locale, 'bot-error'));
}

/** Never throws: there is nobody left to tell. */
async function say(ctx: BotContext, text: string): Promise<void> {
  const shown = ctx.callbackQuery && ctx.answerCallbackQuery({ text, show_alert: true }).catch(() => false);
  if (!(await shown) && ctx.chat) await ctx.reply(text).catch(() => undefined);
}
