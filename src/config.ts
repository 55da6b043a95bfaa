import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './errors.js';
import { root } from './root.js';

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => value || undefined, schema.optional());
const list = z.preprocess(
  (value) => (typeof value === 'string' && value ? value.split(',').map((entry) => entry.trim()) : undefined),
  z.array(z.string().min(1, 'has an empty entry')).optional(),
);
const userId = z
  .string()
  .regex(/^\d{1,16}$/, 'is not a Telegram id of a person')
  .transform(Number);
const telegramId = z
  .string()
  .regex(/^-?\d{1,16}$/, 'is not a Telegram id')
  .transform(Number);
const httpUrl = z.url({ protocol: /^https?$/, error: 'is not an http or https address' });
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const withDefault = (fallback: string) => z.preprocess((value) => value || fallback, z.string());

// In the order of .env.example.
const environment = z.object({
  BOT_TOKEN: optional(
    z.string().regex(/^\d+:[\w-]{20,}$/, 'is not a token as BotFather gives it (123456:ABC…)'),
  ),
  TELEGRAM_API_ROOT: withDefault('https://api.telegram.org').pipe(httpUrl),
  DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/, error: 'is not a postgres:// address' })),
  DATA_DIR: withDefault('./data'),
  DATA_KEY: optional(z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'is not 32 bytes in base64')),
  REGION: withDefault('regions/hoa-binh'),
  ORG_NAME: optional(z.string()),
  CONTACT: optional(z.string().regex(/^\P{Cc}+$/u, 'is more than one line')),
  OWNER_IDS: list.pipe(z.array(userId).optional()),
  PUBLIC_URL: optional(
    httpUrl.refine(
      (url) =>
        url.startsWith('https:') || ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname),
      'must be https (http only on loopback)',
    ),
  ),
  PORT: withDefault('8080').pipe(
    z
      .string()
      .transform(Number)
      .pipe(
        z.number('is not a number').int('is not a port').min(0, 'is not a port').max(65_535, 'is not a port'),
      ),
  ),
  HTTPS_PROXY: optional(httpUrl),
  SEND_RATE: withDefault('30').pipe(
    z
      .string()
      .transform(Number)
      .pipe(z.number('is not a number').min(1, 'is less than 1').max(1000, 'is more than 1000')),
  ),
  PAID_BROADCAST: withDefault('false').pipe(
    z.enum(['true', 'false'], 'is neither true nor false').transform((value) => value === 'true'),
  ),
  DELIVER_TO: withDefault('*'),
  FETCH_ALLOW: list.pipe(
    z.array(z.string().regex(/^[^\s:/]+:\d{1,5}$|^\[[0-9a-f:.]+\]:\d{1,5}$/i, 'is not host:port')).optional(),
  ),
  LOG_LEVEL: withDefault('info').pipe(z.enum(levels, `is none of ${levels.join(', ')}`)),
});

export interface Config {
  botToken: string | undefined;
  telegramApiRoot: string;
  databaseUrl: string | undefined;
  /** Absolute. */
  dataDir: string;
  /** 32 bytes. Generated into `dataDir` when it is first asked for and not set; that may throw ConfigError. */
  dataKey: Buffer;
  /** True when DATA_KEY was not set and a key in `dataDir` is used. */
  dataKeyGenerated: boolean;
  /** Absolute folder of the region pack. */
  region: string;
  orgName: string | undefined;
  contact: string | undefined;
  ownerIds: number[];
  publicUrl: string | undefined;
  port: number;
  httpsProxy: string | undefined;
  /** Messages per second. */
  sendRate: number;
  paidBroadcast: boolean;
  /** Telegram chat ids of a rehearsal, or '*' for everyone. */
  deliverTo: '*' | number[];
  fetchAllow: string[];
  logLevel: string;
}

/** Reads the environment; throws ConfigError naming every bad value, and every missing one of `needed`. */
export function readConfig(env: NodeJS.ProcessEnv = process.env, needed: readonly string[] = []): Config {
  const parsed = environment.safeParse(env);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`);
  for (const key of needed)
    if (!env[key]) problems.push(`${key}: is needed for this command: put it in .env or the environment`);
  const deliverTo = parseDeliverTo(env.DELIVER_TO, problems);
  if (Number(env.SEND_RATE) > 30 && env.PAID_BROADCAST !== 'true')
    problems.push('SEND_RATE: above 30 needs PAID_BROADCAST=true');
  if (!parsed.success || problems.length) throw new ConfigError(problems);
  const values = parsed.data;
  const dataDir = resolve(values.DATA_DIR);
  return {
    botToken: values.BOT_TOKEN,
    telegramApiRoot: values.TELEGRAM_API_ROOT.replace(/\/+$/, ''),
    databaseUrl: values.DATABASE_URL,
    dataDir,
    get dataKey() {
      return values.DATA_KEY ? Buffer.from(values.DATA_KEY, 'base64') : keyFromFile(dataDir);
    },
    dataKeyGenerated: !values.DATA_KEY,
    region: isAbsolute(values.REGION)
      ? values.REGION
      : existsSync(values.REGION)
        ? resolve(values.REGION)
        : join(root, values.REGION),
    orgName: values.ORG_NAME,
    contact: values.CONTACT,
    ownerIds: values.OWNER_IDS ?? [],
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, ''),
    port: values.PORT,
    httpsProxy: values.HTTPS_PROXY,
    sendRate: values.SEND_RATE,
    paidBroadcast: values.PAID_BROADCAST,
    deliverTo,
    fetchAllow: values.FETCH_ALLOW ?? [],
    logLevel: values.LOG_LEVEL,
  };
}

function parseDeliverTo(value: string | undefined, problems: string[]): '*' | number[] {
  if (!value || value === '*') return '*';
  const ids = value.split(',').map((entry) => telegramId.safeParse(entry.trim()));
  if (ids.every((id) => id.success)) return ids.map((id) => id.data);
  problems.push("DELIVER_TO: is neither '*' nor a list of Telegram chat ids");
  return [];
}

/**
 * Until one is set, a key of our own beside the embedded database. It is linked into place complete, so that two
 * starters agree on one and neither reads half of it.
 */
function keyFromFile(dataDir: string): Buffer {
  const file = join(dataDir, 'data.key');
  const aside = `${file}.${process.pid}`;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if (!existsSync(file)) {
      writeFileSync(aside, randomBytes(32).toString('base64'), { mode: 0o600 });
      try {
        linkSync(aside, file);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      } finally {
        rmSync(aside);
      }
    }
    const key = Buffer.from(readFileSync(file, 'utf8'), 'base64');
    if (key.length === 32) return key;
  } catch (error) {
    throw new ConfigError([`DATA_DIR: ${(error as Error).message}`]);
  }
  throw new ConfigError([`DATA_DIR: ${file} is not 32 bytes in base64`]);
}
