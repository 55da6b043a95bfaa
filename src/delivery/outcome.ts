import type { EndedReason } from '../store/schema.js';

/** What became of one message. */
export type Outcome =
  /** `file_id` is Telegram's for the photo that was in it. */
  | { kind: 'sent'; message_id: number; file_id?: string }
  /** A flood wait. */
  | { kind: 'wait'; seconds: number }
  /** The chat can no longer be written to. */
  | { kind: 'gone'; reason: EndedReason }
  /** The group is a supergroup now, under this Telegram id. */
  | { kind: 'moved'; to: number }
  /** Telegram will not take this content. */
  | { kind: 'rejected'; description: string }
  /** The bot may not make this paid broadcast. */
  | { kind: 'unpaid'; description: string }
  /** Telegram does not know our token: nothing can be sent at all. */
  | { kind: 'unauthorized'; description: string }
  /** No answer that tells; `maybeSent` unless it is certain that Telegram has done nothing. */
  | { kind: 'unknown'; maybeSent: boolean; description: string };

// The Bot API's exact words; names of chat types stand in braces there.
const chatType = '(?:group|supergroup|channel)';
const goneWords: [RegExp, EndedReason][] = [
  [/^Forbidden: bot was blocked by the user$/, 'blocked'],
  [/^Forbidden: bot can't initiate conversation with a user$/, 'blocked'],
  [/^Forbidden: user is deactivated$/, 'deactivated'],
  [new RegExp(`^Forbidden: bot was kicked from the ${chatType} chat$`), 'kicked'],
  [new RegExp(`^Forbidden: bot is not a member of the ${chatType} chat$`), 'kicked'],
  [/^Forbidden: the group chat was deleted$/, 'not_found'],
  [/^Forbidden: (?:the )?bot can't send messages to (?:the bot|bots)$/, 'not_found'],
  [/^Bad Request: (?:private )?chat not found$/, 'not_found'],
  [/^Bad Request: PEER_ID_INVALID$/, 'not_found'],
  [/^Bad Request: not enough rights to send .+ to the chat$/, 'no_rights'],
  [/^Bad Request: need administrator rights in the channel chat$/, 'no_rights'],
  [/^Bad Request: have no rights to send a message$/, 'no_rights'],
  [/^Bad Request: have no write access to the chat$/, 'no_rights'],
  [/^Bad Request: (?:CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED|TOPIC_CLOSED|TOPIC_DELETED)$/, 'no_rights'],
  [/^Bad Request: message thread not found$/, 'no_rights'],
];

// Longer than any wait that was ever seen; more would be a garbled answer.
const longestWaitSeconds = 7 * 24 * 3600;

/** What Telegram asks for; where the parameter is missing its words say it too. */
function waitSeconds(retryAfter: unknown, description: string): number {
  const seconds = Number(retryAfter ?? /retry after (\d+)/i.exec(description)?.[1]);
  return seconds > 0 ? Math.min(seconds, longestWaitSeconds) : 1;
}

// The words are not documented: whatever names the payment.
const paymentWords = /paid|payment|balance|\bstars?\b/i;

/** A refusal of a message that was to be a paid broadcast. */
export function readPaidRefusal(refusal: Parameters<typeof readRefusal>[0]): Outcome {
  const { error_code, description } = refusal;
  const unpaid = error_code >= 400 && error_code <= 403 && paymentWords.test(description);
  return unpaid ? { kind: 'unpaid', description } : readRefusal(refusal);
}

/** A refusal of the Bot API as an outcome. */
export function readRefusal(refusal: {
  error_code: number;
  description: string;
  parameters?: { retry_after?: number; migrate_to_chat_id?: number };
}): Outcome {
  const { error_code, description, parameters = {} } = refusal;
  if (error_code === 429) return { kind: 'wait', seconds: waitSeconds(parameters.retry_after, description) };
  if (parameters.migrate_to_chat_id !== undefined)
    return { kind: 'moved', to: parameters.migrate_to_chat_id };
  const gone = goneWords.find(([words]) => words.test(description));
  if (gone) return { kind: 'gone', reason: gone[1] };
  switch (error_code) {
    case 400:
    case 413:
      return { kind: 'rejected', description };
    case 403:
      // Whatever the words, a 403 is about the chat and never about the message.
      return { kind: 'gone', reason: 'no_rights' };
    case 401:
    case 404:
      return { kind: 'unauthorized', description: `${error_code} ${description}` };
    case 409:
    case 421:
      // About the server that answers: nobody was sent anything, and no chat is to blame.
      return { kind: 'unknown', maybeSent: false, description };
    default:
      return { kind: 'unknown', maybeSent: true, description: description ?? 'no Bot API answer' };
  }
}
