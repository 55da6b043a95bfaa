/** What the processes of this program last managed to do, for /readyz. */
export interface Health {
  /** From now on `name` counts as stale when it has not beaten for so long. */
  watch(name: string, staleSeconds: number): void;
  beat(name: string): void;
  /** `name` has nothing to do for now and is not missed. */
  unwatch(name: string): void;
  /** What is stale, in words. */
  listStale(): string[];
}

export function createHealth(clock: () => Date): Health {
  const watched = new Map<string, { beatAt: number; staleSeconds: number }>();
  return {
    watch: (name, staleSeconds) => void watched.set(name, { beatAt: clock().getTime(), staleSeconds }),
    beat(name) {
      const entry = watched.get(name);
      if (entry) entry.beatAt = clock().getTime();
    },
    unwatch: (name) => void watched.delete(name),
    listStale() {
      const now = clock().getTime();
      return [...watched]
        .filter(([, { beatAt, staleSeconds }]) => now - beatAt > staleSeconds * 1000)
        .map(([name, { beatAt }]) => `${name}: nothing done for ${Math.round((now - beatAt) / 1000)} s`);
    },
  };
}
