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
      const doubts = findDoubts(dir);
      for (const { file, line, problem } of doubts) console.log(`${file}:${line}: warning: ${problem}`);
      const counts = `${count(problems.length, 'problem')}, ${count(doubts.length, 'warning')}`;
      console.log(`${dir}: ${counts}`);
      if (problems.length) process.exitCode = 1;
    });
  return region;
}

/** 'no warnings', '1 warning', '2 warnings' */
const count = (n: number, what: string): string => `${n || 'no'} ${what}${n === 1 ? '' : 's'}`;
