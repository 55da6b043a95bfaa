import { type RawBuilder, sql } from 'kysely';
import type { Night } from '../quiet.js';

/** Whether the chat of a row `c` has its own quiet hours now. */
export const isQuiet = ({ time }: Night): RawBuilder<boolean> =>
  sql`(${time}::text >= c.quiet_from or ${time}::text < c.quiet_until)`;

/** When they end. */
export const quietEnd = ({ ends }: Night): RawBuilder<Date> =>
  sql`(${JSON.stringify(ends)}::jsonb ->> c.quiet_until)::timestamptz`;
