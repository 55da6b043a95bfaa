import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../src/config.js';
import { ConfigError } from '../src/errors.js';

const folder = mkdtempSync(join(tmpdir(), 'loa-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function problemsOf(env: Record<string, string>, needed?: string[]): readonly string[] {
  try {
    void readConfig({ DATA_DIR: folder, ...env }, needed).dataKey;
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

test('an empty environment is a complete configuration', () => {
  expect(readConfig({ DATA_DIR: folder })).toMatchObject({
    botToken: undefined,
    telegramApiRoot: 'https://api.telegram.org',
    databaseUrl: undefined,
    dataKeyGenerated: true,
    ownerIds: [],
    port: 8080,
    sendRate: 30,
    deliverTo: '*',
    fetchAllow: [],
    logLevel: 'info',
  });
});

test.each([
  [{ BOT_TOKEN: 'secret' }, /^BOT_TOKEN: .*BotFather/],
  [{ TELEGRAM_API_ROOT: 'api.telegram.org' }, /^TELEGRAM_API_ROOT: is not an http/],
  [{ DATABASE_URL: 'mysql://db/loa' }, /^DATABASE_URL: is not a postgres:\/\//],
  [{ DATA_KEY: 'c2hvcnQ=' }, /^DATA_KEY: is not 32 bytes/],
  [{ DATA_DIR: '/dev/null/data' }, /^DATA_DIR: ENOTDIR/],
  [{ OWNER_IDS: '17,ann' }, /^OWNER_IDS: is not a Telegram id/],
  [{ OWNER_IDS: '17,,18' }, /^OWNER_IDS: has an empty entry/],
  [{ PUBLIC_URL: 'http://loa.example.org' }, /^PUBLIC_URL: must be https/],
  [{ PORT: '80a' }, /^PORT: is not a number/],
  [{ PORT: '70000' }, /^PORT: is not a port/],
  [{ HTTPS_PROXY: 'socks5://proxy' }, /^HTTPS_PROXY: /],
  [{ SEND_RATE: '0' }, /^SEND_RATE: is less than 1/],
  [{ SEND_RATE: '31' }, /^SEND_RATE: above 30 needs PAID_BROADCAST/],
  [{ PAID_BROADCAST: 'yes' }, /^PAID_BROADCAST: is neither true nor false/],
  [{ DELIVER_TO: '17,everyone' }, /^DELIVER_TO: is neither/],
  [{ FETCH_ALLOW: 'intranet' }, /^FETCH_ALLOW: is not host:port/],
  [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL: is none of/],
] as [Record<string, string>, RegExp][])('%o is refused by its name', (env, problem) => {
  expect(problemsOf(env)).toEqual([expect.stringMatching(problem)]);
});

test('all problems are named at once, missing values too', () => {
  const problems = problemsOf({ PORT: 'x', SEND_RATE: '500', DELIVER_TO: 'me' }, ['BOT_TOKEN']);
  expect(problems.map((problem) => problem.split(':')[0]).toSorted()).toEqual([
    'BOT_TOKEN',
    'DELIVER_TO',
    'PORT',
    'SEND_RATE',
  ]);
});

test('lists, slashes at the end and paid rates are read', () => {
  expect(
    readConfig({
      DATA_DIR: folder,
      OWNER_IDS: '17, 18',
      DELIVER_TO: '-1001234567890,17',
      FETCH_ALLOW: 'intranet:8080,[::1]:80',
      PUBLIC_URL: 'https://loa.example.org/',
      SEND_RATE: '500',
      PAID_BROADCAST: 'true',
    }),
  ).toMatchObject({
    ownerIds: [17, 18],
    deliverTo: [-1001234567890, 17],
    fetchAllow: ['intranet:8080', '[::1]:80'],
    publicUrl: 'https://loa.example.org',
    sendRate: 500,
  });
});

test('the generated key stays the same, belongs to its owner alone, and is refused when damaged', () => {
  const dataDir = join(folder, 'keys');
  const first = readConfig({ DATA_DIR: dataDir }).dataKey;
  expect(first).toHaveLength(32);
  expect(readConfig({ DATA_DIR: dataDir }).dataKey).toEqual(first);
  expect(statSync(join(dataDir, 'data.key')).mode & 0o777).toBe(0o600);
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  writeFileSync(join(dataDir, 'data.key'), '');
  expect(problemsOf({ DATA_DIR: dataDir })).toEqual([
    expect.stringMatching(/^DATA_DIR: .*data.key is not 32 bytes/),
  ]);
});

test('.env.example lists the keys of the configuration, each with one comment, in one order', () => {
  const keysIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1]);
  const example = readFileSync('.env.example', 'utf8');
  const schema = readFileSync('src/config.ts', 'utf8').split('export interface Config')[0]!;
  expect(keysIn(example, /^#[^\n]+\n([A-Z_]+)=/gm)).toEqual(keysIn(schema, /^ {2}([A-Z_]+):/gm));
  expect(keysIn(example, /^([A-Z_]+)=/gm)).toHaveLength(17);
});

test('.env.example as it is gives the configuration of an empty environment', () => {
  const lines = readFileSync('.env.example', 'utf8').match(/^[A-Z_]+=.*$/gm)!;
  const env = Object.fromEntries(lines.map((line) => line.split('=') as [string, string]));
  expect(readConfig({ ...env, DATA_DIR: folder })).toEqual(readConfig({ DATA_DIR: folder }));
});
