import { esc } from '../html.js';
import { html, nameIn } from '../texts.js';
import { formatDate } from '../time.js';
import type { SectionStory } from './compose.js';
import { fits } from './measure.js';
import { districtName, type Room, storyLead, storyOthers, storyTitle, type Wording } from './story.js';

/** A story in a list that somebody looks through, with all its districts. */
export interface LookedUp extends SectionStory {
  district_ids: string[];
}

export interface StoryList extends Wording {
  timeZone: string;
  /** HTML above the stories. */
  head: string;
  /** The number of the first one. */
  start: number;
  stories: readonly LookedUp[];
  /** Under each story, beside its newspaper. */
  shown: { date: boolean; districts: boolean };
}

const rooms: Room[] = [
  { title: 300, lead: 700 },
  { title: 300, lead: 450 },
  { title: 300, lead: 250 },
  { title: 160, lead: 120 },
  { title: 90, lead: 0 },
];
const mostDistricts = 3;

/** A few stories as one message: title, newspaper, lead; shorter where they would not fit. */
export function renderList(list: StoryList): string {
  for (const room of rooms) {
    const text = [list.head, ...list.stories.map((_, index) => block(list, index, room))].join('\n\n');
    if (fits(text)) return text;
  }
  throw new Error('a few short titles always fit one message');
}

function block(list: StoryList, index: number, room: Room): string {
  const story = list.stories[index]!;
  const title = `${list.start + index}. ${storyTitle(list, {}, { ...story, also: [] }, room, false)}`;
  return `${title}\n${origin(list, story)}${storyOthers(list, story)}${storyLead(list, story, room)}`;
}

/** 'Báo Thử · An Lạc, Bình Sơn · 25/11/2019' */
function origin(list: StoryList, story: LookedUp): string {
  const { locale, districts, shown } = list;
  const own = [...districts.keys()].filter((id) => story.district_ids.includes(id));
  const places = own.slice(0, mostDistricts).map((id) => placeOf(list, id));
  return [
    esc(nameIn(locale, story.newspaper)),
    shown.districts ? `${places.join(', ')}${own.length > mostDistricts ? '…' : ''}` : '',
    shown.date ? formatDate(story.published_at, list.timeZone) : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

function placeOf(list: StoryList, id: string): string {
  const [region] = list.districts.keys();
  return id === region ? html(list.locale, 'digest-region-place') : esc(districtName(list, id));
}
