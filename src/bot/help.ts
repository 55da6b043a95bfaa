import { Composer } from 'grammy';
import { Html, html } from '../texts.js';
import { commands, listedCommands, shownName } from './commands.js';
import { type BotContext, whereIs } from './context.js';
import { show } from './show.js';

/** /help: the same command list that Telegram shows, and what else one can do. */
export const help = new Composer<BotContext>();

help.command(commands.help, (ctx) => showHelp(ctx));
help.callbackQuery('v1:i', (ctx) => showHelp(ctx));

async function showHelp(ctx: BotContext): Promise<void> {
  const lines = listedCommands
    .filter((command) => command !== 'help')
    .map((command) => `/${shownName(command, ctx.locale)}: ${html(ctx.locale, `bot-command-${command}`)}`);
  await show(
    ctx,
    html(ctx.locale, 'bot-help', { commands: new Html(lines.join('\n')), where: whereIs(ctx) }),
  );
}
