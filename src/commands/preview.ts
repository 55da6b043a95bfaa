import { Command, InvalidArgumentError, Option } from 'commander';
import { findOpen, openDistricts, openIds } from '../bot/choice.js';
import { composeLatest } from '../digest/news.js';
import { renderPages } from '../digest/render.js';
import { textOf } from '../html.js';
import { listDistricts } from '../store/region.js';
import type { Style } from '../store/schema.js';
import { locales } from '../texts.js';
import { withStore } from './context.js';

interface Options {
  district: string[];
  style: Style;
  locale: string;
  format: 'html' | 'text' | 'json';
}

export function previewCommand(): Command {
  return new Command('preview')
    .description('print the digest those districts would get now')
    .requiredOption('--district <ID,ID>', 'districts, or the region, by id', (text) => text.split(','))
    .addOption(new Option('--style <style>').choices(['citizen', 'official']).default('citizen'))
    .addOption(new Option('--locale <locale>').choices(locales).default('vi'))
    .addOption(new Option('--format <format>').choices(['html', 'text', 'json']).default('text'))
    .action(async ({ district, style, locale, format }: Options) => {
      await withStore(async ({ db, pack }) => {
        const all = await listDistricts(db);
        const unknown = district.filter((id) => !findOpen(all, id));
        if (unknown.length > 0)
          throw new InvalidArgumentError(
            `no district ${unknown.join(', ')}; there are ${openDistricts(all)
              .map(({ id }) => id)
              .join(', ')}`,
          );
        const model = await composeLatest(db, pack, {
          kind: 'first',
          districtIds: openIds(all, district),
          style,
          locale,
          now: new Date(),
        });
        const texts = renderPages(model).map((page) => page.html());
        if (format === 'json')
          process.stdout.write(`${JSON.stringify({ sections: model.sections, pages: texts }, null, 2)}\n`);
        else
          process.stdout.write(
            `${texts.map((text) => (format === 'html' ? text : textOf(text))).join('\n\n')}\n`,
          );
      });
    });
}
