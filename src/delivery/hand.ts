import type { Kysely } from 'kysely';
import { log } from '../log.js';
import type { Database } from '../store/database.js';
import { type Claim, renewLeases } from '../store/deliveries.js';

export const leaseSeconds = 15;
const renewMs = 5000;

/** The deliveries that a sender holds, each with the moment its lease ends. */
export interface Hand {
  readonly size: number;
  /** `claimedAtMs` by performance.now(), before the claim was asked for. */
  take(claims: readonly Claim[], claimedAtMs: number): void;
  /** False once the lease has lapsed: another sender may have the delivery by now. */
  holds(claim: Claim): boolean;
  drop(claim: Claim): void;
  /** Stops renewing. */
  close(): void;
}

/** Renews the leases of what is held every few seconds until it is closed. */
export function openHand(db: Kysely<Database>): Hand {
  const endsAtMs = new Map<Claim, number>();
  const renew = async () => {
    const claims = [...endsAtMs.keys()];
    if (!claims.length) return;
    const askedAtMs = performance.now();
    const renewed = await renewLeases(db, claims, leaseSeconds);
    for (const claim of claims)
      if (renewed.has(claim.id) && endsAtMs.has(claim)) endsAtMs.set(claim, askedAtMs + leaseSeconds * 1000);
  };
  const timer = setInterval(() => {
    renew().catch((error: unknown) => log.warn({ err: error }, 'leases were not renewed'));
  }, renewMs);
  return {
    get size() {
      return endsAtMs.size;
    },
    take(claims, claimedAtMs) {
      for (const claim of claims) endsAtMs.set(claim, claimedAtMs + leaseSeconds * 1000);
    },
    holds: (claim) => performance.now() < (endsAtMs.get(claim) ?? 0),
    drop: (claim) => void endsAtMs.delete(claim),
    close: () => clearInterval(timer),
  };
}
