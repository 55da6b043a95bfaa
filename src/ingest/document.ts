import { Parser } from 'htmlparser2';
import { parseHTML } from 'linkedom';
import { SourceError } from '../errors.js';

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
  if (!document.documentElement) throw new SourceError('malformed', 'not a page');
  return document;
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
