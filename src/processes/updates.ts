/** The kinds of update the bot handles; Telegram remembers the list and sends no others. */
export const allowedUpdates = [
  'message',
  'channel_post',
  'callback_query',
  'inline_query',
  'my_chat_member',
] as const;

/**
 * How many updates are in hand at once: more than the database serves, and than a few chats that Telegram holds up can
 * fill; far less than the memory.
 */
export const concurrency = 200;
