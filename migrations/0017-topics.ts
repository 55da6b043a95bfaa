import { type Kysely, sql } from 'kysely';

/** A topic of a forum is a chat of its own; all topics of a group share the group's budget. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table chat
      -- Telegram's message_thread_id; 0 where there is none: the chat itself, or a forum's General topic.
      add column thread_id bigint not null default 0 check (thread_id >= 0),
      drop constraint chat_telegram_id_hash_key,
      add constraint chat_once unique (telegram_id_hash, thread_id),
      -- Whose pace it keeps: a person's own, and one for all chats of a group. Made from the group's hash, so that two
      -- topics that begin at the same moment agree; negative, so that it is nobody's id; 52 bits, so that it is exact
      -- in JavaScript. Two groups in a million share one by chance and wait for each other.
      add column budget_id bigint not null generated always as (case when kind = 'private' then id
        else -1 - (hashtextextended(encode(telegram_id_hash, 'hex'), 0) & 4503599627370495) end) stored`.execute(
    db,
  );
  await sql`alter table chat_budget drop constraint chat_budget_chat_id_fkey`.execute(db);
  await sql`alter table chat_budget rename column chat_id to budget_id`.execute(db);
  await sql`update chat_budget b set budget_id = c.budget_id from chat c where c.id = b.budget_id`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  // The former schema has one chat for each group.
  await sql`delete from chat where thread_id <> 0`.execute(db);
  await sql`
    delete from chat_budget b where not exists (select from chat c where c.budget_id = b.budget_id)`.execute(
    db,
  );
  await sql`update chat_budget b set budget_id = c.id from chat c where c.budget_id = b.budget_id`.execute(
    db,
  );
  await sql`alter table chat_budget rename column budget_id to chat_id`.execute(db);
  await sql`
    alter table chat_budget add constraint chat_budget_chat_id_fkey
      foreign key (chat_id) references chat (id) on delete cascade`.execute(db);
  await sql`
    alter table chat
      drop constraint chat_once,
      add constraint chat_telegram_id_hash_key unique (telegram_id_hash),
      drop column budget_id,
      drop column thread_id`.execute(db);
}
