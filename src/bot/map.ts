import { mapFoot } from '../digest/week.js';
import type { Drawing } from '../pictures/drawing.js';
import { placeTiles } from '../pictures/place-tiles.js';
import type { District } from '../store/region.js';
import type { Part } from '../store/schema.js';
import { html, nameIn, plain } from '../texts.js';
import { formatDate } from '../time.js';
import { nameOf } from './choice.js';
import type { BotContext } from './context.js';
import { newspaperNames } from './newspapers.js';
import { type changePicture, fitsCaption, sendPicture } from './photo.js';

/** A choice as the map shows it: what can be chosen, in the pack's order, and what is. */
interface Choice {
  districts: readonly District[];
  districtIds: readonly string[];
}

const mostNamed = 10;

/** The choice with its map: a new message, or `changePicture` in place of the map whose button was pressed. */
export async function putMap(
  ctx: BotContext,
  choice: Choice,
  payload: Part['payload'],
  put: typeof changePicture = sendPicture,
): Promise<void> {
  await put(ctx, await choiceMap(ctx, choice), { ...payload, text: caption(ctx, choice, payload.text) });
}

/** What stands over the choice elsewhere, and what is ticked; the latter alone where there is no room for both. */
function caption({ locale }: BotContext, choice: Choice, text: string): string {
  const chosen = html(locale, 'bot-map-chosen', chosenArgs(locale, choice));
  const whole = `${text}\n\n${chosen}`;
  return fitsCaption(whole) ? whole : chosen;
}

function chosenArgs(locale: string, { districts, districtIds }: Choice) {
  const chosen = districts.filter(({ id }) => districtIds.includes(id));
  return {
    n: chosen.length,
    places: chosen
      .slice(0, mostNamed)
      .map((district) => nameOf(district, locale))
      .join(', '),
    more: Math.max(0, chosen.length - mostNamed),
  };
}

async function choiceMap(ctx: BotContext, choice: Choice): Promise<Drawing> {
  const { locale, now } = ctx;
  const { pack } = ctx.deps;
  const tileOf = new Map(pack.districts.map(({ id, tile }) => [id, tile]));
  const shown = choice.districts
    .filter(({ whole_region }) => !whole_region)
    .map((district) => ({ district, tile: tileOf.get(district.id) }));
  const { asInPack, tiles } = placeTiles(shown);
  const date = formatDate(now, pack.time_zone);
  return {
    kind: 'map',
    locale,
    title: nameIn(locale, pack.name),
    subtitle: plain(locale, 'bot-map-chosen', chosenArgs(locale, choice)),
    foot: mapFoot(await newspaperNames(ctx.deps, locale), date, asInPack, locale),
    tiles: tiles.map(({ district, column, row }) => ({
      name: nameOf(district, locale),
      column,
      row,
      chosen: choice.districtIds.includes(district.id),
    })),
  };
}
