import { type Kysely, sql } from 'kysely';

/** What people say of an article's district: admins decide, readers report, and decided place names are remembered. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table decision (
      id bigint generated always as identity primary key,
      article_id bigint not null references article (id),
      -- Where the article belongs from then on; none: it is no news of ours.
      district_ids text[] not null,
      staff_id bigint not null references staff (id),
      decided_at timestamptz not null
    )`.execute(db);
  await sql`create index decision_article on decision (article_id)`.execute(db);

  await sql`
    create table report (
      article_id bigint not null references article (id),
      chat_id bigint not null references chat (id) on delete cascade,
      reported_at timestamptz not null,
      primary key (article_id, chat_id)
    )`.execute(db);
  await sql`create index report_chat on report (chat_id)`.execute(db);

  await sql`
    create table remembered_place (
      id bigint generated always as identity primary key,
      -- The place name as the gazetteer compares names: 'xã tân lập'.
      key text not null unique,
      -- As it was written where it was decided.
      place text not null,
      district_ids text[] not null check (cardinality(district_ids) > 0),
      staff_id bigint not null references staff (id),
      remembered_at timestamptz not null
    )`.execute(db);

  // Where another district stands for the one first given, that one: a pack that has it again gives it back.
  await sql`alter table match add column origin_id text references district (id)`.execute(db);
  await sql`alter table subscription add column origin_id text references district (id)`.execute(db);
  await sql`create index match_origin on match (origin_id) where origin_id is not null`.execute(db);
  await sql`create index subscription_origin on subscription (origin_id) where origin_id is not null`.execute(
    db,
  );
  await sql`
    alter table match drop constraint match_decided_by_check,
      add constraint match_decided_by_check check (decided_by in ('classifier', 'remembered', 'admin'))`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`update match set decided_by = 'classifier' where decided_by = 'remembered'`.execute(db);
  await sql`
    alter table match drop constraint match_decided_by_check,
      add constraint match_decided_by_check check (decided_by in ('classifier', 'admin'))`.execute(db);
  await sql`alter table match drop column origin_id`.execute(db);
  await sql`alter table subscription drop column origin_id`.execute(db);
  await sql`drop table remembered_place, report, decision`.execute(db);
}
