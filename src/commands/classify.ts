import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { z } from 'zod';
import { readConfig } from '../config.js';
import { classify } from '../gazetteer/classify.js';
import { createGazetteer } from '../gazetteer/gazetteer.js';
import { loadRegion } from '../region.js';

const text = z.string().nullish();
const line = z.object({
  id: z.union([z.string(), z.number()], { error: 'is missing, or no text or number' }),
  title: text,
  summary: text,
  section: text,
  body: text,
  published: text,
  url: text,
});

/** `classify`: JSON lines of stories on stdin to JSON lines of their districts on stdout, in the same order. */
export function classifyCommand(): Command {
  return new Command('classify')
    .description('read stories as JSON lines on stdin, print their districts as JSON lines on stdout')
    .action(async () => {
      const gazetteer = createGazetteer(loadRegion(readConfig().region));
      let number = 0;
      for await (const source of createInterface({
        input: process.stdin,
        crlfDelay: Number.POSITIVE_INFINITY,
      })) {
        number++;
        if (!source.trim()) continue;
        const story = readStory(source);
        if (typeof story === 'string') {
          console.error(`line ${number}: ${story}`);
          process.exitCode = 1;
          continue;
        }
        const { id, ...rest } = story;
        if (rest.published && Number.isNaN(rest.published.getTime())) {
          console.error(`line ${number}: published is no date, and left out`);
          rest.published = undefined;
        }
        const { matches, province_wide, outside, uncertain, evidence } = classify(gazetteer, rest);
        const districts = matches.map(({ district_id }) => district_id);
        const answer = { id, districts, province_wide, outside, uncertain, evidence };
        // A reader slower than we are is waited for, so that any amount of input fits in memory.
        if (!process.stdout.write(`${JSON.stringify(answer)}\n`))
          await new Promise((resolve) => process.stdout.once('drain', resolve));
      }
    });
}

/** A story, or what is wrong with its line. A date that cannot be read counts as none. */
function readStory(source: string) {
  let value: unknown;
  try {
    // PowerShell begins what it pipes with a byte order mark.
    value = JSON.parse(source.replace(/^\ufeff/, ''));
  } catch {
    return 'is not JSON';
  }
  const parsed = line.safeParse(value);
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; ');
  const { id, title, summary, section, body, published, url } = parsed.data;
  return {
    id,
    title: title ?? '',
    summary: summary ?? '',
    section: section ?? undefined,
    body: body ?? undefined,
    published: published ? new Date(published) : undefined,
    url: url ?? undefined,
  };
}
