import { excerpt } from '../excerpt.js';
import { esc } from '../html.js';
import { Html, html, nameIn } from '../texts.js';
import type { Section, SectionStory } from './compose.js';
import type { DigestModel } from './model.js';

/** UTF-16 units a title and a lead may take; escaping may double them. */
export interface Room {
  title: number;
  lead: number;
}

/** What a story's line is written with. */
export type Wording = Pick<DigestModel, 'locale' | 'districts'>;

// A link that takes a tenth of the raw limit would cost other stories their place; it is left out.
const longestLink = 600;

/** `content` is HTML, without a link where the address would take too much room or is none. */
export function linkTo(url: string, content: string): string {
  const link = esc(url);
  return /^https?:/.test(url) && link.length <= longestLink ? `<a href="${link}">${content}</a>` : content;
}

/**
 * The title as a link to the publisher, with the other districts it belongs to: "<a>…</a> (cả Kim Bôi)"; under a watch
 * word, where it is: "<a>…</a> (Kim Bôi)".
 */
export function storyTitle(
  model: Wording,
  { word }: Pick<Section, 'word'>,
  story: SectionStory,
  room: Room,
  quoted: boolean,
): string {
  const text = cut(story.title, room.title);
  const title = quoted ? `“${text}”` : `<b>${text}</b>`;
  const linked = linkTo(story.url, title);
  if (story.also.length === 0) return linked;
  const places = story.also.slice(0, 3).map((id) => districtName(model, id));
  return `${linked} ${html(model.locale, word === undefined ? 'digest-also' : 'digest-where', { places: places.join(', ') })}`;
}

// More would take a story's place in the message.
const mostOthers = 4;

/** Who else tells the story, each a link, on a line of their own; empty where nobody does. */
export function storyOthers({ locale }: Wording, { others }: SectionStory): string {
  if (!others.length) return '';
  const names = others
    .slice(0, mostOthers)
    .map(({ newspaper, url }) => linkTo(url, esc(nameIn(locale, newspaper))));
  return `\n${html(locale, 'digest-others', { newspapers: new Html(names.join(' · ')), more: Math.max(0, others.length - mostOthers) })}`;
}

/**
 * The publisher's lead, or sentences of the article marked as such, collapsed to three lines by the client; empty
 * where there is neither.
 */
export function storyLead(model: Wording, story: SectionStory, room: Room, key?: string): string {
  const lead = cut(story.summary, room.lead);
  if (!lead) return '';
  const marked =
    story.summary_kind === 'extract' ? html(model.locale, 'digest-extract', { lead: new Html(lead) }) : lead;
  const text = key ? html(model.locale, key, { lead: new Html(marked) }) : marked;
  return `\n<blockquote expandable>${text}</blockquote>`;
}

export function districtName(model: Wording, id: string): string {
  return nameIn(model.locale, model.districts.get(id) ?? {});
}

/** The heading of a section; province-wide articles have one of their own, and so has each watch word. */
export function sectionName(model: DigestModel, { district_id: id, word }: Section): string {
  if (word !== undefined) return html(model.locale, 'digest-word-section', { word });
  const [region] = model.districts.keys();
  return id === region ? html(model.locale, 'digest-region-section') : esc(districtName(model, id));
}

/** 'từ khóa “lũ”', or how many: the watch words that found something; empty where none did. */
export function wordsOf({ locale }: Wording, sections: readonly Pick<Section, 'word'>[]): string {
  const words = sections.flatMap(({ word }) => word ?? []);
  if (words.length === 1) return html(locale, 'digest-followed-word', { word: words[0]! });
  return words.length ? html(locale, 'digest-followed-words', { n: words.length }) : '';
}

/** The newspapers of some stories, each once. */
export function newspapers(model: DigestModel, stories: readonly SectionStory[]): string[] {
  const all = stories.flatMap((story) => [story, ...story.others]);
  return [...new Set(all.map(({ newspaper }) => nameIn(model.locale, newspaper)))];
}

/** Escaped text of at most `limit` units that escaping no more than doubles: quotes take six times their place. */
function cut(text: string, limit: number): string {
  for (let room = limit; room > 0; room = Math.floor(room * 0.7)) {
    const escaped = esc(excerpt(text.toWellFormed(), room));
    if (escaped.length <= limit * 2) return escaped;
  }
  return '';
}
