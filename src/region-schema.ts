import { z } from 'zod';

const id = z.string().regex(/^[a-z0-9-]{1,32}$/, 'is not an id: up to 32 of a-z, 0-9 and -');
const text = z.string().regex(/\S/, 'is empty');
const names = z.record(z.string().regex(/^[a-z]{2,3}$/, 'is not a language code'), text);
// People sleep outside these hours, and digests never come at night.
const time = z.string().regex(/^(0[6-9]|1\d|20):[0-5]\d$|^21:00$/, 'is not a time from 06:00 to 21:00');
// A map of more tiles a side cannot be read on a telephone.
const tile = z.int().min(0).max(15);
const date = z.iso.date({ error: 'is not a date such as 2025-07-01' });

const regionSchema = z.strictObject({
  $schema: z.string().optional(),
  id,
  name: names,
  aliases: z.array(text).default([]),
  time_zone: text,
  languages: z.array(z.string().regex(/^[a-z]{2,3}$/, 'is not a language code')).min(1),
  digest_times: z.strictObject({ citizen: time, official: time }),
  outside: z.array(text).default([]),
});

const districtSchema = z.strictObject({
  id,
  name: names,
  type: text,
  names: z.array(text).default([]),
  valid_from: date.optional(),
  valid_to: date.optional(),
  successor: id.optional(),
  tile: z.tuple([tile, tile]).optional(),
});

const placeSchema = z.strictObject({
  name: text,
  type: text,
  district: z.union([id, z.array(id).min(1)], { error: 'is neither a district id nor a list of them' }),
  names: z.array(text).optional(),
  valid_from: date.optional(),
  valid_to: date.optional(),
});

const sourceSchema = z.strictObject({
  id,
  newspaper: names,
  kind: z.enum(['feed', 'listing', 'sitemap']),
  url: z.url({ protocol: /^https?$/, error: 'is not an http or https address' }),
  every_minutes: z
    .int()
    .min(1)
    .max(7 * 24 * 60)
    .default(15),
  time_zone: text.optional(),
  section: text.optional(),
  district: id.optional(),
  listing: z
    .strictObject({
      item: text,
      title: text,
      link: text,
      summary: text.optional(),
      date: text.optional(),
    })
    .optional(),
  article: z.strictObject({ body: text.optional(), remove: z.array(text).optional() }).optional(),
});

/** A region pack as read from its folder. */
export interface RegionPack extends Omit<z.output<typeof regionSchema>, '$schema'> {
  districts: z.output<typeof districtSchema>[];
  places: z.output<typeof placeSchema>[];
  sources: z.output<typeof sourceSchema>[];
}

/** The files of a pack, each with what it must hold. */
export const packFiles = {
  'region.json': regionSchema,
  'districts.json': z.array(districtSchema).min(1),
  'places.json': z.array(placeSchema),
  'sources.json': z.array(sourceSchema),
};

export type PackFile = keyof typeof packFiles;

/** A pack's file as JSON Schema (draft 2020-12), for editors. */
export function jsonSchemaOf(file: PackFile): object {
  return z.toJSONSchema(packFiles[file], { io: 'input' });
}
