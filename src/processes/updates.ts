/** The kinds of update the bot handles; Telegram remembers the list and sends no others. */
export const allowedUpdates = [
  'message',
  'channel_post',
  'callback_query',
  'inline_query',
  'my_chat_member',
] as const;
