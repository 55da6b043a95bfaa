import type { BotCommand } from 'grammy/types';
import { log } from '../log.js';
import { findChat } from '../store/chats.js';
import type { Role } from '../store/schema.js';
import { findStaff } from '../store/staff.js';
import { plain } from '../texts.js';
import { commandsOf, mayUse, type Part } from './access.js';
import { listedCommands, shownName } from './commands.js';
import type { BotContext } from './context.js';

const forStaff: readonly Part[] = ['admin', 'broadcast', 'runs', 'sources', 'invite', 'roles'];
/** The press review on demand, English name first. */
export const reviewCommands = ['review', 'diembao'];

/**
 * Puts what an official or someone with a role may do into the command list of their own chat, and takes it out
 * again: the sender's, unless told whose. The list only shows; every command still asks who sends it. Never fatal.
 */
export async function announceMenu(ctx: BotContext, telegramId = ctx.from!.id): Promise<void> {
  const scope = { type: 'chat' as const, chat_id: telegramId };
  const { own, locale } = await listOwnCommands(ctx, telegramId);
  const ofReaders = listedCommands.map((command) => ({
    command: shownName(command, locale),
    description: plain(locale, `bot-command-${command}`),
  }));
  try {
    if (own.length) await ctx.api.setMyCommands([...own, ...ofReaders], { scope });
    else await ctx.api.deleteMyCommands({ scope });
  } catch (error) {
    log.warn(
      { reason: (error as Error).message },
      'the command list of a chat could not be brought up to date',
    );
  }
}

/** What an official or someone with a role may do beside what every reader may, in the language of their chat. */
export async function listOwnCommands(
  { deps: { db, seal }, locale: told }: BotContext,
  telegramId: number,
): Promise<{ own: BotCommand[]; locale: string }> {
  const hash = seal.hash(telegramId);
  const staff = await findStaff(db, hash);
  const chat = await findChat(db, hash);
  // Only a chat that is served waits for a slot.
  const official = chat?.style === 'official' && chat.due_at !== null;
  const locale = chat?.locale ?? staff?.locale ?? told;
  return { own: listed(locale, official, staff?.role), locale };
}

function listed(locale: string, official: boolean, role: Role | undefined): BotCommand[] {
  const shown = ([english, vietnamese]: string[]) => (locale === 'vi' ? vietnamese : english)!;
  const staffParts = role ? forStaff.filter((part) => mayUse(role, part)) : [];
  return [
    ...(official
      ? [{ command: shown(reviewCommands), description: plain(locale, 'admin-command-review') }]
      : []),
    ...staffParts.map((part) => ({
      command: shown(commandsOf(part)),
      description: plain(locale, `admin-command-${part}`),
    })),
  ];
}
