import { noticeVersion } from '../bot/notice.js';
import type { Config } from '../config.js';
import { esc } from '../html.js';
import type { RegionPack } from '../region.js';
import { html, offeredLocales, plain } from '../texts.js';
import type { Routes } from './http.js';

/** `/privacy` on PORT: the policy as the bot says it, in every language of the pack, for those who are not in the chat. */
export function addPolicy(
  routes: Routes,
  { config, pack }: { config: Pick<Config, 'orgName' | 'contact'>; pack: RegionPack },
): void {
  const offered = offeredLocales(pack);
  const first = offered[0]!;
  const sections = offered.map(
    (locale) => `<section lang="${esc(locale)}">${text(locale, config)}</section>`,
  );
  const page = `<!doctype html>
<html lang="${esc(first)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${esc(plain(first, 'bot-command-privacy'))}</title>
<style>:root { color-scheme: light dark } body { font: 1.1rem/1.6 sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem }</style>
${sections.join('\n<hr>\n')}
</html>
`;
  routes.set('privacy', async (_request, response) => {
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    });
    response.end(page);
  });
}

function text(locale: string, { orgName, contact }: Pick<Config, 'orgName' | 'contact'>): string {
  const manager = [orgName, contact].filter(Boolean).join(', ') || plain(locale, 'bot-privacy-no-manager');
  const policy = html(locale, 'bot-privacy', { version: noticeVersion, manager, stored: '' });
  return policy
    .trim()
    .split('\n')
    .map((line) => `<p>${line}</p>`)
    .join('\n');
}
