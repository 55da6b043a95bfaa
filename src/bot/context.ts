import type { Context } from 'grammy';
import type { Chat } from 'grammy/types';
import type { Kysely } from 'kysely';
import type { Config } from '../config.js';
import type { Pictures } from '../delivery/pictures.js';
import type { Gazetteer } from '../gazetteer/gazetteer.js';
import type { Fetcher } from '../ingest/fetch.js';
import type { RegionPack } from '../region.js';
import type { Seal } from '../seal.js';
import type { Database } from '../store/database.js';
import type { ChatKind } from '../store/schema.js';

/** What every handler may use. */
export interface BotDeps {
  db: Kysely<Database>;
  pack: RegionPack;
  gazetteer: Gazetteer;
  seal: Seal;
  config: Config;
  /** The door to newspapers, for admins who add one. */
  fetcher: Fetcher;
  /** The one clock of the bot; the demo turns it. */
  clock: () => Date;
}

/** The chat that an update is about, as Telegram names it. */
export interface Subject {
  id: number;
  kind: ChatKind;
  /** Of a topic; 0 where there is none. */
  thread_id: number;
}

export type BotContext = Context & {
  deps: BotDeps;
  /** Where the update comes from, but for a channel that its admin looks after in private; none: of no chat at all. */
  subject: Subject | undefined;
  /** Whether who changes something in a group or channel may. */
  mayChange: boolean;
  /** The channel that its admin looks after with this update, in private; undefined also for who is none. */
  channel: Chat.ChannelChat | undefined;
  /** When this update is handled. */
  now: Date;
  /** Pictures that this process has uploaded or is uploading; outside the update's transaction. */
  pictures: Pictures;
  /** Makes what was done so far stand, before something that takes its time; done anyway before anything is said. */
  commit(): Promise<void>;
  /** The chat's stored locale, or the nearest to Telegram's language_code. */
  locale: string;
};

/** Where an update comes from. A reply's thread in a group without topics has a number too, and is none. */
export function readSubject({ chat, msg }: Context): Subject | undefined {
  if (!chat) return undefined;
  const inTopic = chat.type === 'supergroup' && msg?.is_topic_message;
  return { id: chat.id, kind: chat.type, thread_id: (inTopic && msg.message_thread_id) || 0 };
}

/** Whether a person writes to the bot alone, for themselves; in groups and channels it hears only commands. */
export const isPrivate = (ctx: BotContext): boolean => ctx.subject?.kind === 'private';

/** The same for texts: only where a typed place is heard may they ask for one. */
export function whereIs({ subject }: BotContext): 'private' | 'group' | 'topic' | 'channel' {
  if (subject?.thread_id) return 'topic';
  return subject?.kind === 'private' || subject?.kind === 'channel' ? subject.kind : 'group';
}
