import { esc } from '../html.js';
import { Html, html } from '../texts.js';
import { formatDay, formatTime } from '../time.js';
import type { Section, SectionStory } from './compose.js';
import { fits, limits } from './measure.js';
import type { DigestModel, Page } from './model.js';
import {
  districtName,
  newspapers,
  type Room,
  sectionName,
  storyLead,
  storyOthers,
  storyTitle,
  wordsOf,
} from './story.js';

const storiesPerPage = 7;
// The late note is put before the text when it is sent.
const room = { ...limits, visible: limits.visible - 200, raw: limits.raw - 300 };
const rooms: Room[] = [
  { title: 300, lead: 1200 },
  { title: 300, lead: 700 },
  { title: 300, lead: 450 },
  { title: 300, lead: 300 },
  { title: 200, lead: 200 },
  { title: 160, lead: 120 },
  { title: 160, lead: 0 },
  { title: 90, lead: 0 },
];

const titleRooms: Room[] = [{ title: 300, lead: 0 }, ...rooms.filter(({ lead }) => !lead)];

/** The citizen's digest: one message of at most seven stories, and the pages behind its button. */
export function renderCitizen(model: DigestModel): Page[] {
  const chunks = chunk(model);
  let number = 1;
  return chunks.map((sections) => {
    const start = number;
    number += sections.reduce((n, section) => n + section.stories.length, 0);
    return renderPage(model, sections, start);
  });
}

/** Seven stories a page; each district's newest come before any district's second, so that none is hidden. */
function chunk({ sections, layout }: DigestModel): Section[][] {
  const stories = new Map(sections.flatMap((section) => section.stories.map((story) => [story.id, story])));
  const laidOut =
    layout?.sections ??
    sections.map(({ stories, ...section }) => ({ ...section, ids: stories.map((story) => story.id) }));
  const ranked = laidOut
    .flatMap((section, place) => section.ids.map((id, rank) => ({ rank, place, id })))
    .sort((a, b) => a.rank - b.rank);
  const pages: Section[][] = [];
  for (let from = 0; from < ranked.length; from += storiesPerPage) {
    const chosen = ranked.slice(from, from + storiesPerPage);
    pages.push(
      laidOut
        .map(({ ids: _, ...section }, place) => ({
          ...section,
          stories: chosen.filter((entry) => entry.place === place).flatMap(({ id }) => stories.get(id) ?? []),
        }))
        .filter((section) => section.stories.length > 0),
    );
  }
  return pages.length > 0 ? pages : [[]];
}

function renderPage(model: DigestModel, sections: Section[], start: number): Page {
  const stories = sections.flatMap((section) => section.stories);
  return {
    article_ids: stories.map((story) => story.id),
    html() {
      for (const size of model.display === 'short' ? titleRooms : rooms) {
        const html = pageText(model, sections, stories, start, size);
        if (fits(html, room)) return html;
      }
      throw new Error('seven short titles always fit one message');
    },
  };
}

function pageText(
  model: DigestModel,
  sections: Section[],
  stories: SectionStory[],
  start: number,
  size: Room,
): string {
  let number = start;
  const short = model.display === 'short';
  // A day's news needs no dates, older news does.
  const dated = model.kind !== 'scheduled' && !isOfLastDay(model);
  const dateOf = ({ published_at }: SectionStory) =>
    dated ? `\n${formatDay(published_at, model.timeZone, model.locale)}` : '';
  const blocks = sections.flatMap((section) => {
    const lines = section.stories.map(
      (story) =>
        `${number++}. ${storyTitle(model, section, story, size, false)}${dateOf(story)}${short ? '' : storyOthers(model, story)}${storyLead(model, story, size)}`,
    );
    // A single district is named by the title already.
    const heading = sections.length > 1 ? `<b>${sectionName(model, section)}</b>\n` : '';
    return [heading + lines.join(short ? '\n' : '\n\n')];
  });
  return [head(model, sections), ...blocks, foot(model, sections, stories)].join('\n\n');
}

function head(model: DigestModel, sections: Section[]): string {
  const total = model.sections.reduce((n, section) => n + section.stories.length, 0);
  const shown = sections.length > 0 ? sections : model.followed.map((district_id) => ({ district_id }));
  const title = html(model.locale, 'digest-title', {
    places: new Html(
      shown
        .slice(0, 3)
        .map((section) => sectionPlace(model, section))
        .join(', '),
    ),
    more: Math.max(0, shown.length - 3),
  });
  const day = formatDay(model.at, model.timeZone, model.locale);
  return `<b>${title}</b>\n${html(model.locale, subtitle(model, total), {
    day,
    n: total,
    time: formatTime(model.at, model.timeZone),
    followed: new Html(
      model.followed
        .map((district_id) => sectionPlace(model, { district_id }))
        .slice(0, 3)
        .join(', '),
    ),
  })}`;
}

function subtitle(model: DigestModel, total: number): string {
  if (model.kind === 'scheduled') return 'digest-day';
  if (total === 0) return model.kind === 'asked' ? 'digest-none' : 'digest-none-yet';
  if (isOfOthers(model)) return 'digest-latest-elsewhere';
  return isOfLastDay(model) ? 'digest-last-day' : 'digest-latest-three';
}

/** Whoever asked about districts that never had news gets some of the region's. */
function isOfOthers({ kind, sections, followed, districts }: DigestModel): boolean {
  const [region] = districts.keys();
  return (
    kind === 'asked' &&
    !followed.includes(region!) &&
    sections.every(
      ({ district_id, stories }) =>
        !followed.includes(district_id) &&
        stories.every(({ also }) => !also.some((id) => followed.includes(id))),
    )
  );
}

function isOfLastDay(model: DigestModel): boolean {
  const dayAgo = model.at.getTime() - 24 * 3_600_000;
  return model.sections.some(({ stories }) => stories.some((story) => story.published_at.getTime() > dayAgo));
}

const sectionPlace = (model: DigestModel, { district_id: id, word }: Omit<Section, 'stories'>) => {
  const [region] = model.districts.keys();
  if (word !== undefined) return html(model.locale, 'digest-word-place', { word });
  return id === region ? html(model.locale, 'digest-region-place') : esc(districtName(model, id));
};

function foot(model: DigestModel, sections: Section[], stories: SectionStory[]): string {
  const lines = [];
  if (model.older > 0) lines.push(html(model.locale, 'digest-older', { n: model.older }));
  const names = newspapers(model, stories).slice(0, 5).join(', ');
  const source = names ? html(model.locale, 'digest-source', { newspapers: names }) : '';
  // Whoever asked may follow nothing, or something else.
  if (model.kind === 'asked')
    return [...lines, source, model.readers !== 'channel' && html(model.locale, 'digest-asked-commands')]
      .filter(Boolean)
      .join('\n');
  const { readers } = model;
  const followed = new Html(followedText(model, sections));
  const why = html(model.locale, 'digest-why', { readers, followed });
  lines.push([source, why].filter(Boolean).join(' '));
  // Only its admins change what a channel gets, and not in the channel.
  if (readers !== 'channel') lines.push(html(model.locale, 'digest-commands', { readers }));
  return lines.join('\n');
}

/** What brought these sections: what is followed and, where they found something, watch words; those alone where nothing else did. */
function followedText(model: DigestModel, sections: Section[]): string {
  const districts =
    model.followed.length === 1
      ? sectionPlace(model, { district_id: model.followed[0]! })
      : html(model.locale, 'digest-followed-many', { n: model.followed.length });
  const words = wordsOf(model, sections);
  if (!words) return districts;
  if (sections.every(({ word }) => word !== undefined)) return words;
  return html(model.locale, 'digest-followed-and-words', {
    followed: new Html(districts),
    words: new Html(words),
  });
}
