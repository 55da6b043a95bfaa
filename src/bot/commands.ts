import type { Context } from 'grammy';

/** Every command a reader has: the English name, then the Vietnamese one where it differs. */
export const commands = {
  start: ['start'],
  news: ['news', 'tin'],
  date: ['date', 'ngay'],
  search: ['search', 'timkiem'],
  districts: ['districts', 'khuvuc'],
  share: ['share', 'chiase'],
  settings: ['settings'],
  stop: ['stop', 'dung'],
  status: ['status', 'trangthai'],
  privacy: ['privacy'],
  help: ['help', 'trogiup'],
} as const satisfies Record<string, [string, string?]>;

export type Command = keyof typeof commands;

/** What command lists show in a private chat, in their order: /start stands on Telegram's own button. */
export const listedCommands = (Object.keys(commands) as Command[]).filter((command) => command !== 'start');

/** The names that Telegram keeps shortcuts for stay English in every language. */
const kept: readonly Command[] = ['start', 'settings', 'privacy', 'help'];

/** What a reader of this language sees in the command list. */
export function shownName(command: Command, locale: string): string {
  const [english, vietnamese] = commands[command] as readonly [string, string?];
  return locale === 'vi' && vietnamese && !kept.includes(command) ? vietnamese : english;
}

/** Telephones begin words with a capital: '/Tin' is '/tin'. What stands behind the command stays as it was written. */
export function lowerCommand({ message, channelPost }: Context): void {
  const said = message ?? channelPost;
  const command = /^\/\w+/.exec(said?.text ?? '')?.[0];
  if (command) said!.text = command.toLowerCase() + said!.text!.slice(command.length);
}
