import { InvalidArgumentError } from 'commander';
import { atLocal } from '../time.js';

/** An ISO 8601 date and time; without an offset it is a wall clock's in `timeZone`. */
export function instant(text: string, timeZone: string): Date {
  const local = /^(\d{4})-(\d{2})-(\d{2})T((?:[01]\d|2[0-3]):[0-5]\d)(:00)?$/.exec(text);
  const at = local
    ? atLocal(Number(local[1]), Number(local[2]), Number(local[3]), local[4]!, timeZone)
    : new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text) || Number.isNaN(at.getTime()))
    throw new InvalidArgumentError('--at: give a date and time such as 2026-11-24T06:30');
  return at;
}
