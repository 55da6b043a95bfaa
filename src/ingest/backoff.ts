const minuteMs = 60_000;
const longestMinutes = 3 * 60;
const longestRetryAfterMs = 24 * 60 * minuteMs;

/**
 * How long a source that failed `failures` times in a row is left alone, in milliseconds: doubling from its own
 * interval up to three hours, spread by a quarter each way so that sources that failed together do not come back
 * together, and never less than the publisher asked for (Retry-After, up to a day). `random` is in [0, 1).
 */
export function backoffMs(
  everyMinutes: number,
  failures: number,
  random: number,
  retryAfterSeconds = 0,
): number {
  const doubled = everyMinutes * 2 ** Math.min(failures - 1, 16);
  const minutes = Math.min(doubled, Math.max(longestMinutes, everyMinutes));
  return Math.max(
    minutes * minuteMs * (0.75 + random / 2),
    Math.min(retryAfterSeconds * 1000, longestRetryAfterMs),
  );
}
