import { Parser } from 'htmlparser2';
import { SourceError } from '../errors.js';

// Pages that people read stay below a hundred; tags that an editor never closed add some.
const pageDepth = 512;

/**
 * Throws SourceError 'malformed' for a page nested deeper than any honest one: looking for an element in it takes
 * the square of its depth.
 */
export function refuseDeepPage(html: string): void {
  let depth = 0;
  const parser = new Parser({
    onopentagname() {
      if (++depth > pageDepth) parser.pause();
    },
    onclosetag() {
      depth--;
    },
  });
  parser.write(html);
  if (depth > pageDepth) throw new SourceError('malformed', `nested more than ${pageDepth} deep`);
}
