import type { Params } from './checks.js';

export type Body = ConstructorParameters<typeof Response>[0];

/** The arguments in a request's body: JSON, an urlencoded form, or a multipart form with files. */
export async function readParams(body: Body, contentType = ''): Promise<Params> {
  const bytes = Buffer.from(await new Response(body).arrayBuffer());
  if (!bytes.length) return {};
  if (contentType.includes('json')) return JSON.parse(bytes.toString()) as Params;
  const boundary = /boundary="?([^";]+)/.exec(contentType)?.[1];
  return boundary
    ? readParts(bytes, boundary)
    : Object.fromEntries(new URLSearchParams(bytes.toString()).entries());
}

/** By hand, for the file names that grammY leaves without quotes are refused by the platform's own parser. */
function readParts(body: Buffer, boundary: string): Params {
  const fields: Params = {};
  const uploads = new Map<string, object>();
  // One character a byte, so that positions in the text are positions in the bytes.
  for (const part of body.toString('latin1').split(`--${boundary}`).slice(1, -1)) {
    const split = part.indexOf('\r\n\r\n');
    const header = Buffer.from(part.slice(0, split), 'latin1').toString();
    const content = Buffer.from(part.slice(split + 4, -2), 'latin1');
    const name = /[; ]name="?([^";\r]+)/.exec(header)?.[1] ?? '';
    const file_name = /filename="?([^";\r]+)/.exec(header)?.[1];
    if (file_name === undefined) fields[name] = content.toString();
    else uploads.set(name, { file_name, bytes: content });
  }
  // A field names its file as attach://<part>; without one the file is the field.
  for (const [name, value] of Object.entries(fields))
    if (String(value).startsWith('attach://')) fields[name] = uploads.get(String(value).slice(9));
  return { ...Object.fromEntries(uploads), ...fields };
}
