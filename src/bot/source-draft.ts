import { InlineKeyboard } from 'grammy';
import { excerpt } from '../digest/excerpt.js';
import { judgeSamples, type Sample } from '../ingest/samples.js';
import { listDistricts } from '../store/region.js';
import type { DraftCandidate } from '../store/schema.js';
import type { SourceDraft } from '../store/source-drafts.js';
import { Html, html, plain } from '../texts.js';
import { formatDate, formatTime } from '../time.js';
import type { StaffContext } from './access.js';
import { namesOf } from './choice.js';

/** A message with its buttons. */
export interface Card {
  text: string;
  keyboard: InlineKeyboard;
}

// Three articles, or fifteen sources, stay below the 4,096 characters of a message.
const mostShown = 15;
const addressLength = 120;
const titleLength = 250;
const leadLength = 600;

/** What was found of a newspaper and what of it is chosen; nothing is read yet. */
export function draftCard({ locale, deps: { pack } }: StaffContext, draft: SourceDraft): Card {
  const { id, newspaper, chosen } = draft;
  const shown = draft.candidates.slice(0, mostShown);
  const keyboard = new InlineKeyboard();
  const lines = shown.map((candidate, index) => {
    const number = String(index + 1);
    const name = nameOf(locale, candidate);
    const isChosen = chosen.includes(index) ? 'yes' : 'no';
    keyboard
      .text(plain(locale, 'admin-add-look', { number, name, chosen: isChosen }), `v1:as:as:${id}:${index}`)
      .row();
    return html(locale, 'admin-add-line', {
      ...{ number, name, chosen: isChosen, kind: candidate.kind, items: candidate.items },
      newest: formatWhen(candidate.newest_at, pack.time_zone),
      address: shorten(candidate.url, addressLength),
    });
  });
  if (chosen.length)
    keyboard
      .text(plain(locale, 'admin-add-confirm', { sources: chosen.length }), `v1:as:ay:${id}`)
      .success()
      .row();
  keyboard
    .text(plain(locale, 'admin-source-rename'), `v1:as:an:${id}`)
    .text(plain(locale, 'admin-cancel'), `v1:as:ax:${id}`);
  const list = new Html(lines.join('\n'));
  return { text: html(locale, 'admin-add-card', { newspaper, list }), keyboard };
}

/** One source that was found, with its first articles as the parser sees them. */
export async function samplesCard(ctx: StaffContext, draft: SourceDraft, index: number): Promise<Card> {
  const { locale } = ctx;
  const candidate = draft.candidates[index];
  if (!candidate) return draftCard(ctx, draft);
  const { id, newspaper } = draft;
  const isChosen = draft.chosen.includes(index);
  const keyboard = new InlineKeyboard()
    .text(
      plain(locale, isChosen ? 'admin-add-leave' : 'admin-add-take'),
      `v1:as:at:${id}:${index}:${isChosen ? 0 : 1}`,
    )
    .row()
    .text(plain(locale, 'admin-back'), `v1:as:al:${id}`);
  const districts = await listDistricts(ctx.deps.db);
  const samples = judgeSamples(
    ctx.deps,
    { newspaper: { vi: newspaper }, section: candidate.section, district_id: null },
    candidate.samples.map(({ section, published_at, ...sample }) => ({
      ...sample,
      guid: undefined,
      section: section ?? undefined,
      published_at: published_at ? new Date(published_at) : undefined,
    })),
    ctx.now,
  );
  const blocks = samples.map((sample, at) =>
    sampleText(ctx, sample, at + 1, namesOf(districts, sample.district_ids, locale)),
  );
  const text = html(locale, 'admin-add-samples', {
    newspaper,
    name: nameOf(locale, candidate),
    address: shorten(candidate.url, addressLength),
    samples: new Html(blocks.join('\n\n')),
  });
  return { text, keyboard };
}

function sampleText(
  { locale, deps: { pack } }: StaffContext,
  sample: Sample,
  number: number,
  places: string,
): string {
  return html(locale, 'admin-add-sample', {
    number: String(number),
    title: shorten(sample.title, titleLength),
    lead: excerpt(sample.summary, leadLength) || plain(locale, 'admin-add-no-lead'),
    published: formatWhen(sample.published_at, pack.time_zone),
    section: shorten(sample.section ?? '–', 60),
    places: places || plain(locale, 'admin-add-nowhere', { scope: sample.scope }),
  });
}

const nameOf = (locale: string, { section, kind }: DraftCandidate): string =>
  section ?? plain(locale, 'admin-add-whole', { kind });

/** '07:52 02/03/2026'; '–' where the newspaper gives none. */
function formatWhen(at: Date | string | null | undefined, timeZone: string): string {
  if (!at) return '–';
  const instant = new Date(at);
  return `${formatTime(instant, timeZone)} ${formatDate(instant, timeZone)}`;
}

const shorten = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}…`.toWellFormed() : text;
