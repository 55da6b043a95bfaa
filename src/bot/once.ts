import type { NextFunction } from 'grammy';
import { openUpdateWork } from '../store/update-work.js';
import type { BotContext } from './context.js';

/**
 * What an update causes happens once, although Telegram repeats updates: all that its handlers write is one
 * transaction together with the note that it was handled, committed before the first word goes out.
 */
export async function handleOnce(ctx: BotContext, next: NextFunction): Promise<void> {
  const { deps, now } = ctx;
  const work = openUpdateWork(deps.db, deps.seal.hash(JSON.stringify(ctx.update)), now);
  try {
    if (!(await work.begin())) return await work.rollback();
    ctx.deps = { ...deps, db: work.db };
    ctx.commit = work.commit;
    // Questions to Telegram, who is an admin here, are asked on the way.
    ctx.api.config.use(async (call, method, payload, signal) => {
      if (!method.startsWith('get')) await work.commit();
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
