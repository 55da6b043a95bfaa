import { join } from 'node:path';
import { I18n } from '@grammyjs/i18n';
import { esc } from './html.js';
import { root } from './root.js';

export type TextArgs = Record<string, string | number | Html>;

/** A piece of finished HTML, put into a text as it is. */
export class Html {
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
}

/** The language that the texts were first written in: whatever another one lacks is said in it. */
const firstLocale = 'vi';

const fluent = new I18n({
  defaultLocale: firstLocale,
  directory: join(root, 'locales'),
  // Isolation marks would stand inside every sentence that readers copy.
  fluentBundleOptions: { useIsolating: false },
});

export const locales: readonly string[] = fluent.locales;

/** The languages of a pack that there are texts in: each is a file in locales/. */
export function offeredLocales({ languages }: { languages: readonly string[] }): string[] {
  const offered = languages.filter((language) => locales.includes(language));
  return offered.length ? offered : [firstLocale];
}

/** The nearest of these locales for a BCP 47 tag such as Telegram's language_code; the first one for want of better. */
export function nearestLocale(tag: string | undefined, offered: readonly string[]): string {
  const language = tag?.toLowerCase().split('-')[0];
  return language && offered.includes(language) ? language : offered[0]!;
}

/** A text as Telegram HTML: every string argument is escaped, `Html` goes in as it is. */
export function html(locale: string, key: string, args: TextArgs = {}): string {
  return translate(locale, key, args, esc);
}

/** A text for buttons, answers to callbacks and files: nothing is escaped. */
export function plain(locale: string, key: string, args: TextArgs = {}): string {
  return translate(locale, key, args, (text) => text);
}

function translate(locale: string, key: string, args: TextArgs, prepare: (text: string) => string): string {
  const prepared: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(args))
    prepared[name] = value instanceof Html ? value.value : typeof value === 'string' ? prepare(value) : value;
  const text = fluent.t(locale, key, prepared);
  if (text === `{${key}}`) throw new Error(`no text ${key} in ${locale}`);
  return text;
}

/** A name in the reader's language, or in the one that names are always given in. */
export function nameIn(locale: string, names: Record<string, string>): string {
  return names[locale] ?? names[firstLocale] ?? Object.values(names)[0] ?? '';
}
