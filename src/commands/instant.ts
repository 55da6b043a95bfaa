import { InvalidArgumentError } from 'commander';

/** An ISO 8601 instant, as an argument of a command. */
export function instant(text: string): Date {
  const at = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(at.getTime()))
    throw new InvalidArgumentError('Give an ISO date and time such as 2026-11-24T06:30:00+07:00.');
  return at;
}
