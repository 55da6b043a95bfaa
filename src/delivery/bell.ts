/** What a sender hears from outside: that there is work, and that the whole bot has to be silent. */
export interface Bell {
  /** Wakes a sender that waits; while nobody waits it is heard by the next who does. */
  ring(): void;
  ringIn(milliseconds: number): void;
  /** Resolves at a ring, after `milliseconds`, or when `signal` aborts. */
  heard(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Nothing may be sent for so long; a longer silence that is on stays. Rings now and at its end. */
  hold(milliseconds: number): void;
  isHeld(): boolean;
}

// What a timer can wait at most; a longer one would fire at once.
const longestMs = 2 ** 31 - 1;

export function createBell(): Bell {
  const waiting = new Set<() => void>();
  let unheard = false;
  let heldUntilMs = 0;
  const ring = () => {
    unheard = waiting.size === 0;
    for (const wake of waiting) wake();
  };
  const ringIn = (milliseconds: number) => {
    setTimeout(ring, Math.min(milliseconds, longestMs)).unref();
  };
  return {
    ring,
    ringIn,
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
    hold(milliseconds) {
      if (milliseconds <= 0) return;
      heldUntilMs = Math.max(heldUntilMs, performance.now() + milliseconds);
      ring();
      ringIn(milliseconds + 1);
    },
    isHeld: () => performance.now() < heldUntilMs,
  };
}
