import type { Kysely } from 'kysely';
import type { DemoTelegram, Person } from '../../src/demo/telegram/telegram.js';
import type { RegionPack } from '../../src/region.js';
import type { Database } from '../../src/store/database.js';
import type { Role } from '../../src/store/schema.js';
import { grantRole } from '../../src/store/staff.js';
import { startBot, type TestBot } from './bot.js';
import { everyDay, packWithSource } from './news.js';

export interface StaffBot extends TestBot {
  /** A person with this role. */
  hire(id: number, role: Role): Promise<Person>;
  /** A chat that follows these districts and, unless told otherwise, has asked for announcements. */
  reader(id: number, districtIds: string[], chat?: { announcements?: boolean }): Promise<Person>;
}

/** The real bot with people who run it and people who read, its newspaper read a moment ago. */
export async function startStaffBot(
  db: Kysely<Database>,
  region: RegionPack = packWithSource,
): Promise<StaffBot> {
  const bot = await startBot(db, region);
  const { deps, telegram, time } = bot;
  await db.updateTable('source').set({ first_success_at: time.now, last_success_at: time.now }).execute();
  const idsOf = (id: number) => ({
    telegram_id_hash: deps.seal.hash(id),
    telegram_id_sealed: deps.seal.seal(id),
  });
  return {
    ...bot,
    async hire(id, role) {
      await grantRole(db, { ...idsOf(id), locale: 'vi' }, role, null, time.now);
      return telegram.person(id);
    },
    async reader(id, districtIds, { announcements = true } = {}) {
      const { id: chat_id } = await db
        .insertInto('chat')
        .values({
          ...idsOf(id),
          kind: 'private',
          locale: 'vi',
          unit: null,
          times: ['06:30'],
          weekdays: everyDay,
          due_at: new Date('2026-03-02T23:30:00Z'),
          announcements,
          consented_at: time.now,
          notice_version: '1.0',
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const one = { chat_id, first_edition_id: 0, mark: 0, created_at: time.now, ended_reason: null };
      await db
        .insertInto('subscription')
        .values(districtIds.map((district_id) => ({ ...one, district_id })))
        .execute();
      return telegram.person(id);
    },
  };
}

/** The start payload of the link in a person's newest message. */
export function linkedPayload(person: Person): string {
  return /start=([\w-]+)/.exec(person.last.text)![1]!;
}

/** Answers the bot's newest message, as a client does that follows force_reply. */
export function answerQuestion(person: Person, text: string, entities?: object[]) {
  return person.send(text, { reply_to: person.last, ...(entities && { entities }) });
}

/** What Telegram lists as commands in a person's own chat: '/tin /khuvuc'. */
export function menuOf({ profile }: DemoTelegram, id: number): string {
  const entry = [...profile].find(([key]) => key.includes('commands') && key.includes(`"chat_id":${id}}`));
  return ((entry?.[1] ?? []) as { command: string }[]).map(({ command }) => `/${command}`).join(' ');
}
