import { type RawBuilder, sql } from 'kysely';
import type { Night } from '../quiet.js';

/** Whether the chat of a row `c` has its own quiet hours now. */
export const isQuiet = (night: Night | undefined): RawBuilder<boolean> =>
  night ? sql`(${night.time}::text >= c.quiet_from or ${night.time}::text < c.quiet_until)` : sql`false`;

/** When they end. */
export const quietEnd = (night: Night | undefined): RawBuilder<Date | null> =>
  sql`(${JSON.stringify(night?.ends ?? {})}::jsonb ->> c.quiet_until)::timestamptz`;
