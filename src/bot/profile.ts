import type { Bot } from 'grammy';
import type { BotCommand, BotCommandScope, LanguageCode } from 'grammy/types';
import { log } from '../log.js';
import { offeredLocales, plain } from '../texts.js';
import { type Command, listedCommands, shownName } from './commands.js';
import type { BotContext, BotDeps } from './context.js';
import { newspaperNames } from './newspapers.js';

const scopes: [BotCommandScope['type'], Command[]][] = [
  ['all_private_chats', listedCommands],
  ['all_group_chats', ['news', 'date', 'search', 'status', 'help']],
  [
    'all_chat_administrators',
    ['news', 'date', 'search', 'districts', 'settings', 'stop', 'status', 'privacy', 'help'],
  ],
];

/**
 * What Telegram shows before Start: commands, description, short description, in every language of the pack; its first
 * stands for all others. Only what differs is set, because Telegram refuses these calls for hours when
 * they come often. Never fatal.
 */
export async function announceBot(bot: Bot<BotContext>, deps: BotDeps): Promise<void> {
  for (const [index, locale] of offeredLocales(deps.pack).entries()) {
    const language = (index === 0 ? {} : { language_code: locale }) as { language_code?: LanguageCode };
    await attempt(() => announceCommands(bot, locale, language));
    await attempt(() => announceTexts(bot, deps, locale, language));
  }
}

type Language = { language_code?: LanguageCode };

async function announceCommands(bot: Bot<BotContext>, locale: string, language: Language): Promise<void> {
  for (const [type, listed] of scopes) {
    const scope = { type } as BotCommandScope;
    const wanted = listed.map((command) => ({
      command: shownName(command, locale),
      description: plain(locale, `bot-command-${command}`),
    }));
    const current = await bot.api.getMyCommands({ scope, ...language });
    if (!sameCommands(current, wanted)) await bot.api.setMyCommands(wanted, { scope, ...language });
  }
}

async function announceTexts(
  bot: Bot<BotContext>,
  deps: BotDeps,
  locale: string,
  language: Language,
): Promise<void> {
  const newspapers = await newspaperNames(deps, locale);
  // Telegram's limits, in UTF-16 units. A name cut short would be another newspaper's.
  const fitted = (key: string, limit: number) => {
    const text = plain(locale, key, { newspapers });
    return text.length <= limit
      ? text
      : plain(locale, key, { newspapers: plain(locale, 'bot-local-newspapers') });
  };
  const description = fitted('bot-description', 512);
  const short = fitted('bot-short-description', 120);
  if ((await bot.api.getMyDescription(language)).description !== description)
    await bot.api.setMyDescription(description, language);
  if ((await bot.api.getMyShortDescription(language)).short_description !== short)
    await bot.api.setMyShortDescription(short, language);
}

function sameCommands(current: readonly BotCommand[], wanted: readonly BotCommand[]): boolean {
  return (
    current.length === wanted.length &&
    wanted.every(
      ({ command, description }, index) =>
        current[index]?.command === command && current[index].description === description,
    )
  );
}

async function attempt(announce: () => Promise<void>): Promise<void> {
  try {
    await announce();
  } catch (error) {
    log.warn({ reason: (error as Error).message }, 'the profile of the bot could not be brought up to date');
  }
}
