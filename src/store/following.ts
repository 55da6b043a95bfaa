import type { Kysely } from 'kysely';
import type { Database } from './database.js';
import type { ChatKind, Style } from './schema.js';

export interface ChatGroup {
  style: Style;
  kind: ChatKind;
  locale: string;
  chats: number;
}

/** How many chats that follow something there are of each style, kind and language. */
export async function listChatGroups(db: Kysely<Database>): Promise<ChatGroup[]> {
  return db
    .selectFrom('chat')
    .select((eb) => ['style', 'kind', 'locale', eb.fn.countAll<number>().as('chats')])
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('subscription')
          .select('subscription.id')
          .whereRef('chat_id', '=', 'chat.id')
          .where('ended_at', 'is', null),
      ),
    )
    .groupBy(['style', 'kind', 'locale'])
    .orderBy('style')
    .orderBy('kind')
    .orderBy('locale')
    .execute();
}

/** How many chats follow each district, and the whole region, in the pack's order. */
export async function listFollowers(db: Kysely<Database>): Promise<{ district_id: string; chats: number }[]> {
  return db
    .selectFrom('district')
    .leftJoin('subscription', (join) =>
      join
        .onRef('district_id', '=', 'district.id')
        .on('subscription.ended_at', 'is', null)
        .on('word', 'is', null),
    )
    .select((eb) => ['district.id as district_id', eb.fn.count<number>('subscription.id').as('chats')])
    .where('district.ended_at', 'is', null)
    .groupBy(['district.id', 'district.position'])
    .orderBy('district.position')
    .execute();
}
