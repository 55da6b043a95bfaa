import type { Found, Page } from './document.js';

// What newspapers write over lists of other stories.
const heading = new RegExp(
  `^(?:${[
    '(?:các |những )?(?:tin|bài)(?: tức| bài| viết)? (?:khác|liên quan|cùng (?:chuyên )?mục|cùng (?:chủ đề|loại)|mới(?: nhất| hơn)?|cũ hơn|nổi bật|(?:đọc|xem) nhiều(?: nhất)?|đã đưa|trước đó|tiếp theo|trong ngày|đáng (?:quan tâm|chú ý))',
    '(?:cùng (?:chuyên mục|chủ đề)|chủ đề liên quan|thông tin (?:khác|liên quan)|(?:đọc|xem) nhiều nhất|đừng bỏ lỡ)',
    'xem các tin đã đưa(?: ngày)?',
    'tin trong',
    '(?:xem|đọc) thêm',
    'có thể bạn (?:quan tâm|thích)',
    'bạn có thể quan tâm',
    '(?:other|related|latest|more) (?:news|stories|articles|posts)',
    'most read',
    'see also',
    'read more',
    'you may also like',
  ].join('|')})\\s*[:»>…]*$`,
  'i',
);
const longestHeading = 60;
// Nothing of the article comes after these.
const last = /^(?:các )?tin(?: tức| bài)? (?:khác|cùng)|đã đưa|^tin trong|^other news/i;

const furniture =
  /(?:^|[-_ ])(?:related|others?|other-?news|tin-?(?:khac|lien-?quan)|bai-?lien-?quan|lien-?quan|(?:most|xem|doc)-?(?:read|viewed|nhieu)|breadcrumbs?|sidebar)(?:[-_ ]|$)/i;

/** Whether a line is the heading of a list of other stories. */
export function isOtherNewsHeading(line: string): boolean {
  return line.length <= longestHeading && heading.test(line.replace(/\s+/g, ' ').trim());
}

/**
 * Takes the lists of other stories off a page, with the menus around it: they would lend the article their places.
 * What holds the headline is never removed.
 */
export function removeOtherNews(document: Page, headline: Found | undefined): void {
  const remove = (node: Found) => {
    if (!headline || !node.contains(headline as never)) node.remove();
  };
  for (const element of [
    ...document.querySelectorAll('nav, aside, footer, script, style, noscript'),
  ] as Found[])
    remove(element);
  for (const element of [...document.querySelectorAll('div, section, ul, table')] as Found[])
    if (furniture.test(element.id) || furniture.test(element.className)) remove(element);
  for (const found of headingsBelow(document, headline)) removeList(found, remove);
}

/** As texts; menus above the headline have links of the same names. */
function headingsBelow(document: Page, headline: Found | undefined): Found[] {
  const walker = document.createTreeWalker(document.documentElement as never, 4 /* text */);
  const found: Found[] = [];
  let below = !headline;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    below ||= headline!.contains(node as never);
    if (below && isOtherNewsHeading(node.textContent ?? '')) found.push(node as never);
  }
  return found;
}

/** Removes a heading and the list that follows it. */
function removeList(heading: Found, remove: (node: Found) => void): void {
  const text = heading.textContent?.trim() ?? '';
  let top = heading;
  for (let parent = parentOf(top); parent?.textContent?.trim() === text; parent = parentOf(top)) top = parent;
  const following: Found[] = [];
  for (let next = top.nextSibling; next; next = next.nextSibling) following.push(next as never);
  const end = last.test(text) ? following.length : endOfList(following);
  for (const node of [top, ...following.slice(0, end)]) remove(node);
}

// Shorter texts separate links.
const shortestLead = 40;

/** Behind the last link to another story, and behind its lead if the links before it have leads. */
function endOfList(nodes: readonly Found[]): number {
  const hasLink = (node: Found) =>
    node.nodeType === 1 && (node.localName === 'a' || node.querySelector('a[href]') !== null);
  const isLead = (node: Found) => !hasLink(node) && (node.textContent?.trim().length ?? 0) >= shortestLead;
  const end = nodes.findLastIndex(hasLink) + 1;
  const withLeads = nodes.slice(nodes.findIndex(hasLink), end).some(isLead);
  const lead = withLeads ? nodes.findIndex((node, index) => index >= end && isLead(node)) : -1;
  return lead < 0 ? end : lead + 1;
}

const parentOf = (node: Found) => node.parentElement as Found | null;
