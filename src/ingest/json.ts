// A string with its end, or what is left of one that is torn off; a mark; what stands between them.
const token = /"(?:[^"\\]+|\\[\s\S]?)*(?:"|$)|[{}[\],]|[^"{}[\],]+/g;
const breaks: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * JSON of a feed as it was meant: line breaks inside strings are escaped; commas before a closing bracket, and what
 * follows the end, go. Where the end is torn off, so does everything behind the last whole item.
 */
export function repairJson(text: string): string {
  const parts: string[] = [];
  const closing: string[] = [];
  let wholeItems = 0;
  for (const [part] of text.matchAll(token)) {
    if (part === '{') closing.push('}');
    if (part === '[') closing.push(']');
    if (part === '}' || part === ']') {
      const last = parts.findLastIndex((before) => before.trim());
      if (parts[last] === ',') parts[last] = ' ';
      closing.pop();
    }
    parts.push(part.startsWith('"') ? escapeBreaks(part) : part);
    // Within the feed and its list of items.
    if (part === '}' && closing.length === 2 && closing[1] === ']') wholeItems = parts.length;
    if (part === '}' && !closing.length) return parts.join('');
  }
  return `${parts.slice(0, wholeItems).join('')}]}`;
}

function escapeBreaks(string: string): string {
  return string.replace(/[\u0000-\u001f]/g, (character) => breaks[character] ?? ' ');
}
