import { excerpt } from '../excerpt.js';
import type { Item } from '../ingest/items.js';
import { judgeSamples, type Sample } from '../ingest/samples.js';
import { listDistricts } from '../store/region.js';
import { listRemembered } from '../store/remembered.js';
import type { Source } from '../store/sources.js';
import { Html, html, plain } from '../texts.js';
import { formatDate, formatTime } from '../time.js';
import type { StaffContext } from './access.js';
import { namesOf } from './choice.js';

// Three articles stay below the 4,096 characters of a message.
const titleLength = 250;
const leadLength = 600;
const sectionLength = 60;

/** The first articles of a source as the parser sees them, with the districts they would get. */
export async function samplesText(
  ctx: StaffContext,
  source: Pick<Source, 'district_id' | 'section' | 'newspaper'>,
  items: readonly Item[],
): Promise<Html> {
  const { deps, locale, now } = ctx;
  const districts = await listDistricts(deps.db);
  const remembered = await listRemembered(deps.db);
  const blocks = judgeSamples({ ...deps, remembered }, source, items, now).map((sample, index) =>
    html(locale, 'admin-sample', {
      number: String(index + 1),
      link: sample.link,
      title: shorten(sample.title, titleLength),
      lead: excerpt(sample.summary, leadLength) || plain(locale, 'admin-sample-no-lead'),
      published: formatWhen(sample.published_at, deps.pack.time_zone),
      section: shorten(sample.section ?? '–', sectionLength),
      places: namesOf(districts, sample.district_ids, locale) || nowhere(locale, sample),
    }),
  );
  return new Html(blocks.join('\n\n'));
}

const nowhere = (locale: string, { scope }: Sample): string =>
  plain(locale, 'admin-sample-nowhere', { scope });

/** '07:52 02/03/2026'; '–' where the newspaper gives none. */
export function formatWhen(at: Date | undefined, timeZone: string): string {
  return at ? `${formatTime(at, timeZone)} ${formatDate(at, timeZone)}` : '–';
}

/** At most `length` characters of an address or a title. */
export function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…`.toWellFormed() : text;
}
