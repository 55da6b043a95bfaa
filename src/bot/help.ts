import { Composer } from 'grammy';
import { esc } from '../html.js';
import { Html, html } from '../texts.js';
import { commands, listedCommands, shownName } from './commands.js';
import { type BotContext, isPrivate, whereIs } from './context.js';
import { listOwnCommands } from './menu.js';
import { show } from './show.js';

/** /help: the same command list that Telegram shows, and what else one can do. */
export const help = new Composer<BotContext>();

help.command(commands.help, (ctx) => showHelp(ctx));
help.callbackQuery('v1:i', (ctx) => showHelp(ctx));

async function showHelp(ctx: BotContext): Promise<void> {
  const { own } = isPrivate(ctx) ? await listOwnCommands(ctx, ctx.from!.id) : { own: [] };
  const lines = [
    ...own.map(({ command, description }) => `/${command}: ${esc(description)}`),
    ...listedCommands
      .filter((command) => command !== 'help')
      .map((command) => `/${shownName(command, ctx.locale)}: ${html(ctx.locale, `bot-command-${command}`)}`),
  ];
  await show(
    ctx,
    html(ctx.locale, 'bot-help', { commands: new Html(lines.join('\n')), where: whereIs(ctx) }),
  );
}
