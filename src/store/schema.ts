import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { Drawing } from '../pictures/drawing.js';

/** The tables as Kysely sees them; what each column means is said in migrations/. Rows keep these names. */
export interface Database {
  region: RegionTable;
  district: DistrictTable;
  source: SourceTable;
  host: HostTable;
  source_draft: SourceDraftTable;
  article: ArticleTable;
  band: BandTable;
  uncompared: { article_id: number };
  act: ActTable;
  item: ItemTable;
  edition: EditionTable;
  match: MatchTable;
  decision: DecisionTable;
  report: ReportTable;
  remembered_place: RememberedPlaceTable;
  chat: ChatTable;
  subscription: SubscriptionTable;
  staff: StaffTable;
  invitation: InvitationTable;
  digest: DigestTable;
  picture: PictureTable;
  announcement: AnnouncementTable;
  delivery: DeliveryTable;
  served_part: ServedPartTable;
  send_budget: SendBudgetTable;
  chat_budget: ChatBudgetTable;
  run: RunTable;
  incident: IncidentTable;
  incident_notice: IncidentNoticeTable;
  handled_update: HandledUpdateTable;
  outage: OutageTable;
}

/** bigint identity: never above 2^53 here, so the driver hands it over as a number. */
type Id = Generated<number>;
type Instant = ColumnType<Date, Date | string, Date | string>;
type MaybeInstant = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
type Json<T> = JSONColumnType<T & object>;

/** A name in every language of the pack: {"vi": "Đà Bắc", "en": "Da Bac"}. */
export type Names = Record<string, string>;

interface RegionTable {
  id: string;
  only_one: Generated<boolean>;
  loaded_at: Instant;
  key_check: string | null;
  spread_minutes: Generated<number>;
}

interface DistrictTable {
  id: string;
  number: number;
  position: number;
  name: Json<Names>;
  whole_region: Generated<boolean>;
  successor_id: string | null;
  ended_at: MaybeInstant;
}

export interface SourceTable {
  id: string;
  newspaper: Json<Names>;
  kind: 'feed' | 'listing' | 'sitemap';
  url: string;
  every_minutes: number;
  time_zone: string;
  section: string | null;
  district_id: string | null;
  listing: JSONColumnType<ListingSelectors | null>;
  article: JSONColumnType<ArticleSelectors | null>;
  added_by: 'pack' | 'admin';
  added_at: Instant;
  ended_at: MaybeInstant;
  paused_at: MaybeInstant;
  next_poll_at: Instant;
  lease_until: MaybeInstant;
  etag: string | null;
  last_modified: string | null;
  first_success_at: MaybeInstant;
  last_success_at: MaybeInstant;
  last_polled_at: MaybeInstant;
  failing_since: MaybeInstant;
  failures: Generated<number>;
  error_kind: string | null;
  error_message: string | null;
  parser: 'strict' | 'tolerant' | null;
  ttl_seconds: number | null;
  empty_since: MaybeInstant;
}

interface HostTable {
  name: string;
  free_at: Generated<Date>;
  turn: Generated<number>;
  robots: string | null;
  robots_until: Generated<Date>;
}

/** What could become a source, with the first articles it lists; instants are ISO texts. */
export interface DraftCandidate {
  kind: 'feed' | 'sitemap';
  url: string;
  section: string | null;
  items: number;
  newest_at: string | null;
  samples: {
    title: string;
    summary: string;
    link: string;
    section: string | null;
    published_at: string | null;
  }[];
}

export interface SourceDraftTable {
  id: Id;
  newspaper: string;
  candidates: Json<DraftCandidate[]>;
  chosen: Generated<number[]>;
  created_at: Instant;
}

/** CSS selectors; all but `item` are looked up inside it. */
export interface ListingSelectors {
  item: string;
  title: string;
  link: string;
  summary?: string;
  date?: string;
}

/** CSS selectors of an article's text on its page, and of what stands in it without being part of it. */
export interface ArticleSelectors {
  body?: string;
  remove?: string[];
}

export type Scope = 'local' | 'province_wide' | 'outside' | 'uncertain';

/** lead: the publisher's own; extract: sentences of the article's text. */
export type SummaryKind = 'lead' | 'extract';

export interface ArticleTable {
  id: Id;
  url: string;
  address: string;
  source_id: string;
  title: string;
  summary: Generated<string>;
  summary_kind: Generated<SummaryKind>;
  section: string | null;
  published_at: Instant;
  stored_at: Instant;
  scope: Scope;
  withdrawn_at: MaybeInstant;
  withdrawn_by: number | null;
  same_as_id: number | null;
  story_id: GeneratedAlways<number>;
  page_read_at: MaybeInstant;
  page_retry_at: MaybeInstant;
  image_url: string | null;
  /** The words of title and summary, as searchVector() of search.ts makes them. */
  search: string;
}

interface ActTable {
  id: GeneratedAlways<number>;
  at: Instant;
  staff_id: number | null;
  action: string;
  object: string | null;
  facts: Json<Record<string, string | number | string[]>>;
}

interface BandTable {
  value: number;
  article_id: number;
  published_at: Instant;
}

interface ItemTable {
  source_id: string;
  external_id: string;
  article_id: number;
  first_seen_at: Instant;
}

interface EditionTable {
  id: number;
  closed_at: Instant;
}

interface MatchTable {
  id: Id;
  article_id: number;
  district_id: string;
  score: number;
  evidence: Json<string[]>;
  decided_by: 'classifier' | 'remembered' | 'admin';
  origin_id: Generated<string | null>;
  edition_id: number | null;
  created_at: Instant;
  published_at: GeneratedAlways<Date>;
  ended_at: MaybeInstant;
}

export interface DecisionTable {
  id: Id;
  article_id: number;
  district_ids: string[];
  staff_id: number;
  decided_at: Instant;
}

interface ReportTable {
  article_id: number;
  chat_id: number;
  reported_at: Instant;
}

interface RememberedPlaceTable {
  id: Id;
  key: string;
  place: string;
  district_ids: string[];
  staff_id: number;
  remembered_at: Instant;
}

export type ChatKind = 'private' | 'group' | 'supergroup' | 'channel';
/** Who reads what a chat is sent; all groups alike. */
export type Readers = 'person' | 'group' | 'channel';
export type Style = 'citizen' | 'official';
/** short: titles alone; normal: with their leads. Officials always have them. */
export type Display = 'short' | 'normal';

export interface ChatTable {
  id: Id;
  telegram_id_hash: Buffer;
  telegram_id_sealed: string;
  kind: ChatKind;
  locale: string;
  style: Generated<Style>;
  unit: string | null;
  times: string[];
  weekdays: number[];
  due_at: MaybeInstant;
  paused_until: MaybeInstant;
  announcements: Generated<boolean>;
  display: Generated<Display>;
  quiet_from: Generated<string>;
  quiet_until: Generated<string>;
  urgent: Generated<boolean>;
  weekly_until: MaybeInstant;
  muted_words: Generated<string[]>;
  muted_sections: Generated<string[]>;
  consented_at: Instant;
  notice_version: string;
  thread_id: Generated<number>;
  budget_id: GeneratedAlways<number>;
  silence_told_at: MaybeInstant;
  notice_told: Generated<string | null>;
}

export type EndedReason =
  | 'stopped'
  | 'removed'
  | 'blocked'
  | 'deactivated'
  | 'kicked'
  | 'no_rights'
  | 'not_found'
  | 'revoked'
  | 'merged';

export interface SubscriptionTable {
  id: Id;
  chat_id: number;
  district_id: string;
  /** Of a watch word, which follows the whole region; null: the district as it is. */
  word: Generated<string | null>;
  first_edition_id: number;
  mark: number;
  created_at: Instant;
  ended_at: MaybeInstant;
  ended_reason: EndedReason | null;
  origin_id: Generated<string | null>;
}

export type Role = 'owner' | 'admin' | 'editor' | 'viewer';

export interface StaffTable {
  id: Id;
  telegram_id_hash: Buffer;
  telegram_id_sealed: string;
  role: Role;
  locale: string;
  granted_by: number | null;
  granted_at: Instant;
  ended_at: MaybeInstant;
}

export interface InvitationTable {
  id: Id;
  code_hash: Buffer;
  kind: 'owner' | 'role' | 'official';
  role: Role | null;
  unit: string | null;
  district_ids: Generated<string[]>;
  times: string[] | null;
  weekdays: number[] | null;
  created_by: number | null;
  created_at: Instant;
  expires_at: Instant;
  used_at: MaybeInstant;
}

/** One Telegram message of a digest or announcement: sendMessage's arguments but for chat_id, and its picture. */
export interface Part {
  payload: {
    text: string;
    parse_mode?: 'HTML';
    entities?: object[];
    reply_markup?: { inline_keyboard: object[][] };
    link_preview_options?: { is_disabled: boolean };
    disable_notification?: boolean;
    /** The key of a picture to which the text is the caption, of at most 1,024 characters. */
    picture?: string;
  };
  /** What a reader has seen once this part has arrived. */
  article_ids: number[];
}

export type DigestKind = 'scheduled' | 'first' | 'asked';

/** The stories of seven local days, and of the seven before. */
export interface Week {
  /** The first and the last day, '14/11/2026'. */
  from: string;
  to: string;
  total: number;
  total_before: number;
  /** By district, the whole region's own among them; those without a story are 0. */
  counts: Record<string, number>;
  /** The key of its map. */
  picture: string;
}

/** A digest without the articles' texts; the pages behind its buttons are rendered from it. */
export interface Outline {
  kind: DigestKind;
  /** Digests of before there was a choice lack it; they are normal. */
  display?: Display;
  /** Left out: a person. */
  readers?: Readers;
  followed: string[];
  older: number;
  sources: { total: number; last_read_at: string | null; failing: { newspaper: Names; since: string }[] };
  week?: Week;
  /** `word`: found by a watch word, in no district that is followed. */
  sections: { district_id: string; word?: string; articles: { id: number; also: string[] }[] }[];
}

export interface DigestTable {
  id: Id;
  key: string;
  slot: Instant;
  style: Style;
  locale: string;
  parts: Json<Part[]>;
  outline: Json<Outline>;
  late_note: string;
  created_at: Instant;
  revision: Generated<number>;
  withdrawn_at: MaybeInstant;
}

interface PictureTable {
  key: string;
  drawing: Json<Drawing>;
  bot_id: number | null;
  file_id: string | null;
  made_at: Instant;
}

export interface AnnouncementTable {
  id: Id;
  created_by: number | null;
  parts: Json<Part[]>;
  district_ids: Generated<string[]>;
  spread_minutes: Generated<number>;
  created_at: Instant;
  confirmed_at: MaybeInstant;
  withdrawn_at: MaybeInstant;
}

/** A subscription as it stood before the cut; `served_to` is the mark it was given. */
interface MarkBefore {
  subscription_id: number;
  mark: number;
  first_edition_id: number;
  served_to?: number;
}

export interface DeliveryTable {
  id: Id;
  slot: Instant;
  kind: 'scheduled' | 'first' | 'supplement' | 'announcement';
  chat_id: number;
  digest_id: number | null;
  announcement_id: number | null;
  subscription_id: number | null;
  run_id: number | null;
  marks: ColumnType<MarkBefore[], string | undefined, string>;
  lane: number;
  status: Generated<'pending' | 'sending' | 'sent' | 'failed'>;
  send_after: MaybeInstant;
  send_before: MaybeInstant;
  late_after: MaybeInstant;
  next_part: Generated<number>;
  message_ids: Generated<number[]>;
  lease_until: MaybeInstant;
  attempts: Generated<number>;
  /** Sends made again though the one before may have arrived: at most so many messages were sent twice. */
  repeats: Generated<number>;
  reason: string | null;
  created_at: Instant;
  finished_at: MaybeInstant;
}

interface ServedPartTable {
  chat_id: number;
  article_id: number;
  served_at: Instant;
}

export interface RunTable {
  id: Id;
  kind: 'digest' | 'announcement';
  slot: Instant;
  style: Style | null;
  announcement_id: number | null;
  started_at: Instant;
  send_before: MaybeInstant;
  paused_at: MaybeInstant;
  resumed_at: MaybeInstant;
  stopped_at: MaybeInstant;
  to_send: Generated<number>;
  sent: Generated<number>;
  failed: ColumnType<Record<string, number>, string | undefined, string>;
  /** The sum of its deliveries' repeats. */
  repeated: Generated<number>;
  finished_at: MaybeInstant;
}

/** What the owner has to be told of, for it is noticed and someone must act. */
export type IncidentKind = 'failures' | 'refused' | 'paid_broadcast' | 'stalled' | 'overdue' | 'source';

interface IncidentTable {
  id: Id;
  kind: IncidentKind;
  key: string;
  details: ColumnType<Record<string, string | number>, string, string>;
  began_at: Instant;
  ended_at: MaybeInstant;
}

interface IncidentNoticeTable {
  incident_id: number;
  staff_id: number;
  phase: 'began' | 'ended';
  told_at: Instant;
}

/** A newspaper that could not be read for a day, and whom of the readers has been told. */
interface OutageTable {
  id: Id;
  newspaper: string;
  name: Json<Names>;
  began_at: Instant;
  told_to: Generated<number>;
  told_at: MaybeInstant;
  announcement_ids: Generated<number[]>;
  ended_at: MaybeInstant;
}

interface SendBudgetTable {
  only_one: Generated<boolean>;
  next_place_at: Generated<Date>;
  held_until: Generated<Date>;
  held_at: Generated<Date>;
  flood_chat_id: number | null;
  flood_at: MaybeInstant;
  owed_seconds: Generated<number>;
  pace: Generated<number>;
  unpaid_until: Generated<Date>;
  places_taken: Generated<number>;
  late: JSONColumnType<[number, number][], string | undefined>;
}

interface ChatBudgetTable {
  budget_id: number;
  next_place_at: Generated<Date>;
  held_until: Generated<Date>;
  held_at: Generated<Date>;
}

interface HandledUpdateTable {
  hash: Buffer;
  handled_at: Instant;
}
