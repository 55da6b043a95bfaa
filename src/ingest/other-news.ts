import type { Found, Page } from './document.js';

// What newspapers write over lists of other stories.
const heading = new RegExp(
  `^(?:${[
    '(?:các )?(?:tin|bài)(?: tức| bài| viết)? (?:khác|liên quan|cùng (?:chuyên )?mục|cùng chủ đề|mới(?: nhất| hơn)?|cũ hơn|nổi bật|đọc nhiều|xem nhiều|đã đưa|trước đó)',
    'xem các tin đã đưa(?: ngày)?',
    'tin trong',
    '(?:xem|đọc) thêm',
    'có thể bạn quan tâm',
    '(?:other|related|latest|more) (?:news|stories|articles|posts)',
    'most read',
    'see also',
    'read more',
    'you may also like',
  ].join('|')})\\s*:?$`,
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
export function removeOtherNews(document: Page): void {
  const headline = document.querySelector('h1') as Found | null;
  const remove = (element: Found) => {
    if (!headline || !element.contains(headline as never)) element.remove();
  };
  for (const element of [
    ...document.querySelectorAll('nav, aside, footer, form, script, style, noscript'),
  ] as Found[])
    remove(element);
  for (const element of [...document.querySelectorAll('div, section, ul, table')] as Found[])
    if (furniture.test(element.id) || furniture.test(element.className)) remove(element);
  for (const found of headingsAfter(document, headline)) removeList(found, remove);
}

/** Menus above the headline have links of the same names. */
function headingsAfter(document: Page, headline: Found | null): Found[] {
  const walker = document.createTreeWalker(document.documentElement as never, 4 /* text */);
  const found: Found[] = [];
  let below = !headline;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement as Found | null;
    below ||= headline!.contains(node as never);
    if (below && parent && isOtherNewsHeading(node.textContent ?? '')) found.push(parent);
  }
  return found;
}

/** Removes a heading and what follows it, up to the last link to another story. */
function removeList(element: Found, remove: (element: Found) => void): void {
  const text = element.textContent?.trim() ?? '';
  const isAlone = (parent: Found | null) => parent?.textContent?.trim() === text;
  let top = element;
  while (isAlone(top.parentElement as Found | null) && top.parentElement!.localName !== 'body')
    top = top.parentElement as Found;
  const following: Found[] = [];
  for (let next = top.nextElementSibling; next; next = next.nextElementSibling) following.push(next as Found);
  const hasLink = (one: Found) => one.localName === 'a' || one.querySelector('a[href]') !== null;
  const end = last.test(text) ? following.length - 1 : following.findLastIndex(hasLink);
  for (const one of following.slice(0, end + 1)) remove(one);
  remove(top);
}
