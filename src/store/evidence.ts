import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.js';

/** Why an article stands where it does: an open match and what earned it. */
export interface Evidence {
  district_id: string;
  /** Place names as found in the text. */
  evidence: string[];
  /** 'source': all that its source brings belongs to the district. */
  decided_by: 'classifier' | 'remembered' | 'admin' | 'source';
}

/**
 * The open matches of a story's articles, one for each district, in the pack's order; what waits at an ended district
 * for a pack that has it again says nothing.
 */
export async function listEvidence(db: Kysely<Database>, storyId: number): Promise<Evidence[]> {
  return db
    .selectFrom('match')
    .innerJoin('district', 'district.id', 'match.district_id')
    .innerJoin('article', 'article.id', 'match.article_id')
    .distinctOn('district.position')
    .select([
      'match.district_id',
      'match.evidence',
      sql<Evidence['decided_by']>`case when decided_by = 'classifier' and exists (
        select from item join source on source.id = item.source_id
        where item.article_id = match.article_id
          and source.district_id = coalesce(match.origin_id, match.district_id)
      ) then 'source' else decided_by end`.as('decided_by'),
    ])
    .where('article.story_id', '=', storyId)
    .where('match.ended_at', 'is', null)
    .where('article.withdrawn_at', 'is', null)
    .where('district.ended_at', 'is', null)
    .orderBy('district.position')
    .orderBy('match.id')
    .execute();
}
