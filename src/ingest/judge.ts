import { type Candidate, findCandidates, type Remembered, recallMatches } from '../gazetteer/candidates.js';
import { classify } from '../gazetteer/classify.js';
import type { Gazetteer } from '../gazetteer/gazetteer.js';
import type { RegionPack } from '../region.js';
import { backlogEdition, type NewMatch } from '../store/articles.js';
import type { Scope } from '../store/schema.js';
import type { Source } from '../store/sources.js';
import { day } from '../time.js';
import type { Item } from './items.js';

const oldAfterMs = 7 * day;
// Some publishers write 1/1/0001 where they mean nothing.
const earliest = new Date('1990-01-01T00:00:00Z');

/** When an article counts as published: its own date, or now where that is missing, absurd or still to come. */
export function publishedAt(item: Item, now: Date): Date {
  const given = item.published_at;
  return given && given <= now && given >= earliest ? given : now;
}

/**
 * Where the matches of an article go: to the next edition or, if it is old or comes with the first successful
 * poll of its source, to the backlog, so that neither a new source nor an old article floods anyone.
 */
export function editionFor(published_at: Date, source: Source, now: Date): number | null {
  const isOld = now.getTime() - published_at.getTime() > oldAfterMs;
  return isOld || !source.first_success_at ? backlogEdition : null;
}

export interface Judgement {
  scope: Scope;
  matches: Pick<NewMatch, 'district_id' | 'score' | 'evidence' | 'decided_by'>[];
  /** Where the text leaves it open: the place names that people may have said something of. */
  open: readonly Candidate[];
}

/** Whose news an item is: its source's district if that is fixed, else what the text says. */
export function judge(
  { gazetteer, pack }: { gazetteer: Gazetteer; pack: RegionPack },
  source: Pick<Source, 'district_id' | 'section' | 'newspaper'>,
  item: Item,
  published: Date,
): Judgement {
  if (source.district_id)
    return { scope: 'local', matches: [fixedMatch(source.district_id, source)], open: [] };
  const { title, summary, section, link } = item;
  const newspaper = Object.values(source.newspaper)[0];
  const story = { title, summary, section, body: item.page?.body, published, url: link, newspaper };
  const { scope, matches, province_wide, evidence } = classify(gazetteer, story);
  const wide = province_wide ? [{ district_id: pack.id, score: 1, evidence }] : [];
  const open = scope === 'uncertain' ? findCandidates(gazetteer, story) : [];
  return { scope, matches: [...wide, ...matches], open };
}

/** What people said its place names stand for, where the text leaves it open. */
export function recall(pack: RegionPack, judgement: Judgement, remembered: Remembered): Judgement {
  const recalled = recallMatches(pack, judgement.open, remembered);
  if (!recalled.length) return judgement;
  return {
    scope: 'local',
    matches: recalled.map((match) => ({ ...match, decided_by: 'remembered' as const })),
    open: [],
  };
}

/** The match that a source with a fixed district brings; its evidence is the newspaper's own sorting. */
export function fixedMatch(
  district_id: string,
  source: Pick<Source, 'section' | 'newspaper'>,
): Judgement['matches'][number] {
  return { district_id, score: 1, evidence: [source.section ?? Object.values(source.newspaper)[0]!] };
}
