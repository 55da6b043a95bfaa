const periodSeconds: Record<string, number> = {
  hourly: 3600,
  daily: 86_400,
  weekly: 7 * 86_400,
  monthly: 30 * 86_400,
  yearly: 365 * 86_400,
};

interface Timing {
  /** RSS 2.0, minutes. */
  ttl?: number | undefined;
  /** The syndication module of RSS 1.0: so many updates in each period. */
  sy?: { updatePeriod?: string | undefined; updateFrequency?: number | undefined } | undefined;
}

/** How long a feed says it may be kept, in whole seconds; undefined when it says nothing that makes sense. */
export function readTtl({ ttl, sy }: Timing): number | undefined {
  if (ttl !== undefined && ttl > 0) return whole(ttl * 60);
  const period = periodSeconds[sy?.updatePeriod?.trim().toLowerCase() ?? ''];
  if (!period) return undefined;
  const frequency = sy?.updateFrequency ?? 1;
  return frequency > 0 ? whole(period / frequency) : undefined;
}

/** As Postgres keeps it: an integer above 0. */
function whole(seconds: number): number {
  return Math.min(Math.max(Math.round(seconds), 1), 2 ** 31 - 1);
}
