import type { Part, Week } from '../store/schema.js';
import { plain } from '../texts.js';
import { renderCitizen } from './citizen.js';
import type { DigestModel, Page } from './model.js';
import { officialMessages, renderOfficial } from './official.js';
import { weekCaption } from './week-caption.js';

/** All pages of a digest; the first few are sent, the rest are reached by the buttons of the last one sent. */
export function renderPages(model: DigestModel): Page[] {
  return model.style === 'official' ? renderOfficial(model) : renderCitizen(model);
}

const sentPages = (model: DigestModel) => (model.style === 'official' ? officialMessages : 1);

/** The messages to send; `digestId` is named by the paging buttons. */
export function renderParts(model: DigestModel, digestId: number): Part[] {
  const pages = renderPages(model);
  const sent = sentPages(model);
  const stories = new Map(
    model.sections.flatMap((section) => section.stories.map((story) => [story.id, story])),
  );
  // The story's own id with them: by it the message is found that brought it, whatever becomes of its first article.
  const articlesOf = ({ article_ids }: Page) =>
    article_ids.flatMap((id) => [...new Set([id, ...stories.get(id)!.article_ids])]);
  const parts: Part[] = pages.slice(0, sent).map((page, index) => ({
    payload: payload(model, pages, index, digestId),
    // Behind the button of the last message stands the rest: whoever has the button has been served.
    article_ids: index === sent - 1 ? pages.slice(index).flatMap(articlesOf) : articlesOf(page),
  }));
  return model.week ? [{ payload: weekPayload(model, model.week), article_ids: [] }, ...parts] : parts;
}

/** One page as it replaces the message whose button was pressed; undefined where there is no such page. */
export function renderPage(model: DigestModel, digestId: number, index: number): Part['payload'] | undefined {
  const pages = renderPages(model);
  return pages[index] && payload(model, pages, index, digestId);
}

function payload(
  model: DigestModel,
  pages: readonly Page[],
  index: number,
  digestId: number,
): Part['payload'] {
  const first = sentPages(model) - 1;
  const buttons = [];
  if (index > first)
    buttons.push({
      text: plain(model.locale, 'digest-back'),
      callback_data: `v1:p:${digestId}:${index - 1}`,
    });
  const rest = pages.slice(index + 1).reduce((n, page) => n + page.article_ids.length, 0);
  if (index >= first && rest > 0)
    buttons.push({
      text: plain(model.locale, 'digest-more', { n: rest }),
      callback_data: `v1:p:${digestId}:${index + 1}`,
    });
  const rows = buttons.length > 0 ? [buttons] : [];
  // What answers with a message of its own would write to all who read a channel.
  const forOne = model.style === 'citizen' && model.readers !== 'channel';
  if (forOne) {
    const around = [
      { text: plain(model.locale, 'digest-other-day'), callback_data: `v1:tg:${digestId.toString(36)}` },
    ];
    // What was asked for ends here, and goes on with what is older.
    if (model.kind === 'asked' && rest === 0 && pages[index]!.article_ids.length > 0)
      around.unshift({
        text: plain(model.locale, 'digest-older-stories'),
        callback_data: `v1:tn:${digestId.toString(36)}`,
      });
    rows.push(around);
  }
  const about = [];
  if (forOne) about.push({ text: plain(model.locale, 'digest-share'), callback_data: 'v1:b' });
  if (pages[index]!.article_ids.length > 0)
    about.push({
      text: plain(model.locale, 'digest-feedback'),
      callback_data: `v1:g:l:${digestId}:${index}`,
    });
  if (about.length > 0) rows.push(about);
  if (forOne && model.kind === 'asked')
    rows.push([{ text: plain(model.locale, 'bot-button-week'), callback_data: 'v1:m:w' }]);
  return {
    text: pages[index]!.html(),
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    ...(rows.length > 0 ? { reply_markup: { inline_keyboard: rows } } : {}),
  };
}

/** Silent: the digest that follows rings. */
function weekPayload({ locale, districts, followed }: DigestModel, week: Week): Part['payload'] {
  return {
    text: weekCaption(week, { locale, districts, followed }),
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    disable_notification: true,
    picture: week.picture,
  };
}
