import { readHold } from '../store/budget.js';
import type { Place } from '../store/database.js';
import { openListener } from '../store/session.js';
import type { Bell } from './bell.js';

/** Rings the bell for every delivery that is new, and holds it when any sender meets a flood wait of the bot. */
export function listenForDeliveries(place: Place, bell: Bell, signal: AbortSignal): Promise<void> {
  const hear = (said: string) => {
    bell.hold(readHold(said));
    bell.ring();
  };
  return openListener(place, 'loa_delivery', hear, signal);
}
