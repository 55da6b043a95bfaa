/**
 * Turns a body into text. A byte order mark decides; then UTF-8 if the bytes are valid UTF-8, whatever the
 * publisher declares (some declare utf-16 and send UTF-8); then what is declared, by HTTP or in the document;
 * last windows-1258, in which old Vietnamese sites write letter and tone apart, hence NFC.
 */
export function decodeBody(body: Buffer, contentType: string | undefined): string {
  const mark = byteOrderMark(body) ?? unmarkedUtf16(body);
  if (mark) return decode(body, mark);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    const declared = declaredCharset(body, contentType);
    return decode(body, declared && !/^utf-?(8|16)/i.test(declared) ? declared : nearestCharset(body));
  }
}

function byteOrderMark(body: Buffer): string | undefined {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return 'utf-8';
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be';
  return undefined;
}

function unmarkedUtf16(body: Buffer): string | undefined {
  if (body[0] === 0x3c && body[1] === 0) return 'utf-16le';
  if (body[0] === 0 && body[1] === 0x3c) return 'utf-16be';
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

/** UTF-8 with a few broken bytes stays UTF-8; text whose every accent is broken was never UTF-8. */
function nearestCharset(body: Buffer): string {
  const text = new TextDecoder().decode(body.subarray(0, 256 * 1024));
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  const accented = text.match(/[\u0080-\uffef]/g)?.length ?? 0;
  return broken > accented ? 'windows-1258' : 'utf-8';
}

function decode(body: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(body).normalize('NFC');
  } catch {
    // A charset that does not exist.
    return new TextDecoder(nearestCharset(body)).decode(body).normalize('NFC');
  }
}
