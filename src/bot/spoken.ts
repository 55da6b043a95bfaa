import type { NextFunction } from 'grammy';
import { findDistricts } from '../gazetteer/find.js';
import { clean, foldKey } from '../gazetteer/normalise.js';
import { type Command, commands } from './commands.js';
import { type BotContext, isPrivate } from './context.js';
import { answeredQuestion } from './question.js';

// What else people say for a command, without accents and spaces.
const synonyms: Partial<Record<Command, readonly string[]>> = {
  start: ['batdau'],
  settings: ['caidat'],
  stop: ['huy', 'huynhantin', 'ngung', 'ngungnhan', 'ngungnhantin', 'dungnhantin'],
  privacy: ['quyenriengtu'],
  help: ['giup'],
};
const said = new Map(
  (Object.keys(commands) as Command[]).flatMap((command) =>
    [...commands[command], ...(synonyms[command] ?? [])].map((word) => [word, command]),
  ),
);
// What is longer is no command.
const longest = 30;

/** Who writes 'dừng', 'Trợ giúp' or '/Start' means the command, unless a place is called so or a question was answered. */
export async function hearSpoken(ctx: BotContext, next: NextFunction): Promise<void> {
  const message = ctx.message;
  const text = message?.text ?? '';
  if (message && text.length <= longest && isPrivate(ctx) && !answeredQuestion(ctx)) {
    const command = said.get(foldKey(clean(text).toLowerCase()).replace(/[^\p{L}\p{N}]/gu, ''));
    if (command && !findDistricts(ctx.deps.gazetteer, text).length) {
      message.text = `/${command}`;
      message.entities = [{ type: 'bot_command', offset: 0, length: message.text.length }];
    }
  }
  await next();
}
