import { afterAll, afterEach, expect, it } from 'vitest';
import { createBell } from '../../src/delivery/bell.js';
import { createBreaker } from '../../src/delivery/breaker.js';
import type { SendDeps } from '../../src/delivery/deps.js';
import { sendAll, sendDue } from '../../src/delivery/send.js';
import { openTelegram } from '../../src/delivery/telegram.js';
import { log } from '../../src/log.js';
import { type Drawing, keyOf } from '../../src/pictures/drawing.js';
import { savePicture } from '../../src/store/pictures.js';
import { testDatabase } from '../support/database.js';
import { pack } from '../support/news.js';
import { createOutbox, now, seal } from '../support/outbox.js';
import { page, refusal, startTelegram } from '../support/telegram.js';

log.level = 'silent';
const db = await testDatabase();
const outbox = await createOutbox(db);
const server = await startTelegram();
afterAll(() => server.close());

const begunAtMs = performance.now();
const deps: SendDeps = {
  db,
  seal,
  clock: () => new Date(now.getTime() + performance.now() - begunAtMs),
  config: { sendRate: 1000, paidBroadcast: false, deliverTo: '*' },
  pack,
  telegram: openTelegram({ botToken: server.token, telegramApiRoot: server.url, httpsProxy: undefined }),
};
const send = () => {
  const bell = createBell();
  return sendDue(deps, bell, createBreaker(bell));
};
const sendEverything = () => sendAll(deps, createBell());

let undo = () => {};
afterEach(async () => {
  undo();
  server.calls.length = 0;
  await outbox.clear();
  await db.deleteFrom('picture').execute();
});

let nextId = 3000;
async function reader() {
  const person = server.person(++nextId);
  return { person, ...(await outbox.chat(person.user.id)) };
}

let drawings = 0;
async function storePicture(): Promise<string> {
  const drawing: Drawing = {
    kind: 'map',
    locale: 'vi',
    title: `Tuần qua ${++drawings}`,
    subtitle: '',
    foot: '',
    tiles: [{ name: 'An Lạc', column: 0, row: 0, count: 3 }],
  };
  await savePicture(db, keyOf(drawing), drawing, now);
  return keyOf(drawing);
}
const weekly = async () => outbox.digest(['<b>Tuần qua</b> 3 tin'], { picture: await storePicture() });
const methods = () => server.calls.map(({ method }) => method);
const uploads = () => server.calls.filter(({ params }) => typeof params.photo === 'object').length;

it('a picture goes with its text as caption, is uploaded once, and then named by its id', async () => {
  const readers = [await reader(), await reader(), await reader(), await reader()];
  const digest = await weekly();
  for (const chat of readers) await outbox.deliver(chat, digest);
  expect(await sendEverything()).toMatchObject({ sent: 4, failed: 0, waiting: 0 });
  for (const { person } of readers) {
    expect(person.last).toMatchObject({ text: 'Tuần qua 3 tin', photo: { width: 1080 } });
    expect(person.messages).toHaveLength(1);
  }
  expect(uploads()).toBe(1);
  // Another run finds the id in the database.
  const late = await reader();
  await outbox.deliver(late, digest);
  await send();
  expect(late.person.last.photo).toBeDefined();
  expect(uploads()).toBe(1);
});

it('two senders upload a picture at most twice', async () => {
  const digest = await weekly();
  for (let n = 0; n < 12; n++) await outbox.deliver(await reader(), digest);
  await Promise.all([sendEverything(), sendEverything()]);
  expect(uploads()).toBeLessThanOrEqual(2);
  expect(server.calls.filter(({ answer }) => answer?.ok)).toHaveLength(12);
});

it('an id that Telegram knows no more is replaced by a new upload', async () => {
  const digest = await weekly();
  await outbox.deliver(await reader(), digest);
  await send();
  await db.updateTable('picture').set({ file_id: 'long-gone' }).execute();
  const { person, ...chat } = await reader();
  const id = await outbox.deliver(chat, digest);
  await send();
  expect(await outbox.delivery(id)).toMatchObject({ status: 'sent', repeats: 0 });
  expect(person.last.photo).toBeDefined();
  expect(uploads()).toBe(2);
  expect(await db.selectFrom('picture').select('file_id').execute()).toEqual([
    { file_id: person.last.photo!.file_id },
  ]);
});

it("another bot's id is not used", async () => {
  const digest = await weekly();
  await db.updateTable('picture').set({ file_id: 'photo1', bot_id: 42 }).execute();
  await outbox.deliver(await reader(), digest);
  await send();
  expect(uploads()).toBe(1);
});

it.each([
  'Bad Request: IMAGE_PROCESS_FAILED',
  'Bad Request: not enough rights to send photos to the chat',
  'Bad Request: PHOTO_INVALID_DIMENSIONS',
])('a chat that refuses the photo (%s) gets its text alone', async (description) => {
  undo = server.intercept((call) => (call.method === 'sendphoto' ? refusal(400, description) : undefined));
  const { person, ...chat } = await reader();
  const id = await outbox.deliver(chat, await weekly());
  await send();
  expect(await outbox.delivery(id)).toMatchObject({ status: 'sent' });
  expect(person.last).toMatchObject({
    text: 'Tuần qua 3 tin',
    html: '<b>Tuần qua</b> 3 tin',
    photo: undefined,
  });
  expect(methods()).toEqual(['sendphoto', 'sendmessage']);
});

it('what is refused as photo and as text goes as plain text', async () => {
  undo = server.intercept((call) =>
    call.params.parse_mode ? refusal(400, "Bad Request: can't parse entities: x") : undefined,
  );
  const { person, ...chat } = await reader();
  await outbox.deliver(chat, await weekly());
  await send();
  expect(person.last.text).toBe('Tuần qua 3 tin');
  expect(methods()).toEqual(['sendphoto', 'sendmessage', 'sendmessage']);
});

it('a picture that is gone, or cannot be drawn, leaves its text', async () => {
  const digest = await weekly();
  await db
    .updateTable('picture')
    .set({ drawing: JSON.stringify({ kind: 'map', tiles: [] }) })
    .execute();
  const { person, ...chat } = await reader();
  await outbox.deliver(chat, digest);
  await send();
  expect(person.last.photo).toBeUndefined();
  await db.deleteFrom('picture').execute();
  const other = await reader();
  await outbox.deliver(other, digest);
  await send();
  expect(other.person.last.text).toBe('Tuần qua 3 tin');
});

it('uploads that never get through do not keep the text back', async () => {
  undo = server.intercept((call) => (call.method === 'sendphoto' ? page(502, false) : undefined));
  const { person, ...chat } = await reader();
  const id = await outbox.deliver(chat, await weekly());
  for (let n = 0; n < 4; n++) {
    await send();
    await db.updateTable('delivery').set({ send_after: null }).execute();
    await outbox.passTime();
  }
  expect(person.last.text).toBe('Tuần qua 3 tin');
  expect(await outbox.delivery(id)).toMatchObject({ status: 'sent', repeats: 3 });
});

it('the parts after a picture follow it, and one that arrived is not sent again', async () => {
  const { person, ...chat } = await reader();
  const picture = await storePicture();
  const digest = await outbox.digest(['Tuần qua', '<b>Bản tin</b>']);
  const { parts } = await db
    .selectFrom('digest')
    .select('parts')
    .where('id', '=', digest.digest_id)
    .executeTakeFirstOrThrow();
  parts[0]!.payload = { ...parts[0]!.payload, picture, disable_notification: true };
  await db
    .updateTable('digest')
    .set({ parts: JSON.stringify(parts) })
    .where('id', '=', digest.digest_id)
    .execute();
  await outbox.deliver(chat, digest);
  expect(await sendEverything()).toMatchObject({ sent: 1, waiting: 0 });
  expect(person.messages.map(({ photo, text, silent }) => [Boolean(photo), text, silent])).toEqual([
    [true, 'Tuần qua', true],
    [false, 'Bản tin', false],
  ]);
});
