import type { Kysely } from 'kysely';
import { type Content, getContent } from '../store/contents.js';
import type { Database } from '../store/database.js';
import type { Claim } from '../store/deliveries.js';

// A digest is shared by all chats of its combination, so few are needed at a time.
const keep = 200;

/** Reads each digest, in each revision, and each announcement once while it is in use. */
export function createContents(db: Kysely<Database>): (claim: Claim) => Promise<Content> {
  const contents = new Map<string, Promise<Content>>();
  return (claim) => {
    const key = `${claim.digest_id}/${claim.revision}/${claim.announcement_id}`;
    const content = contents.get(key) ?? getContent(db, claim);
    // The one used longest ago stands first; a read that failed is not kept.
    contents.delete(key);
    contents.set(key, content);
    content.catch(() => contents.delete(key));
    if (contents.size > keep) contents.delete(contents.keys().next().value!);
    return content;
  };
}
