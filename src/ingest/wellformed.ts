// Deeper than any feed, and shallow enough that closing tags are found fast.
export const maxDepth = 256;

// Longer than any author's name: reading one takes the parser of feeds the square of its length.
const personLimit = 1000;
const person = /^(?:author|managingeditor|webmaster)$/i;

const name = '[^\\s<>/!?"\'=&]+';
const attributes = '(?:[^<>"\']*(?:"[^<"]*"|\'[^<\']*\'))*[^<>"\']*';
const token = new RegExp(
  [
    '<!\\[CDATA\\[[\\s\\S]*?\\]\\]>',
    '<!--[\\s\\S]*?-->',
    '<\\?[\\s\\S]*?\\?>',
    '<!DOCTYPE[^<>[\\]]*>',
    `</(?<closes>${name})\\s*>`,
    `<(?<opens>${name})(?:\\s${attributes}|/)?>`,
    '&(?:amp|lt|gt|quot|apos|#\\d+|#x[\\da-f]+);',
    '[<&]',
  ].join('|'),
  'gi',
);

/**
 * Whether a strict XML parser reads this text to its end: every tag is closed by its own, every & and < is
 * written as a reference, and nothing stands before the declaration or after the root. The parser of feeds asks
 * for none of this, and half an item at a feed's torn end would be taken for a whole one.
 */
export function isWellFormed(text: string): boolean {
  const open: string[] = [];
  let personFrom = 0;
  let end = 0;
  let roots = 0;
  for (const match of text.matchAll(token)) {
    const [found] = match;
    const { opens, closes } = match.groups!;
    if (!open.length && text.slice(end, match.index).trim()) return false;
    end = match.index + found.length;
    if (found === '<' || found === '&') return false;
    if (match.index > 0 && /^<\?xml\s/i.test(found)) return false;
    if (closes && open.pop() !== closes) return false;
    if (closes && person.test(closes) && match.index - personFrom > personLimit) return false;
    if (!opens) continue;
    if (person.test(opens)) personFrom = end;
    if (!open.length && roots++) return false;
    if (!found.endsWith('/>') && open.push(opens) > maxDepth) return false;
  }
  return roots === 1 && !open.length && !text.slice(end).trim();
}
