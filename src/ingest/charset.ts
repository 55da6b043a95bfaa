import { tooManyMarks } from './lead.js';

/**
 * Turns a body into text. A byte order mark decides; then UTF-8 if most of the bytes are, whatever the publisher
 * declares (some declare utf-16 and send UTF-8); then what is declared, by HTTP or in the document; last
 * windows-1258, in which old Vietnamese sites write letter and tone apart, hence NFC.
 */
export function decodeBody(body: Buffer, contentType: string | undefined): string {
  const mark = byteOrderMark(body) ?? unmarkedUtf16(body);
  if (mark) return decode(body, mark);
  try {
    return undoubled(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    const nearest = nearestCharset(body);
    const declared = declaredCharset(body, contentType);
    return decode(body, nearest !== 'utf-8' && declared && isTrusted(declared, body) ? declared : nearest);
  }
}

// What the first bytes of Vietnamese letters in UTF-8 look like where somebody took them for windows-1252.
const doubled = /[ÃÄÅÆ][\u0080-\u00bf\u0152-\u2122]|á[º»][\u0080-\u00bf\u0152-\u2122]/g;
const westernBytes = new Map(
  Array.from({ length: 128 }, (_, n) => [
    new TextDecoder('windows-1252').decode(Uint8Array.of(n + 128)),
    n + 128,
  ]),
);

/** 'HÃ²a BÃ¬nh' → 'Hòa Bình': some databases keep UTF-8 as if it were Western, and are read as UTF-8 again. */
function undoubled(text: string): string {
  const found = text.match(doubled)?.length ?? 0;
  if (!found) return text;
  const letters = text.match(/[\u00c0-\u024f\u1e00-\u1eff]/g)?.length ?? 0;
  // A page that quotes such words is not taken apart.
  if (found < letters / 3) return text;
  const bytes = new Uint8Array(text.length);
  for (let n = 0; n < text.length; n++) {
    const unit = text.charCodeAt(n);
    const byte = unit < 0x80 ? unit : westernBytes.get(text[n]!);
    if (byte === undefined) return text;
    bytes[n] = byte;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
}

function byteOrderMark(body: Buffer): string | undefined {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return 'utf-8';
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be';
  return undefined;
}

function unmarkedUtf16(body: Buffer): string | undefined {
  const [first = 0, second = 0, third = 0, fourth = 0] = body;
  const isAscii = (byte: number) => byte > 0 && byte < 0x80;
  if (isAscii(first) && !second && isAscii(third) && !fourth) return 'utf-16le';
  if (!first && isAscii(second) && !third && isAscii(fourth)) return 'utf-16be';
  return undefined;
}

function declaredCharset(body: Buffer, contentType: string | undefined): string | undefined {
  const start = body.subarray(0, 1024).toString('latin1');
  const found =
    /charset\s*=\s*["']?([\w-]+)/i.exec(contentType ?? '') ??
    /<\?xml[^>]*encoding\s*=\s*["']([\w-]+)/i.exec(start) ??
    /<meta[^>]*charset\s*=\s*["']?([\w-]+)/i.exec(start);
  return found?.[1];
}

/**
 * Not UTF-8 or UTF-16 ("unicode"), which would have been seen; nor another alphabet of Latin letters over Vietnamese
 * bytes, the default of somebody's software.
 */
function isTrusted(declared: string, body: Buffer): boolean {
  const charset = standardName(declared);
  if (!charset || charset.startsWith('utf-')) return false;
  const latin = /^(?:iso-8859-(?:[2-4]|9|1[0-6])|windows-125[0247]|macintosh)$/.test(charset);
  return !latin || !isVietnamese(body);
}

/** Undefined for a charset that does not exist. */
function standardName(charset: string): string | undefined {
  try {
    return new TextDecoder(charset).encoding;
  } catch {
    return undefined;
  }
}

/** In windows-1258 a tone is a byte of its own after its vowel; Western letters hardly ever stand so. */
function isVietnamese(body: Buffer): boolean {
  return /[aeiouy\xe2\xe3\xea\xf4\xf5\xfd][\xcc\xd2\xde\xec\xf2]/i.test(
    body.subarray(0, 256 * 1024).toString('latin1'),
  );
}

/** UTF-8 with a few broken bytes stays UTF-8; text whose every accent is broken was never UTF-8. */
function nearestCharset(body: Buffer): string {
  const text = new TextDecoder().decode(body.subarray(0, 256 * 1024));
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  const accented = text.match(/[\u0080-\uffef]/g)?.length ?? 0;
  return broken > accented ? 'windows-1258' : 'utf-8';
}

function decode(body: Buffer, charset: string): string {
  return new TextDecoder(charset).decode(body).replace(tooManyMarks, '$1').normalize('NFC');
}
