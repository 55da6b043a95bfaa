import { badRequest } from './refusal.js';

/** A stretch of text that is more than text; offset and length in UTF-16 units of the visible text. */
export interface Entity {
  type: string;
  offset: number;
  length: number;
  url?: string;
}

export interface Parsed {
  text: string;
  entities: Entity[];
}

const entityOfTag: Record<string, string> = {
  a: 'text_link',
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  u: 'underline',
  ins: 'underline',
  'tg-spoiler': 'spoiler',
  'tg-emoji': 'custom_emoji',
  span: 'spoiler',
  pre: 'pre',
  code: 'code',
  blockquote: 'blockquote',
};
const references: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };
const space = /\s/;

interface OpenTag {
  tag: string;
  argument: string | undefined;
  start: number;
}

/**
 * Telegram's HTML as its server reads it (td's MessageEntity.cpp, parse_html): few tags, four named references,
 * offsets in errors counted in bytes of the source. Throws the refusal a bot would get.
 */
export function parseHtml(source: string): Parsed {
  const entities: Entity[] = [];
  const open: OpenTag[] = [];
  let text = '';
  let at = 0;
  while (at < source.length) {
    const character = source[at]!;
    if (character === '&') {
      const reference = readReference(source, at);
      text += reference.text;
      at = reference.end;
    } else if (character !== '<') {
      text += character;
      at += 1;
    } else if (source[at + 1] === '/') {
      const end = readEndTag(source, at, open.at(-1)?.tag);
      closeTag(open.pop()!, text, entities);
      at = end;
    } else {
      const start = readStartTag(source, at);
      open.push({ tag: start.tag, argument: start.argument, start: text.length });
      at = start.end;
    }
  }
  if (open.length) throw cannotParse(`Can't find end tag corresponding to start tag "${open.at(-1)!.tag}"`);
  if (!text.isWellFormed())
    throw cannotParse(
      'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units',
    );
  entities.sort((a, b) => a.offset - b.offset || b.length - a.length);
  return { text, entities };
}

const cannotParse = (message: string) => badRequest(`can't parse entities: ${message}`);
const byteOffset = (source: string, at: number) => Buffer.byteLength(source.slice(0, at));

/** Anything but the four named references and numbers below 0x10ffff stays as it is written. */
function readReference(source: string, at: number): { text: string; end: number } {
  const match = /^&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));?/i.exec(source.slice(at, at + 32));
  if (!match) return { text: '&', end: at + 1 };
  const code = match[1] ? Number.parseInt(match[1], 16) : Number(match[2] ?? 0);
  const text = match[3]
    ? references[match[3]]
    : code > 0 && code < 0x10ffff
      ? String.fromCodePoint(code)
      : undefined;
  return text === undefined ? { text: '&', end: at + 1 } : { text, end: at + match[0].length };
}

function readEndTag(source: string, begin: number, expected: string | undefined): number {
  const offset = byteOffset(source, begin);
  if (expected === undefined) throw cannotParse(`Unexpected end tag at byte offset ${offset}`);
  const match = /^<\/([^\s>]*)\s*(>?)/.exec(source.slice(begin))!;
  if (!match[2]) throw cannotParse(`Unclosed end tag at byte offset ${offset}`);
  const found = match[1]!.toLowerCase();
  // `</>` closes whatever is open.
  if (found && found !== expected)
    throw cannotParse(
      `Unmatched end tag at byte offset ${offset}, expected "</${expected}>", found "</${found}>"`,
    );
  return begin + match[0].length;
}

function readStartTag(
  source: string,
  begin: number,
): { tag: string; argument: string | undefined; end: number } {
  const offset = byteOffset(source, begin);
  let at = begin + 1;
  while (at < source.length && !space.test(source[at]!) && source[at] !== '>') at += 1;
  if (at === source.length) throw cannotParse(`Unclosed start tag at byte offset ${offset}`);
  const tag = source.slice(begin + 1, at).toLowerCase();
  if (!Object.hasOwn(entityOfTag, tag))
    throw cannotParse(`Unsupported start tag "${tag}" at byte offset ${offset}`);
  const attributes = new Map<string, string>();
  for (;;) {
    while (space.test(source[at] ?? '')) at += 1;
    if (source[at] === '>') break;
    const attribute = readAttribute(source, at, tag, offset);
    attributes.set(attribute.name, attribute.value);
    at = attribute.end;
  }
  if (tag === 'span' && attributes.get('class') !== 'tg-spoiler')
    throw cannotParse(`Tag "span" must have class "tg-spoiler" at byte offset ${offset}`);
  if (tag === 'tg-emoji' && !/^\d+$/.test(attributes.get('emoji-id') ?? ''))
    throw cannotParse('Invalid custom emoji identifier specified');
  return { tag, argument: attributes.get('href'), end: at + 1 };
}

function readAttribute(
  source: string,
  begin: number,
  tag: string,
  offset: number,
): { name: string; value: string; end: number } {
  const unclosed = () => cannotParse(`Unclosed start tag "${tag}" at byte offset ${offset}`);
  const name = /^[^\s=>/"']*/.exec(source.slice(begin))![0].toLowerCase();
  if (begin === source.length) throw unclosed();
  if (!name) throw cannotParse(`Empty attribute name in the tag "${tag}" at byte offset ${offset}`);
  let at = begin + name.length;
  while (space.test(source[at] ?? '')) at += 1;
  if (at === source.length) throw unclosed();
  if (source[at] !== '=') return { name, value: '', end: at };
  at += 1;
  while (space.test(source[at] ?? '')) at += 1;
  if (at === source.length) throw unclosed();
  const quote = source[at]!;
  if (quote !== '"' && quote !== "'") {
    const token = /^[a-z0-9.-]*/i.exec(source.slice(at))![0];
    const after = source[at + token.length];
    if (after === undefined || !(space.test(after) || after === '>'))
      throw cannotParse(`Unexpected end of name token at byte offset ${byteOffset(source, at)}`);
    return { name, value: token.toLowerCase(), end: at + token.length };
  }
  const end = source.indexOf(quote, at + 1);
  if (end < 0 || end === source.length - 1) throw cannotParse(`Unclosed start tag at byte offset ${offset}`);
  const value = source.slice(at + 1, end).replace(/&[^&]*/g, (piece) => {
    const reference = readReference(piece, 0);
    return reference.text + piece.slice(reference.end);
  });
  return { name, value, end: end + 1 };
}

/** An empty entity vanishes, and so does a link whose address Telegram does not accept: its text stays. */
function closeTag({ tag, argument, start }: OpenTag, text: string, entities: Entity[]): void {
  const length = text.length - start;
  if (length === 0) return;
  const type = entityOfTag[tag]!;
  if (tag !== 'a') {
    entities.push({ type, offset: start, length });
    return;
  }
  const url = acceptedLink(argument || text.slice(start));
  if (url) entities.push({ type, offset: start, length, url });
}

/** The link as Telegram keeps it; undefined for one it does not accept (no dot in the host, javascript: …). */
export function acceptedLink(link: string): string | undefined {
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(link) ? link : `http://${link}`;
  if (/\s/.test(link) || !URL.canParse(withScheme)) return undefined;
  const { protocol, hostname, href } = new URL(withScheme);
  if (protocol === 'tg:' || protocol === 'ton:') return href;
  return /^https?:$/.test(protocol) && hostname.includes('.') ? href : undefined;
}
