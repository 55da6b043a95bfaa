import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './errors.js';
import { root } from './root.js';

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => value || undefined, schema.optional());
const list = z.preprocess(
  (value) => (typeof value === 'string' && value ? value.split(',').map((entry) => entry.trim()) : undefined),
  z.array(z.string().min(1)).optional(),
);
const telegramId = z
  .string()
  .regex(/^-?\d{1,16}$/, 'is not a Telegram id')
  .transform(Number);
const withDefault = (fallback: string) => z.preprocess((value) => value || fallback, z.string());

// In the order of .env.example.
const environment = z
  .object({
    BOT_TOKEN: optional(
      z.string().regex(/^\d+:[\w-]{20,}$/, 'is not a token as BotFather gives it (123456:ABC…)'),
    ),
    TELEGRAM_API_ROOT: withDefault('https://api.telegram.org').pipe(z.url({ protocol: /^https?$/ })),
    DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/, error: 'is not a postgres:// address' })),
    DATA_DIR: withDefault('./data'),
    DATA_KEY: optional(
      z
        .base64({ error: 'is not base64' })
        .refine((key) => Buffer.from(key, 'base64').length === 32, 'is not 32 bytes in base64'),
    ),
    REGION: withDefault('regions/hoa-binh'),
    ORG_NAME: optional(z.string()),
    CONTACT: optional(z.string()),
    OWNER_IDS: list.pipe(z.array(telegramId).optional()),
    PUBLIC_URL: optional(
      z
        .url({ protocol: /^https?$/ })
        .refine(
          (url) =>
            url.startsWith('https:') || ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname),
          'must be https (http only on loopback)',
        ),
    ),
    PORT: withDefault('8080').pipe(
      z.string().transform(Number).pipe(z.number('is not a number').int().min(0).max(65_535)),
    ),
    HTTPS_PROXY: optional(z.url({ protocol: /^https?$/ })),
    SEND_RATE: withDefault('30').pipe(
      z.string().transform(Number).pipe(z.number('is not a number').min(1).max(1000)),
    ),
    PAID_BROADCAST: withDefault('false').pipe(
      z.enum(['true', 'false']).transform((value) => value === 'true'),
    ),
    DELIVER_TO: withDefault('*'),
    FETCH_ALLOW: list.pipe(
      z
        .array(z.string().regex(/^[^\s:/]+:\d{1,5}$|^\[[0-9a-f:.]+\]:\d{1,5}$/i, 'is not host:port'))
        .optional(),
    ),
    LOG_LEVEL: withDefault('info').pipe(
      z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    ),
  })
  .refine((env) => env.PAID_BROADCAST || env.SEND_RATE <= 30, {
    path: ['SEND_RATE'],
    error: 'above 30 needs PAID_BROADCAST=true',
  });

export interface Config {
  botToken: string | undefined;
  telegramApiRoot: string;
  databaseUrl: string | undefined;
  /** Absolute. */
  dataDir: string;
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

/** Reads the environment; throws ConfigError naming every missing or bad value. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const parsed = environment.safeParse(env);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`);
  const deliverTo = parseDeliverTo(env.DELIVER_TO, problems);
  if (!parsed.success || problems.length) throw new ConfigError(problems);
  const values = parsed.data;
  const dataDir = resolve(values.DATA_DIR);
  const key = values.DATA_KEY ?? keyFromFile(dataDir);
  return {
    botToken: values.BOT_TOKEN,
    telegramApiRoot: values.TELEGRAM_API_ROOT.replace(/\/+$/, ''),
    databaseUrl: values.DATABASE_URL,
    dataDir,
    dataKey: Buffer.from(key, 'base64'),
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

/** Until one is set, a key of our own beside the embedded database; `wx` so that two starters agree on one. */
function keyFromFile(dataDir: string): string {
  const file = join(dataDir, 'data.key');
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(file, randomBytes(32).toString('base64'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
