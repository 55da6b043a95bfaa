import { textOf } from '../html.js';
import type { Content } from '../store/contents.js';
import type { Part } from '../store/schema.js';

type Payload = Part['payload'];

/** What a part says now: a first part that is late begins with the digest's note, where there is room for it. */
export function composePart(content: Content, place: number, late: boolean): Payload | undefined {
  const payload = content.parts[place]?.payload;
  if (!payload || !late || place > 0 || !content.late_note || payload.parse_mode !== 'HTML') return payload;
  const text = `${content.late_note}\n${payload.text}`;
  // Telegram counts 4,096 characters after parsing, of a caption 1,024; a note is worth less than the message.
  return textOf(text).length <= (payload.picture ? 1024 : 4096) ? { ...payload, text } : payload;
}

/** The message without what Telegram may have refused: its markup, and its buttons if they are to blame. */
export function plainPart(payload: Payload, refusal: string): Payload {
  const { parse_mode, entities: _, reply_markup, ...rest } = payload;
  const blamesButtons = /button|markup|keyboard/i.test(refusal);
  return {
    ...rest,
    text: parse_mode === 'HTML' ? textOf(payload.text) : payload.text,
    ...(reply_markup && !blamesButtons && { reply_markup }),
  };
}

/** The message without its picture; the text says what that shows. */
export function withoutPicture({ picture: _, ...payload }: Payload): Payload {
  return payload;
}
