import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { SourceError } from '../errors.js';

const unpackers = {
  gzip: promisify(gunzip),
  br: promisify(brotliDecompress),
  deflate: promisify(inflate),
};

/**
 * Collects a body and unpacks it: as its header says, and once more when what arrives is a .gz file, sent with
 * no header or compressed again on its way. Both before and after it may have `bytes`: a small answer may unfold
 * into gigabytes, and an endless one into nothing.
 */
export async function readBody(body: Readable, encoding: string | undefined, bytes: number): Promise<Buffer> {
  const unpacker = unpackerOf(body, encoding);
  const received = await collect(body, bytes);
  // Some servers name a compression and send plain text all the same.
  const once = unpacker && !isPlain(received) ? await unpack(unpacker, received, bytes) : received;
  return isGzip(once) ? unpack('gzip', once, bytes) : once;
}

function unpackerOf(body: Readable, encoding: string | undefined): keyof typeof unpackers | undefined {
  switch (encoding?.trim().toLowerCase() ?? '') {
    case '':
    case 'identity':
    // What some servers write here is no compression, but the charset.
    case 'none':
    case 'utf-8':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return 'gzip';
    case 'br':
      return 'br';
    // Not asked for, and sent all the same.
    case 'deflate':
      return 'deflate';
    default:
      body.on('error', () => undefined).destroy();
      throw new SourceError('malformed', `content-encoding ${encoding} was not asked for`);
  }
}

async function collect(body: Readable, bytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop closes the connection.
    if (size > bytes) throw tooLarge(bytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function unpack(unpacker: keyof typeof unpackers, packed: Buffer, bytes: number): Promise<Buffer> {
  if (!packed.length) return packed;
  try {
    return await unpackers[unpacker](packed, { maxOutputLength: bytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(bytes);
    throw error;
  }
}

const tooLarge = (bytes: number) => new SourceError('too_large', `more than ${bytes} bytes`);
const isGzip = (body: Buffer) => body[0] === 0x1f && body[1] === 0x8b && body[2] === 8;
const isPlain = (body: Buffer) =>
  /^\s*[<{]/.test(body.subarray(0, 64).toString('latin1').replace('\xef\xbb\xbf', ''));
