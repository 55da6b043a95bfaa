import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stopEmbedded } from '../../src/store/embedded.js';

test('a signal to npm reaches the program behind it, which finishes and leaves nothing running', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'loa-npm-'));
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    DATA_DIR: dataDir,
    PORT: '0',
    BOT_TOKEN: '1:not-a-token-of-any-bot-there-is',
  };
  const npm = spawn('npm', ['run', '-s', 'start', '--', 'sender'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  npm.stderr.setEncoding('utf8');
  const heard = new Promise<void>((resolve) => {
    npm.stderr.on('data', (text: string) => {
      log += text;
      if (log.includes('http: listening')) resolve();
    });
  });
  await heard;
  npm.kill('SIGTERM');
  // Open as long as anything that npm started still holds it.
  await once(npm, 'close');
  expect(log).toContain('"stopped"');
  await stopEmbedded(dataDir);
});
