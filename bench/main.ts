import { existsSync } from 'node:fs';
import { ConfigError } from '../src/errors.js';

const [name = '', ...args] = process.argv.slice(2);
const file = new URL(`./${name}.ts`, import.meta.url);
if (!/^[a-z-]+$/.test(name) || name === 'main' || !existsSync(file)) {
  console.error('usage: npm run bench -- <name> [args]; every file in bench/ is one benchmark');
  process.exit(2);
}
const { run } = (await import(file.href)) as { run: (args: string[]) => void | Promise<void> };
try {
  await run(args);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
