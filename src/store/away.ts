// Codes of Node (no server there, or none yet) and of Postgres (starting, stopping, full).
const codes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH'],
  ...[
    'ENETUNREACH',
    'EHOSTDOWN',
    '08000',
    '08001',
    '08003',
    '08004',
    '08006',
    '53300',
    '57P01',
    '57P02',
    '57P03',
  ],
]);
// The driver gives these no code.
const messages =
  /connection terminated|timeout exceeded when trying to connect|connection error|timeout expired/i;

/** Whether an error says that the database is away for now, and not that something is wrong with what we asked. */
export function isAway(error: unknown): boolean {
  if (error instanceof AggregateError && !('code' in error && error.code)) return error.errors.every(isAway);
  const { code, message } = error as { code?: string; message?: string };
  return code ? codes.has(code) : messages.test(message ?? '');
}
