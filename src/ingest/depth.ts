import { Parser } from 'htmlparser2';
import { SourceError } from '../errors.js';

/**
 * Throws SourceError 'malformed' for markup nested deeper than `limit`. Parsers that keep a stack take time with
 * the square of the depth: a few megabytes of opening tags would hold the process for hours.
 */
export function checkDepth(markup: string, limit: number): void {
  let depth = 0;
  const parser = new Parser({
    onopentagname() {
      if (++depth > limit) throw new SourceError('malformed', `nested more than ${limit} deep`);
    },
    onclosetag() {
      depth--;
    },
  });
  parser.end(markup);
}
