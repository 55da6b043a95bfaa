import { pino } from 'pino';

const secrets = new Set<string>();

/** From here on `value` never reaches the log, whatever message or error carries it. */
export function keepOutOfLog(value: string | undefined): void {
  if (value) secrets.add(value);
}

function scrub(line: string): string {
  let clean = line;
  for (const secret of secrets) clean = clean.replaceAll(secret, '[secret]');
  return clean;
}

/** JSON lines on stderr; results of commands go to stdout. */
export const log = pino(
  { level: 'info', base: undefined },
  { write: (line: string) => void process.stderr.write(scrub(line)) },
);
