import { Command } from 'commander';

export function demoCommand(): Command {
  return new Command('demo')
    .description('the main job with no token, no network and no database server')
    .action(async () => {
      const { openStage } = await import('../demo/stage.js');
      const stage = await openStage();
      for (const signal of ['SIGINT', 'SIGTERM'] as const)
        process.once(signal, () => stage.close().finally(() => process.exit(130)));
      try {
        if (process.stdin.isTTY && process.stdout.isTTY)
          await (await import('../demo/terminal.js')).openTerminal(stage);
        else await play(stage);
      } finally {
        await stage.close();
      }
    });
}

async function play(stage: import('../demo/stage.js').Stage): Promise<void> {
  const { playStory } = await import('../demo/story.js');
  const problems = await playStory(stage, (text) => process.stdout.write(`${text}\n`));
  for (const problem of problems) process.stdout.write(`LỖI: ${problem}\n`);
  if (problems.length > 0) process.exitCode = 1;
  else process.stdout.write('Đúng tin đến đúng người.\n');
}
