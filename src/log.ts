import { pino } from 'pino';

const secrets = new Set<string>();

/** From here on `value` never reaches the log, whatever message, address or error carries it. */
export function keepOutOfLog(value: string | undefined): void {
  if (!value) return;
  for (const form of [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)])
    secrets.add(form);
}

/** JSON lines on stderr; results of commands go to stdout. */
export const log = pino(
  {
    level: 'info',
    base: undefined,
    formatters: { log: describeErrors },
    serializers: { err: describeError },
  },
  { write: (line: string) => void process.stderr.write(scrub(line)) },
);

function scrub(line: string): string {
  let clean = line;
  for (const secret of secrets) clean = clean.replaceAll(secret, '[secret]');
  return clean;
}

function describeErrors(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, describeError(value)]));
}

/**
 * What is safe to know of an error. Its other fields may hold what a person wrote or who they are: the arguments
 * of a call to Telegram, the whole update, the values of a row.
 */
function describeError(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, stack, code } = value as NodeJS.ErrnoException;
  // A bot's error carries the one it wraps as `error`.
  const cause = describeError(value.cause ?? (value as { error?: unknown }).error);
  return { type: name, message, code, stack, cause };
}
