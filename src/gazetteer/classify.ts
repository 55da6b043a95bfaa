import { localDay } from '../time.js';
import { mainOfBody, withoutOtherNews } from './body.js';
import type { Gazetteer } from './gazetteer.js';
import { collectMatches, type Match } from './matches.js';
import { findProvince, speaksOfCountry } from './province.js';
import { keepSenses, type Reading, type ReadPart, readPart, readSection } from './reading.js';
import { chooseOurs, isFromElsewhere, isList, isProvinceWide, type Paper, regionReadings } from './weigh.js';
import { readText, type Text } from './words.js';

type Scope = 'local' | 'province_wide' | 'outside' | 'uncertain';

export interface Story {
  title: string;
  /** The publisher's lead. */
  summary: string;
  /** The newspaper's own sorting, which may name a district. */
  section?: string | undefined;
  body?: string | undefined;
  published?: Date | undefined;
  url?: string | undefined;
  /** What its newspaper is called. */
  newspaper?: string | undefined;
}

export interface Classification {
  /** In the pack's order; empty where no district can be told. */
  matches: Match[];
  /** A list article is 'province_wide' and has matches too. */
  scope: Scope;
  province_wide: boolean;
  outside: boolean;
  uncertain: boolean;
  /** Everything that decided, as found in the text. */
  evidence: string[];
}

/**
 * Tells which districts a story is about. Title and lead decide; its section, or its address, and then its body are
 * read only where they leave it open.
 * Without `published` every name counts, whenever it was in force.
 */
export function classify(gazetteer: Gazetteer, story: Story): Classification {
  const day = story.published && localDay(story.published, gazetteer.pack.time_zone);
  const head = [
    readPart(gazetteer, 'title', story.title, day),
    readPart(gazetteer, 'summary', story.summary, day),
  ];
  const origin = { day, paper: signedBy(gazetteer, head[1]!.text) ?? paperOf(gazetteer, story) };
  const first = judge(gazetteer, head, origin);
  if (!isOpen(first, head)) return first;
  const sorted = judge(gazetteer, [...head, readSection(gazetteer, story, day)], origin);
  if (!isOpen(sorted, head) || !story.body) return sorted;
  const body = readPart(gazetteer, 'body', withoutOtherNews(story.body), day);
  return judge(gazetteer, [...head, body], origin);
}

/** True if nothing named decided: a story of another paper counts as one from elsewhere only for want of better. */
function isOpen({ scope, evidence }: Classification, head: readonly ReadPart[]): boolean {
  if (scope === 'outside') return !evidence.length && !head.some(({ text }) => speaksOfCountry(text));
  return scope === 'uncertain';
}

interface Origin {
  /** Local, 'YYYY-MM-DD'. */
  day: string | undefined;
  paper: Paper;
}

function judge(gazetteer: Gazetteer, parts: readonly ReadPart[], origin: Origin): Classification {
  const { day, paper } = origin;
  const readings = keepSenses(parts.flatMap((part) => part.readings));
  // Once merged, the larger province's name on a dated story covers ours.
  const isInWider = day !== undefined && readings.some(({ sense }) => sense.kind === 'wider');
  const ours = mainOfBody(chooseOurs(readings, paper, paper === 'own' || isInWider));
  const matches = collectMatches(gazetteer.pack, ours);
  const scope = scopeOf(parts, readings, ours, matches, paper);
  const evidence = [...matches.flatMap((match) => match.evidence), ...scopeEvidence(scope, parts, readings)];
  return {
    matches,
    scope,
    province_wide: scope === 'province_wide',
    outside: scope === 'outside',
    uncertain: scope === 'uncertain',
    evidence: [...new Set(evidence)],
  };
}

function scopeEvidence(scope: Scope, parts: readonly ReadPart[], readings: readonly Reading[]): string[] {
  const found = (some: readonly Reading[]) => some.map(({ mention }) => mention.evidence);
  switch (scope) {
    case 'province_wide':
      return [...found(regionReadings(readings)), ...parts.flatMap(({ text }) => findProvince(text) ?? [])];
    case 'outside':
      return found(readings.filter(({ sense }) => sense.kind === 'outside'));
    default:
      return [];
  }
}

function scopeOf(
  parts: readonly ReadPart[],
  readings: readonly Reading[],
  ours: readonly Reading[],
  matches: readonly Match[],
  paper: Paper,
): Scope {
  if (matches.length) return isList(parts, readings, matches.length) ? 'province_wide' : 'local';
  if (ours.length) return 'uncertain';
  if (isProvinceWide(parts, readings, paper)) return 'province_wide';
  if (isFromElsewhere(readings)) return 'outside';
  if (paper === 'own' || regionReadings(readings).length) return 'uncertain';
  // The pack has every commune of the region: one it does not know lies elsewhere, or in the country at large.
  if (readings.some(({ sense }) => sense.kind === 'outside' || sense.kind === 'unknown')) return 'outside';
  if (readings.some(({ sense }) => sense.kind === 'ours')) return 'uncertain';
  return paper === 'other' || parts.some(({ text }) => speaksOfCountry(text)) ? 'outside' : 'uncertain';
}

// Of Vietnam's national news agencies, whose stories every newspaper prints.
const agencies = new Set(['ttxvn', 'vna', 'vgp']);

/** Whose a lead says it is, '(HBĐT) - ', 'TTXVN - '; undefined where nobody signed. */
function signedBy({ signatures }: Gazetteer, { words }: Text): Paper | undefined {
  const [first, next] = words;
  const isSignature = first?.gap.endsWith('(') || /^\s*[-–—]/.test(next?.gap ?? '');
  if (!first?.allCapitals || !isSignature) return undefined;
  if (signatures.includes(first.fold)) return 'own';
  return agencies.has(first.fold) ? 'other' : undefined;
}

/**
 * A newspaper's own host, or one under it: 'en.example.vn' for 'example.vn'; one that bears the province's name, or whose
 * host does, may be near.
 */
function paperOf(gazetteer: Gazetteer, { url, newspaper }: Story): Paper {
  if (!url || !URL.canParse(url)) return 'unknown';
  const host = `.${new URL(url).hostname}`;
  if (gazetteer.hosts.some((own) => host.endsWith(`.${own}`))) return 'own';
  const called = newspaper ? readText(newspaper).words.map(({ fold }) => fold) : [];
  const letters = [host.replace(/[^a-z]/g, ''), ...called].join('');
  return gazetteer.hostNames.some((name) => letters.includes(name)) ? 'unknown' : 'other';
}
