import type { InlineKeyboard } from 'grammy';
import { UserError } from '../errors.js';
import { findOutline } from '../store/digests.js';
import { type District, listDistricts } from '../store/region.js';
import type { Names } from '../store/schema.js';
import { plain } from '../texts.js';
import { decodeChoice, namesOf, openIds } from './choice.js';
import type { BotContext } from './context.js';
import { findFollowing } from './following.js';
import type { Area, Look } from './look.js';

/** What a look comes to now. */
export interface Looked extends Look {
  all: District[];
  /** As the queries take them: none for all of the region; ended districts stand as their successors. */
  districtIds: readonly string[];
  /** What the narrow side of the toggle is called; none where that is the whole region already. */
  narrow: string | undefined;
}

/** The districts of a look; `own` are those of the story that it started from. */
export async function resolveLook(ctx: BotContext, look: Look, own?: readonly string[]): Promise<Looked> {
  const all = await listDistricts(ctx.deps.db);
  const base = own ?? (await listBase(ctx, all, look.area));
  const everywhere = !base.length || (!own && base.includes(ctx.deps.pack.id));
  return {
    ...look,
    all,
    districtIds: everywhere || look.wide ? [] : base,
    narrow: everywhere ? undefined : nameOfBase(ctx, all, base, look.area),
  };
}

async function listBase(ctx: BotContext, all: District[], area: Area): Promise<string[]> {
  const code = area.slice(1);
  if (area.startsWith('c')) {
    const chosen = decodeChoice(all, code);
    if (!chosen.length) throw new UserError('bot-old-button');
    return chosen;
  }
  // An answer is kept for some months; after that it is what the chat follows.
  const digest = area.startsWith('g') && (await findOutline(ctx.deps.db, Number.parseInt(code, 36)));
  if (digest && digest.kind === 'asked') return openIds(all, digest.followed);
  return (await findFollowing(ctx))?.districtIds ?? [];
}

function nameOfBase(ctx: BotContext, all: District[], base: readonly string[], area: Area): string {
  // Of a story about the whole region the others about the whole region, and not all there are.
  if (base.length === 1 && base[0] === ctx.deps.pack.id) return plain(ctx.locale, 'digest-region-section');
  if (base.length === 1) return namesOf(all, base, ctx.locale);
  if (area) return plain(ctx.locale, 'bot-look-these');
  return plain(ctx.locale, ctx.chat?.type === 'private' ? 'bot-look-yours' : 'bot-look-group');
}

const mostNames = 3;

/** 'An Lạc, Bình Sơn và 4 khu vực khác' or the whole region, in plain text. */
export function namesOfLook({ locale, deps }: BotContext, { all, districtIds }: Looked): string {
  if (districtIds.length === 1 && districtIds[0] === deps.pack.id)
    return plain(locale, 'digest-region-section');
  const ids = districtIds.length ? districtIds : all.filter((one) => one.whole_region).map(({ id }) => id);
  const open = all.filter(({ id }) => ids.includes(id)).map(({ id }) => id);
  const places = namesOf(all, open.slice(0, mostNames), locale);
  return plain(locale, 'bot-look-places', { places, more: Math.max(0, open.length - mostNames) });
}

/** Names by id, the whole region first, then in the pack's order, those that ended too. */
export const districtNamesOf = (all: readonly District[]): Map<string, Names> =>
  new Map(all.map(({ id, name }) => [id, name]));

/** The toggle between one's own districts and the whole region; the side that is on leads to itself. */
export function addWidth(
  { locale }: BotContext,
  keyboard: InlineKeyboard,
  { narrow, wide }: Looked,
  data: (wide: boolean) => string,
): void {
  if (narrow === undefined) return;
  const whole = plain(locale, 'bot-whole-region');
  keyboard
    .text(wide ? narrow : `✓ ${narrow}`, data(false))
    .text(wide ? `✓ ${whole}` : whole, data(true))
    .row();
}
