/** Wakes a sender that waits; a ring while nobody waits is heard by the next who does. */
export interface Bell {
  ring(): void;
  ringIn(milliseconds: number): void;
  /** Resolves at a ring, after `milliseconds`, or when `signal` aborts. */
  heard(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export function createBell(): Bell {
  const waiting = new Set<() => void>();
  let unheard = false;
  const ring = () => {
    unheard = waiting.size === 0;
    for (const wake of waiting) wake();
  };
  return {
    ring,
    ringIn(milliseconds) {
      setTimeout(ring, milliseconds).unref();
    },
    heard(milliseconds, signal) {
      return new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', wake);
          waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, milliseconds);
        signal?.addEventListener('abort', wake);
        waiting.add(wake);
        if (unheard || signal?.aborted) wake();
        unheard = false;
      });
    },
  };
}
