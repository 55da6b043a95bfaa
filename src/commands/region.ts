import { Command } from 'commander';
import { checkRegion, findDoubts } from '../region.js';

/** `region check DIR`: every problem of a region pack as `file:line: problem`. */
export function regionCommand(): Command {
  const region = new Command('region').description('work on a region pack');
  region
    .command('check')
    .argument('<dir>', 'the folder of the pack')
    .description('validate a region pack; prints every problem with file and line')
    .action((dir: string) => {
      const problems = checkRegion(dir);
      for (const { file, line, problem } of problems) console.log(`${file}:${line}: ${problem}`);
      for (const { file, line, problem } of findDoubts(dir))
        console.log(`${file}:${line}: warning: ${problem}`);
      if (problems.length) process.exitCode = 1;
      else console.log(`${dir}: no problems`);
    });
  return region;
}
