import type { Kysely } from 'kysely';
import type { RegionPack } from '../region.js';
import type { Database } from '../store/database.js';
import { listDistricts } from '../store/region.js';
import type {
  ChatKind,
  DigestKind,
  Display,
  Names,
  Outline,
  Part,
  Readers,
  Style,
  Week,
} from '../store/schema.js';
import type { Story } from '../store/stories.js';
import type { Section } from './compose.js';

/** Everything a digest's text is made of; equal models read alike. */
export interface DigestModel {
  style: Style;
  /** Of citizens' digests. */
  display: Display;
  readers: Readers;
  locale: string;
  /** scheduled: what is new since the last one; first and asked: the last day's news, or the latest three. */
  kind: DigestKind;
  /** The slot, or the moment of asking. */
  at: Date;
  timeZone: string;
  sections: Section[];
  /** What the chat follows, in the pack's order. */
  followed: string[];
  /** Names of all districts; the first is the whole region. */
  districts: ReadonlyMap<string, Names>;
  /** Stories too old for a digest that can still be looked up. */
  older: number;
  /** The state of the sources, which officials are told. */
  sources: SourceState;
  /** Before a citizen's weekly digest goes the week's map. */
  week?: Week | undefined;
  /**
   * How a stored digest was laid out: each story stays on its page whatever is withdrawn, because some have had the
   * first pages and turn to the next. Ids of stories by section, and of articles by the message that brought them.
   */
  layout?: { sections: (Omit<Section, 'stories'> & { ids: number[] })[]; parts: number[][] };
}

export interface SourceState {
  total: number;
  last_read_at: Date | null;
  failing: { newspaper: Names; since: Date }[];
}

/** One Telegram message of a digest, with the ids of its stories; most pages are never asked for, so each is rendered when it is. */
export interface Page {
  html(): string;
  article_ids: number[];
}

/** Whom a chat's digests speak to. */
export function readersOf(kind: ChatKind): Readers {
  if (kind === 'private') return 'person';
  return kind === 'channel' ? 'channel' : 'group';
}

/** The region's own name first, then its districts in the pack's order. */
export function districtNames(pack: RegionPack): Map<string, Names> {
  return new Map([pack, ...pack.districts].map(({ id, name }) => [id, name]));
}

/** The same, and behind them those that the pack has dropped: older digests name them. */
export async function everyDistrictName(db: Kysely<Database>, pack: RegionPack): Promise<Map<string, Names>> {
  const names = districtNames(pack);
  for (const { id, name } of await listDistricts(db)) if (!names.has(id)) names.set(id, name);
  return names;
}

export function outlineOf({
  kind,
  display,
  readers,
  followed,
  older,
  sources,
  week,
  sections,
}: DigestModel): Outline {
  return {
    kind,
    display,
    ...(readers !== 'person' && { readers }),
    followed,
    older,
    ...(week && { week }),
    sources: {
      total: sources.total,
      last_read_at: sources.last_read_at?.toISOString() ?? null,
      failing: sources.failing.map(({ newspaper, since }) => ({ newspaper, since: since.toISOString() })),
    },
    sections: sections.map(({ stories, ...section }) => ({
      ...section,
      articles: stories.map(({ id, also }) => ({ id, also })),
    })),
  };
}

/** The model of a stored digest; stories withdrawn since are gone from it. `districts`: see `everyDistrictName`. */
export function modelOf(
  digest: { style: Style; locale: string; slot: Date; outline: Outline; parts: Part[] },
  pack: RegionPack,
  districts: ReadonlyMap<string, Names>,
  stories: ReadonlyMap<number, Story>,
): DigestModel {
  const {
    kind,
    display = 'normal',
    readers = 'person',
    followed,
    older,
    sources,
    week,
    sections,
  } = digest.outline;
  return {
    style: digest.style,
    display,
    readers,
    locale: digest.locale,
    kind,
    at: digest.slot,
    timeZone: pack.time_zone,
    followed,
    districts,
    older,
    week,
    sources: {
      total: sources.total,
      last_read_at: sources.last_read_at ? new Date(sources.last_read_at) : null,
      failing: sources.failing.map(({ newspaper, since }) => ({ newspaper, since: new Date(since) })),
    },
    sections: sections
      .map(({ articles, ...section }) => ({
        ...section,
        stories: articles.flatMap(({ id, also }) => {
          const story = stories.get(id);
          return story ? [{ ...story, also }] : [];
        }),
      }))
      .filter((section) => section.stories.length > 0),
    layout: {
      sections: sections.map(({ articles, ...section }) => ({
        ...section,
        ids: articles.map(({ id }) => id),
      })),
      parts: digest.parts.map((part) => part.article_ids),
    },
  };
}
