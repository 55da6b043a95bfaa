/** What a publisher's headers say about when to come back, in seconds. */
export interface Asked {
  /** Cache-Control: how long the answer counts as fresh. */
  maxAgeSeconds?: number | undefined;
  /** Retry-After: how long to stay away. */
  retryAfterSeconds?: number | undefined;
}

export function readAsked(header: (name: string) => string | undefined): Asked {
  return {
    maxAgeSeconds: readMaxAge(header('cache-control'), header('age')),
    retryAfterSeconds: readRetryAfter(header('retry-after'), header('date')),
  };
}

/** RFC 9111: what is left of max-age. s-maxage speaks to caches that many share. */
function readMaxAge(cacheControl = '', age = ''): number | undefined {
  if (/\bno-(?:cache|store)\b/i.test(cacheControl)) return undefined;
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})/i.exec(cacheControl)?.[1];
  const left = Number(maxAge) - (/^\d{1,9}$/.test(age) ? Number(age) : 0);
  return left > 0 ? left : undefined;
}

/** Seconds, or a date, which only means something beside the server's own clock. */
function readRetryAfter(value: string | undefined, serverDate: string | undefined): number | undefined {
  if (!value) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(value)) return Number(value);
  const seconds = (Date.parse(value) - Date.parse(serverDate ?? '')) / 1000;
  return seconds > 0 ? seconds : undefined;
}
