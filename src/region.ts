import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const id = z.string().regex(/^[a-z0-9-]{1,32}$/);
const names = z.record(z.string(), z.string().min(1));
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const date = z.iso.date();

export const regionSchema = z.strictObject({
  id,
  name: names,
  aliases: z.array(z.string().min(1)).default([]),
  time_zone: z.string(),
  languages: z.array(z.string().min(2)).min(1),
  digest_times: z.strictObject({ citizen: time, official: time }),
  outside: z.array(z.string().min(1)).default([]),
});

export const districtSchema = z.strictObject({
  id,
  name: names,
  type: z.string().min(1),
  names: z.array(z.string().min(1)).default([]),
  valid_from: date.optional(),
  valid_to: date.optional(),
  successor: id.optional(),
  tile: z.tuple([z.int(), z.int()]).optional(),
});

export const placeSchema = z.strictObject({
  name: z.string().min(1),
  type: z.string().min(1),
  district: z.union([id, z.array(id).min(1)]),
  names: z.array(z.string().min(1)).optional(),
  valid_from: date.optional(),
  valid_to: date.optional(),
});

export const sourceSchema = z.strictObject({
  id,
  newspaper: names,
  kind: z.enum(['feed', 'listing', 'sitemap']),
  url: z.url({ protocol: /^https?$/ }),
  every_minutes: z.int().min(1).default(15),
  time_zone: z.string().optional(),
  section: z.string().optional(),
  district: id.optional(),
  listing: z
    .strictObject({
      item: z.string(),
      title: z.string(),
      link: z.string(),
      summary: z.string().optional(),
      date: z.string().optional(),
    })
    .optional(),
  article: z.strictObject({ body: z.string().optional(), remove: z.array(z.string()).optional() }).optional(),
});

/** A region pack as read from its folder (shapes: DESIGN of the pack in docs and regions/schema). */
export interface RegionPack extends z.output<typeof regionSchema> {
  districts: z.output<typeof districtSchema>[];
  places: z.output<typeof placeSchema>[];
  sources: z.output<typeof sourceSchema>[];
}

const read = (dir: string, file: string) => JSON.parse(readFileSync(join(dir, file), 'utf8'));

/** Reads a pack; throws ConfigError with every problem. */
export function loadRegion(dir: string): RegionPack {
  return {
    ...regionSchema.parse(read(dir, 'region.json')),
    districts: z.array(districtSchema).parse(read(dir, 'districts.json')),
    places: z.array(placeSchema).parse(read(dir, 'places.json')),
    sources: z.array(sourceSchema).parse(read(dir, 'sources.json')),
  };
}
