import { pipeline, type Readable, Writable } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { SourceError } from '../errors.js';

/** Collects a body, decompressed, and stops at `bytes`: a small answer may unfold into gigabytes. */
export async function readBody(body: Readable, encoding: string | undefined, bytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const collect = new Writable({
    write(chunk: Buffer, _, done) {
      size += chunk.length;
      if (size <= bytes) chunks.push(chunk);
      done(size <= bytes ? null : new SourceError('too_large', `more than ${bytes} bytes`));
    },
  });
  const decompress = decompressor(body, encoding);
  await new Promise<void>((resolve, reject) => {
    const done = (error?: Error | null) => (error ? reject(error) : resolve());
    if (decompress) pipeline(body, decompress, collect, done);
    else pipeline(body, collect, done);
  });
  return Buffer.concat(chunks);
}

function decompressor(body: Readable, encoding: string | undefined) {
  switch (encoding?.trim().toLowerCase() ?? '') {
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    default:
      body.on('error', () => undefined).destroy();
      throw new SourceError('malformed', `content-encoding ${encoding} was not asked for`);
  }
}
