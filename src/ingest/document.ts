import { Parser } from 'htmlparser2';
import { parseHTML } from 'linkedom';
import { SourceError } from '../errors.js';
import { tidy } from './lead.js';

export type Page = ReturnType<typeof parseHTML>['document'];
export type Found = NonNullable<ReturnType<Page['querySelector']>>;

// Real pages nest some tens deep; what walks the tree later takes time that grows with the square of it.
const maxDepth = 512;
// The longest honest page is a tenth of it; a tree takes some thirty times its text.
const maxLength = 3 * 1024 * 1024;

/** Reads a page into a tree. Throws SourceError when it is none, or too long or nested too deep to be worth it. */
export function openDocument(html: string): Page {
  if (html.length > maxLength) throw new SourceError('too_large', `a page of ${html.length} characters`);
  refuseDepth(html);
  const { document } = parseHTML(html);
  if (!document.documentElement) throw new SourceError('empty', 'not a page');
  return document;
}

/**
 * The article's headline on its page: the heading that reads like `title`, else whatever does, else the first main
 * heading, which some pages give to the newspaper's name.
 */
export function findHeadline(document: Page, title: string): Found | undefined {
  const isTitle = (node: { textContent: string | null }) => tidy(node.textContent ?? '') === title;
  const headings = [...document.querySelectorAll('h1, h2, h3')] as Found[];
  const heading = headings.find(isTitle);
  if (heading || !document.body) return heading;
  const walker = document.createTreeWalker(document.body as never, 4 /* text */);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (isTitle(node as never)) return node.parentElement as Found;
  return headings.find(({ localName }) => localName === 'h1');
}

function refuseDepth(html: string): void {
  let depth = 0;
  const parser = new Parser({
    onopentagname() {
      if (++depth > maxDepth) throw new SourceError('malformed', `nested more than ${maxDepth} deep`);
    },
    onclosetag() {
      depth--;
    },
  });
  parser.end(html);
}
