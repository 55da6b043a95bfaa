import { linkTo } from '../digest/story.js';
import { excerpt } from '../excerpt.js';
import { esc } from '../html.js';
import type { Run } from '../spelling.js';
import { type District, listDistricts } from '../store/region.js';
import type { Found } from '../store/search.js';
import { Html, html, nameIn, plain } from '../texts.js';
import { formatDate } from '../time.js';
import { nameOf } from './choice.js';
import type { BotContext } from './context.js';
import { excerptAround, highlight } from './highlight.js';

const longestTitle = 200;
// Five of them fit a message, whatever has to be escaped.
const longestLead = 220;
const mostDistricts = 3;

/** What was found, numbered from `first`: title, where and when, and the sentence with the words. */
export async function resultLines(
  ctx: BotContext,
  runs: readonly Run[],
  stories: readonly Found[],
  first: number,
): Promise<string[]> {
  const all = await listDistricts(ctx.deps.db);
  return stories.map((story, index) => {
    const title = linkTo(story.url, highlight(excerpt(story.title, longestTitle), runs));
    const about = esc(whereAndWhen(ctx, all, story));
    return `${first + index}. ${title}\n${about}${leadOf(ctx, runs, story)}`;
  });
}

function leadOf({ locale }: BotContext, runs: readonly Run[], { summary, summary_kind }: Found): string {
  const lead = highlight(excerptAround(summary, runs, longestLead), runs);
  if (!lead) return '';
  return `\n${summary_kind === 'extract' ? html(locale, 'digest-extract', { lead: new Html(lead) }) : lead}`;
}

/** '25/11/2019 · Đà Bắc, Kim Bôi · Báo Hòa Bình' */
export function whereAndWhen(
  { deps: { pack }, locale }: BotContext,
  all: readonly District[],
  { published_at, district_ids, newspaper }: Found,
): string {
  const names = district_ids.flatMap((id) => {
    const district = all.find((one) => one.id === id);
    return district
      ? [district.whole_region ? plain(locale, 'digest-region-section') : nameOf(district, locale)]
      : [];
  });
  const where =
    names.slice(0, mostDistricts).join(', ') +
    (names.length > mostDistricts ? ` +${names.length - mostDistricts}` : '');
  return [formatDate(published_at, pack.time_zone), where, nameIn(locale, newspaper)]
    .filter(Boolean)
    .join(' · ');
}
