import type { Update } from 'grammy/types';
import { beforeEach, expect, test } from 'vitest';
import { createDoor } from '../../src/processes/door.js';
import { pack } from '../support/news.js';

let nowMs: number;
let handled: Update[];
let said: { to: number | string; text: string }[];
let letIn: (update: Update) => Promise<void>;
/** What the bot waits for before it is done with an update. */
let handling: Promise<void>;

beforeEach(() => {
  nowMs = 0;
  handling = Promise.resolve();
  handled = [];
  said = [];
  const bot = {
    botInfo: { id: 1, username: 'TinThuBot' },
    handleUpdate: (update: Update) => {
      handled.push(update);
      return handling;
    },
    api: {
      sendMessage: async (to: number, text: string) => void said.push({ to, text }),
      answerCallbackQuery: async (to: string, { text }: { text: string }) => void said.push({ to, text }),
    },
  };
  letIn = createDoor(bot as never, pack, () => nowMs);
});

let update_id = 0;
const person = (id: number) => ({ id, is_bot: false, first_name: 'x', language_code: 'vi' });
const write = (id: number, more: object = {}) =>
  ({
    update_id: ++update_id,
    message: { message_id: 1, date: 0, from: person(id), chat: { id, type: 'private' }, text: 'x', ...more },
  }) as unknown as Update;
const press = (id: number, message?: object) =>
  ({
    update_id: ++update_id,
    callback_query: { id: `q${update_id}`, from: person(id), message },
  }) as unknown as Update;
const inGroup = { chat: { id: -5, type: 'supergroup' } };
const command = { text: '/tin', entities: [{ type: 'bot_command', offset: 0, length: 4 }] };

test('fifty messages in a second are not answered fifty times, and the person is told once', async () => {
  for (let n = 0; n < 50; n++) {
    nowMs += 20;
    await letIn(write(7));
  }
  expect(handled.length).toBeLessThan(25);
  expect(said).toEqual([{ to: 7, text: 'Bạn gửi nhanh quá. Chờ vài giây rồi thử lại.' }]);
});

test('whoever waits is heard again, and others were heard all the time', async () => {
  for (let n = 0; n < 50; n++) await letIn(write(7));
  handled = [];
  await letIn(write(8));
  expect(handled).toHaveLength(1);
  nowMs += 3000;
  await letIn(write(7));
  expect(handled).toHaveLength(2);
});

test('a press that is too much is told so on its button', async () => {
  for (let n = 0; n < 30; n++) await letIn(press(7));
  expect(handled).toHaveLength(20);
  expect(said).toHaveLength(1);
  expect(said[0]!.to).toMatch(/^q/);
});

test('a thousand people of one group who ask at once get what a group may get, and nobody is told', async () => {
  for (let n = 0; n < 1000; n++) await letIn(write(100 + n, { ...inGroup, ...command }));
  expect(handled).toHaveLength(20);
  expect(said).toEqual([]);
});

test('in a group that asks too much whoever presses is told so on the button, each once in a while', async () => {
  for (let n = 0; n < 10; n++) await letIn(write(149, { ...inGroup, ...command }));
  for (let n = 0; n < 40; n++) await letIn(press(110 + n, inGroup));
  for (let n = 0; n < 5; n++) await letIn(press(149, inGroup));
  expect(handled).toHaveLength(20);
  expect(said).toHaveLength(30);
  expect(said[0]!.text).toContain('Nhóm đang hỏi');
});

test('what Telegram says of a group is heard however much its people ask', async () => {
  for (let n = 0; n < 100; n++) await letIn(write(7, { ...inGroup, ...command }));
  handled = [];
  const news = [{ migrate_to_chat_id: -100 }, { migrate_from_chat_id: -4 }, { forum_topic_reopened: {} }];
  for (const one of news) await letIn(write(7, { ...inGroup, text: undefined, ...one }));
  expect(handled).toHaveLength(3);
});

test('hidden admins of all groups write under one name, and those of one group take nothing from the others', async () => {
  const hidden = (id: number) => {
    const chat = { id, type: 'supergroup' };
    return write(1_087_968_824, { ...command, chat, sender_chat: chat });
  };
  for (let n = 0; n < 100; n++) await letIn(hidden(-5));
  handled = [];
  await letIn(hidden(-6));
  expect(handled).toHaveLength(1);
});

test('of a chat whose answers are held up only so many updates wait, and others pass', async () => {
  let go = () => {};
  handling = new Promise((resolve) => (go = resolve));
  const under = [];
  for (let n = 0; n < 100; n++) {
    nowMs += 5000;
    under.push(letIn(write(100 + n, { ...inGroup, ...command })));
  }
  expect(handled).toHaveLength(20);
  under.push(letIn(write(7)));
  expect(handled).toHaveLength(21);
  go();
  await Promise.all(under);
  await letIn(write(8, { ...inGroup, ...command }));
  expect(handled).toHaveLength(22);
});

test('however many groups are held up, people are heard', async () => {
  handling = new Promise(() => {});
  for (let n = 0; n < 1000; n++)
    void letIn(write(1000 + n, { ...command, chat: { id: -1 - (n % 50), type: 'supergroup' } }));
  expect(handled).toHaveLength(100);
  void letIn(write(7));
  expect(handled).toHaveLength(101);
});

test('what people of a group say to one another is passed over, and what concerns the bot is not', async () => {
  for (let n = 0; n < 1000; n++) await letIn(write(100 + n, inGroup));
  expect(handled).toEqual([]);
  const heard = [
    write(7, { ...inGroup, ...command }),
    write(7, { ...inGroup, text: undefined, migrate_to_chat_id: -100 }),
  ];
  for (const update of heard) await letIn(update);
  expect(handled).toEqual(heard);
});

test('a clock that goes back gives and takes nothing', async () => {
  nowMs = 1e9;
  for (let n = 0; n < 20; n++) await letIn(write(7));
  nowMs = 0;
  await letIn(write(7));
  expect(handled).toHaveLength(20);
});
