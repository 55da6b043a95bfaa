import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { RegionPack } from '../region.js';
import type { Database } from '../store/database.js';
import { type DigestRow, findDigestByKey, saveDigests, takeDigestIds } from '../store/digests.js';
import { closeEdition } from '../store/editions.js';
import type { Display, Part, Readers, Style } from '../store/schema.js';
import { listLatest, listStories } from '../store/stories.js';
import { html } from '../texts.js';
import { day, formatTime } from '../time.js';
import { arrange } from './compose.js';
import { type DigestModel, districtNames, outlineOf } from './model.js';
import { type Muted, unmuted } from './muted.js';
import { renderParts } from './render.js';
import { readSourceState } from './sources.js';

export interface LatestQuery {
  kind: 'first' | 'asked';
  /** In any order; the region's own id means all of it. */
  districtIds: readonly string[];
  locale: string;
  style: Style;
  /** Left out: normal. */
  display?: Display;
  /** Left out: a person. */
  readers?: Readers;
  now: Date;
  /** The newest edition that counts; left out, matches without an edition count too. */
  upTo?: number;
  excluded?: readonly number[];
  muted?: Muted | undefined;
}

// A press review of more is not read; a citizen pages seven at a time.
const atMost = 400;
// Three that are not muted are almost always among these.
const latestLooked = 60;
// Who asks on a quiet day does not have years of stories sorted for the newest three of them.
const lookBack = [7, 90, Number.POSITIVE_INFINITY];

/** The last day's news of some districts, or the latest three stories where the last day had none. */
export async function composeLatest(
  db: Kysely<Database>,
  pack: RegionPack,
  query: LatestQuery,
): Promise<DigestModel> {
  const { kind, districtIds, locale, style, now, upTo, excluded = [], muted } = query;
  const { display = 'normal', readers = 'person' } = query;
  const districts = districtNames(pack);
  const order = [...districts.keys()];
  const everywhere = districtIds.includes(pack.id);
  const wanted = everywhere ? [] : style === 'official' ? [pack.id, ...districtIds] : districtIds;
  const find = async (since: Date, limit: number, of: readonly string[] = wanted) => {
    const options = { districtIds: of, since, excluded, limit, ...(upTo === undefined ? {} : { upTo }) };
    const found = await listLatest(db, options);
    const ids = found.map((row) => row.story_id);
    const stories = await listStories(db, ids);
    const inOrder = new Map(ids.flatMap((id) => (stories.has(id) ? [[id, stories.get(id)!]] : [])));
    const followed = new Map(found.map((row) => [row.story_id, new Set(row.district_ids)]));
    return { stories: muted ? await unmuted(db, inOrder, muted) : inOrder, followed };
  };
  let found = await find(new Date(now.getTime() - day), atMost);
  const threeOf = async (of: readonly string[]) => {
    let latest = found;
    for (const days of lookBack) {
      const since = new Date(Math.max(0, now.getTime() - days * day));
      latest = await find(since, muted ? latestLooked : 3, of);
      if (latest.stories.size >= 3) break;
    }
    return { ...latest, stories: new Map([...latest.stories].slice(0, 3)) };
  };
  if (found.stories.size === 0) found = await threeOf(wanted);
  // A citizen who asks is never sent away with nothing; a press review is of its own districts.
  if (found.stories.size === 0 && kind === 'asked' && style === 'citizen') found = await threeOf([]);
  return {
    style,
    display,
    readers,
    locale,
    kind,
    at: now,
    timeZone: pack.time_zone,
    sections: arrange(found.stories, found.followed, new Set(), order),
    followed: order.filter((id) => districtIds.includes(id)),
    districts,
    older: 0,
    // Only officials are told, and it is much to look up.
    sources:
      style === 'official' ? await readSourceState(db, now) : { total: 0, last_read_at: null, failing: [] },
  };
}

/** Stores what `composeLatest` found as a digest, so that its pages can be turned; askers of one minute share it. */
export async function saveLatest(
  db: Kysely<Database>,
  pack: RegionPack,
  query: LatestQuery,
): Promise<DigestRow> {
  const model = await composeLatest(db, pack, query);
  const outline = outlineOf(model);
  const minute = Math.floor(query.now.getTime() / 60_000);
  const { style, locale } = model;
  // Its id stands in the buttons alone.
  const texts = renderParts(model, 0).map(({ payload }) => payload.text);
  const key = createHash('sha256')
    // By what it reads like, too: a story keeps its id when one of its articles is withdrawn.
    .update(JSON.stringify([style, locale, minute, outline, texts]))
    .digest('hex');
  const shared = await findDigestByKey(db, key);
  if (shared) return shared;
  const [id] = await takeDigestIds(db, 1);
  const parts = renderParts(model, id!);
  const late_note = html(locale, 'digest-late', { time: formatTime(query.now, pack.time_zone) });
  await saveDigests(db, [
    { id: id!, key, style, locale, slot: query.now, outline, parts, late_note, created_at: query.now },
  ]);
  const digest = await findDigestByKey(db, key);
  if (!digest) throw new Error('a digest that was just stored is gone');
  return digest;
}

/** The messages that answer /news: at least the latest three stories with their dates. */
export async function latestNews(
  db: Kysely<Database>,
  pack: RegionPack,
  districtIds: readonly string[],
  locale: string,
  now: Date,
  { style = 'citizen', ...rest }: Partial<Pick<LatestQuery, 'style' | 'display' | 'readers' | 'muted'>> = {},
): Promise<Part[]> {
  const upTo = await closeEdition(db, now);
  const digest = await saveLatest(db, pack, {
    kind: 'asked',
    districtIds,
    locale,
    style,
    now,
    upTo,
    ...rest,
  });
  return digest.parts;
}
