import { excerpt } from '../excerpt.js';
import { esc } from '../html.js';
import { Html, html, nameIn } from '../texts.js';
import type { SectionStory } from './compose.js';
import type { DigestModel } from './model.js';

/** UTF-16 units a title and a lead may take; escaping may double them. */
export interface Room {
  title: number;
  lead: number;
}

// A link that takes a tenth of the raw limit would cost other stories their place; it is left out.
const longestLink = 600;

/** The title as a link to the publisher, with the other districts it belongs to: "<a>…</a> (cả Kim Bôi)". */
export function storyTitle(model: DigestModel, story: SectionStory, room: Room, quoted: boolean): string {
  const text = cut(story.title, room.title);
  const title = quoted ? `“${text}”` : `<b>${text}</b>`;
  const link = esc(story.url);
  const linked =
    /^https?:/.test(story.url) && link.length <= longestLink ? `<a href="${link}">${title}</a>` : title;
  if (story.also.length === 0) return linked;
  const places = story.also.slice(0, 3).map((id) => districtName(model, id));
  return `${linked} ${html(model.locale, 'digest-also', { places: places.join(', ') })}`;
}

/**
 * The publisher's lead, or sentences of the article marked as such, collapsed to three lines by the client; empty
 * where there is neither.
 */
export function storyLead(model: DigestModel, story: SectionStory, room: Room, key?: string): string {
  const lead = cut(story.summary, room.lead);
  if (!lead) return '';
  const marked =
    story.summary_kind === 'extract' ? html(model.locale, 'digest-extract', { lead: new Html(lead) }) : lead;
  const text = key ? html(model.locale, key, { lead: new Html(marked) }) : marked;
  return `\n<blockquote expandable>${text}</blockquote>`;
}

export function districtName(model: DigestModel, id: string): string {
  return nameIn(model.locale, model.districts.get(id) ?? {});
}

/** The heading of a section; province-wide articles have one of their own. */
export function sectionName(model: DigestModel, id: string): string {
  const [region] = model.districts.keys();
  return id === region ? html(model.locale, 'digest-region-section') : esc(districtName(model, id));
}

/** The newspapers of some stories, each once. */
export function newspapers(model: DigestModel, stories: readonly SectionStory[]): string[] {
  return [...new Set(stories.map((story) => nameIn(model.locale, story.newspaper)))];
}

/** Escaped text of at most `limit` units that escaping no more than doubles: quotes take six times their place. */
function cut(text: string, limit: number): string {
  for (let room = limit; room > 0; room = Math.floor(room * 0.7)) {
    const escaped = esc(excerpt(text.toWellFormed(), room));
    if (escaped.length <= limit * 2) return escaped;
  }
  return '';
}
