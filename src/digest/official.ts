import { esc } from '../html.js';
import { Html, html, nameIn } from '../texts.js';
import { formatDate, formatDay, formatTime } from '../time.js';
import type { Section, SectionStory } from './compose.js';
import { limits, measure, type Size } from './measure.js';
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

/** At most three messages are sent; what does not fit is paged in the third. */
export const officialMessages = 3;
const room: Room = { title: 300, lead: 1200 };

interface Entry {
  heading: string;
  html: string;
  article_id: number;
}

/**
 * The press review: every story, grouped by district and numbered through. As many full leads as three messages
 * hold, then titles; titles beyond the third message follow as further pages.
 */
export function renderOfficial(model: DigestModel): Page[] {
  const stories = model.sections.flatMap((section) => section.stories);
  if (stories.length === 0) return [{ html: () => `${head(model, 0)}\n\n${foot(model)}`, article_ids: [] }];
  const laidOut = model.layout && mostLeads(model, stories.length, model.layout.parts);
  // Titles that have grown since may need more room than their messages have.
  return toPages(laidOut ?? mostLeads(model, stories.length)!, foot(model));
}

/** The messages with the most leads that three of them hold, if any; more leads never take less room. */
function mostLeads(model: DigestModel, stories: number, parts?: number[][]): Message[] | undefined {
  const write = (leads: number) => {
    const messages = pack(model, entries(model, leads), parts);
    const fit = messages.every(({ size }) => holds(size));
    return (fit && messages.length <= officialMessages) || (leads === 0 && (fit || !parts))
      ? messages
      : undefined;
  };
  let best = write(stories);
  if (best) return best;
  best = write(0);
  let low = 0;
  let high = stories - 1;
  while (best && low < high) {
    const middle = Math.ceil((low + high) / 2);
    const messages = write(middle);
    if (messages) [best, low] = [messages, middle];
    else high = middle - 1;
  }
  return best;
}

function entries(model: DigestModel, leads: number): Entry[] {
  let number = 0;
  return model.sections.flatMap((section, index) => {
    const heading = `<b>${roman(index + 1)}. ${sectionName(model, section)}</b> (${section.stories.length})`;
    return section.stories.map((story) => {
      number++;
      return { heading, html: entry(model, section, story, number, number <= leads), article_id: story.id };
    });
  });
}

function entry(
  model: DigestModel,
  section: Section,
  story: SectionStory,
  number: number,
  withLead: boolean,
): string {
  const title = html(model.locale, 'digest-official-story', {
    newspaper: nameIn(model.locale, story.newspaper),
    title: new Html(storyTitle(model, section, story, room, true)),
  });
  return `${number}. ${title}${storyOthers(model, story)}${withLead ? storyLead(model, story, room, 'digest-official-lead') : ''}`;
}

interface Message {
  text: string;
  article_ids: number[];
  /** With the foot, which any of them may have to carry. */
  size: Size;
}

/**
 * Fills message after message; a section that goes on in the next one repeats its heading. `parts` says which article
 * belongs into which of the messages that are sent.
 */
function pack(model: DigestModel, all: Entry[], parts?: number[][]): Message[] {
  const next = `<b>${html(model.locale, 'digest-official-title')}</b> · ${formatDate(model.at, model.timeZone)}`;
  const reserved = measure(`\n\n${foot(model)}`);
  const partOf = new Map(parts?.flatMap((ids, part) => ids.map((id) => [id, part])));
  const messages: Message[] = [];
  const open = (text: string) => messages.push({ text, article_ids: [], size: add(reserved, measure(text)) });
  open(head(model, all.length));
  let heading = '';
  for (const { heading: own, html, article_id } of all) {
    const text = own === heading ? `\n${html}` : `\n\n${own}\n${html}`;
    const before = messages.length;
    if (parts) while (messages.length <= (partOf.get(article_id) ?? 0)) open(next);
    // What stands behind the last message that is sent may be divided anew.
    const mayDivide = !parts || messages.length >= officialMessages;
    if (mayDivide && !holds(add(messages.at(-1)!.size, measure(text)))) open(next);
    if (messages.length > before) heading = '';
    const message = messages.at(-1)!;
    const block = own === heading ? `\n${html}` : `\n\n${own}\n${html}`;
    heading = own;
    message.text += block;
    message.size = add(message.size, measure(block));
    message.article_ids.push(article_id);
  }
  while (messages.length < (parts?.length ?? 0)) open(next);
  return messages;
}

function toPages(messages: Message[], last: string): Page[] {
  const lastSent = Math.min(messages.length, officialMessages) - 1;
  return messages.map(({ text, article_ids }, index) => ({
    html: () => (index >= lastSent ? `${text}\n\n${last}` : text),
    article_ids,
  }));
}

const add = (a: Size, b: Size): Size => ({
  visible: a.visible + b.visible,
  raw: a.raw + b.raw,
  entities: a.entities + b.entities,
});

// 200 and 300 for the late note.
const holds = (size: Size) =>
  size.visible <= limits.visible - 200 && size.raw <= limits.raw - 300 && size.entities <= limits.entities;

function head(model: DigestModel, total: number): string {
  const title = html(model.locale, 'digest-official-title');
  const day = formatDay(model.at, model.timeZone, model.locale);
  const time = formatTime(model.at, model.timeZone);
  const names = newspapers(
    model,
    model.sections.flatMap(({ stories }) => stories),
  );
  const counts = html(model.locale, 'digest-official-counts', { time, n: total, newspapers: names.length });
  return `<b>${title} · ${esc(day)}</b>${total > 0 ? `\n${counts}` : ''}`;
}

function foot(model: DigestModel): string {
  const { locale, sources } = model;
  const lines: string[] = [];
  if (model.older > 0) lines.push(html(locale, 'digest-older', { n: model.older }));
  const withNews = new Set(
    model.sections.flatMap(({ stories, district_id }) => [district_id, ...stories.flatMap((s) => s.also)]),
  );
  const [region] = model.districts.keys();
  const silent = model.followed.filter((id) => id !== region && !withNews.has(id));
  const broken = sources.failing.length > 0;
  if (model.sections.length === 0)
    lines.push(
      html(locale, broken ? 'digest-official-unread' : 'digest-official-none', {
        places: places(model),
        time: formatTime(model.at, model.timeZone),
      }),
    );
  else if (silent.length > 0)
    lines.push(
      html(locale, 'digest-official-silent', {
        places: silent.map((id) => districtName(model, id)).join(', '),
      }),
    );
  lines.push(broken ? brokenLine(model) : healthyLine(model));
  if (model.sections.length > 0) lines.push(html(locale, 'digest-official-verbatim'));
  // Whoever asked may follow something else.
  if (model.kind !== 'asked') lines.push(html(locale, 'digest-official-why', { places: places(model) }));
  const words = wordsOf(model, model.sections);
  if (words) lines.push(html(locale, 'digest-official-words', { words: new Html(words) }));
  return lines.join('\n');
}

function places(model: DigestModel): string {
  const [region] = model.districts.keys();
  if (model.followed.includes(region!)) return districtName(model, region!);
  return model.followed
    .slice(0, 12)
    .map((id) => districtName(model, id))
    .join(', ');
}

function healthyLine({ locale, sources, timeZone }: DigestModel): string {
  if (!sources.last_read_at) return html(locale, 'digest-official-never-read');
  const time = `${formatTime(sources.last_read_at, timeZone)} ${formatDate(sources.last_read_at, timeZone)}`;
  return html(locale, 'digest-official-healthy', { n: sources.total, time });
}

function brokenLine({ locale, sources, timeZone }: DigestModel): string {
  return sources.failing
    .slice(0, 5)
    .map(({ newspaper, since }) =>
      html(locale, 'digest-official-broken', {
        newspaper: nameIn(locale, newspaper),
        since: `${formatTime(since, timeZone)} ${formatDate(since, timeZone)}`,
      }),
    )
    .join('\n');
}

function roman(n: number): string {
  const digits: [number, string][] = [
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ];
  let rest = n;
  let text = '';
  for (const [value, digit] of digits) for (; rest >= value; rest -= value) text += digit;
  return text;
}
