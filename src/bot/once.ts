import type { NextFunction } from 'grammy';
import { openUpdateWork } from '../store/update-work.js';
import type { BotContext } from './context.js';

/**
 * What an update causes happens once, although Telegram repeats updates: all that its handlers write is one
 * transaction together with the note that it was handled, committed before the first word goes out. An inline query
 * causes nothing: one comes with every letter that is typed, and needs no note.
 */
export async function handleOnce(ctx: BotContext, next: NextFunction): Promise<void> {
  if (ctx.inlineQuery) return next();
  const { deps, now } = ctx;
  const work = openUpdateWork(deps.db, deps.seal.hash(JSON.stringify(ctx.update)), now);
  try {
    if (!(await work.begin())) return await work.rollback();
    ctx.deps = { ...deps, db: work.db };
    ctx.commit = work.commit;
    ctx.api.config.use(async (call, method, payload, signal) => {
      await work.commit();
      return call(method, payload, signal);
    });
    await next();
    await work.commit();
  } catch (error) {
    await work.rollback();
    throw error;
  } finally {
    ctx.deps = deps;
  }
}
