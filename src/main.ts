#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { ConfigError } from './errors.js';
import { log } from './log.js';

// Each is loaded when it is named: a start does not wait for what it does not use.
const commands: Record<string, () => Promise<Command>> = {
  start: async () => (await import('./commands/start.js')).startCommand(),
  migrate: async () => (await import('./commands/migrate.js')).migrateCommand(),
  poll: async () => (await import('./commands/poll.js')).pollCommand(),
  digest: async () => (await import('./commands/digest.js')).digestCommand(),
  send: async () => (await import('./commands/send.js')).sendCommand(),
  classify: async () => (await import('./commands/classify.js')).classifyCommand(),
  preview: async () => (await import('./commands/preview.js')).previewCommand(),
  chats: async () => (await import('./commands/chats.js')).chatsCommand(),
  sources: async () => (await import('./commands/sources.js')).sourcesCommand(),
  stats: async () => (await import('./commands/stats.js')).statsCommand(),
  region: async () => (await import('./commands/region.js')).regionCommand(),
  demo: async () => (await import('./commands/demo.js')).demoCommand(),
};

/** Runs one command and gives its exit code: 0 success, 1 failure, 2 wrong usage. */
async function run(args: string[]): Promise<number> {
  const named = args.find((arg) => !arg.startsWith('-')) ?? '';
  const program = new Command('loa').description('brings each district its own news over Telegram');
  for (const [name, load] of Object.entries(commands))
    if (name === named || !Object.hasOwn(commands, named)) program.addCommand(await load());
  throwInsteadOfExit(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has said the rest itself.
      if (error instanceof InvalidArgumentError) console.error(`error: ${error.message}`);
      return error.exitCode === 0 ? 0 : 2;
    }
    if (error instanceof ConfigError) console.error(`Loa cannot go on:\n${error.problems.join('\n')}`);
    else log.fatal(error);
    return 1;
  }
}

function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  for (const inner of command.commands) throwInsteadOfExit(inner);
}

process.on('uncaughtException', (error) => {
  // A reader of ours that has seen enough, such as `head`.
  if ('code' in error && error.code === 'EPIPE') process.exit();
  log.fatal(error);
  process.exit(1);
});
if (existsSync('.env')) process.loadEnvFile('.env');
process.exitCode = await run(process.argv.slice(2));
