import type { Kysely } from 'kysely';
import type { Claim } from './deliveries.js';
import type { Database, Part } from './schema.js';

export interface Content {
  parts: Part[];
  late_note: string | undefined;
}

/** What a delivery carries: the digest's or the announcement's messages, in order. */
export async function getContent(
  db: Kysely<Database>,
  { digest_id, announcement_id }: Pick<Claim, 'digest_id' | 'announcement_id'>,
): Promise<Content> {
  if (digest_id !== null)
    return db
      .selectFrom('digest')
      .select(['parts', 'late_note'])
      .where('id', '=', digest_id)
      .executeTakeFirstOrThrow();
  const { parts } = await db
    .selectFrom('announcement')
    .select('parts')
    .where('id', '=', announcement_id!)
    .executeTakeFirstOrThrow();
  return { parts, late_note: undefined };
}
