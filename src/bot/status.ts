import { Composer } from 'grammy';
import { findLastDigest } from '../store/digests.js';
import { listSourceHealth, type SourceHealth } from '../store/health.js';
import { Html, html, nameIn } from '../texts.js';
import { formatDay, formatTime } from '../time.js';
import { commands } from './commands.js';
import type { BotContext } from './context.js';
import { findFollowing, findThisChat } from './following.js';
import { nextText } from './schedule.js';
import { show } from './show.js';

/** /status: when each newspaper was last read, and when the next digest comes. */
export const status = new Composer<BotContext>();

status.command(commands.status, async (ctx) => {
  const { db } = ctx.deps;
  const lines = newspaperLines(ctx, await listSourceHealth(db, ctx.now));
  const following = await findFollowing(ctx);
  const next = following ? nextText(ctx, following.chat) : html(ctx.locale, 'bot-status-not-following');
  await show(
    ctx,
    html(ctx.locale, 'bot-status', {
      newspapers: new Html(lines.join('\n') || html(ctx.locale, 'bot-status-no-newspaper')),
      next: new Html([await lastText(ctx), next].filter(Boolean).join('\n')),
    }),
  );
});

/** One line for each newspaper, from the source of it that was read last. */
function newspaperLines(ctx: BotContext, sources: SourceHealth[]): string[] {
  const newest = new Map<string, SourceHealth>();
  for (const source of sources) {
    const name = nameIn(ctx.locale, source.newspaper);
    const other = newest.get(name);
    if (!other || (source.last_success_at ?? 0) > (other.last_success_at ?? 0)) newest.set(name, source);
  }
  return [...newest].map(([newspaper, { state, last_success_at }]) =>
    last_success_at
      ? html(ctx.locale, state === 'failing' ? 'bot-status-failing' : 'bot-status-read', {
          newspaper,
          ...at(ctx, last_success_at),
        })
      : html(ctx.locale, 'bot-status-never-read', { newspaper }),
  );
}

/** When the newest digest reached this chat; nothing where none did. */
async function lastText(ctx: BotContext): Promise<string> {
  const chat = await findThisChat(ctx);
  const sent_at = chat && (await findLastDigest(ctx.deps.db, chat.id));
  return sent_at ? html(ctx.locale, 'bot-status-last', at(ctx, sent_at)) : '';
}

function at(ctx: BotContext, instant: Date): { time: string; day: string } {
  const { time_zone } = ctx.deps.pack;
  return { time: formatTime(instant, time_zone), day: formatDay(instant, time_zone, ctx.locale) };
}
