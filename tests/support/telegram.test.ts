import { Api, Bot, InputFile } from 'grammy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDemoTelegram } from '../../src/demo/telegram/telegram.js';
import { reset, startTelegram, type TestTelegram } from './telegram.js';

let telegram: TestTelegram;
let api: Api;
beforeAll(async () => {
  telegram = await startTelegram();
  api = new Api(telegram.token, { apiRoot: telegram.url });
});
afterAll(() => telegram.close());

const said = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: { description?: string }) => error.description ?? String(error),
  );

describe('the text of a message', () => {
  it('is shown as Telegram renders it, with its links', async () => {
    const lan = telegram.person(1);
    await api.sendMessage(1, ' <b>Mưa &amp; <a href="https://bao.example/1">lũ</a></b> &nbsp;\r\n&#9731; ', {
      parse_mode: 'HTML',
    });
    expect(lan.last.text).toBe('Mưa & lũ &nbsp;\n☃');
    expect(lan.last.entities).toEqual([
      { type: 'bold', offset: 0, length: 8 },
      { type: 'text_link', offset: 6, length: 2, url: 'https://bao.example/1' },
    ]);
  });

  it.each([
    ['<p>a</p>', 'Unsupported start tag "p" at byte offset 0'],
    ['đ<b', 'Unclosed start tag at byte offset 2'],
    ['<a href="x', 'Unclosed start tag at byte offset 0'],
    ['<b>a</i>', 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
    ['a</b>', 'Unexpected end tag at byte offset 1'],
    ['<i><b>a', 'Can\'t find end tag corresponding to start tag "b"'],
    ['<b>a</b', 'Unclosed end tag at byte offset 4'],
    ['<a =1>a</a>', 'Empty attribute name in the tag "a" at byte offset 0'],
    ['<a href=a/b>a</a>', 'Unexpected end of name token at byte offset 8'],
    ['<span class="x">a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
  ])('%s is refused', async (text, reason) => {
    telegram.person(1);
    expect(await said(api.sendMessage(1, text, { parse_mode: 'HTML' }))).toBe(
      `Bad Request: can't parse entities: ${reason}`,
    );
  });

  it('counts 4,096 characters after parsing', async () => {
    telegram.person(1);
    const text = `<b>${'đ'.repeat(4096)}</b>`;
    expect(await said(api.sendMessage(1, text, { parse_mode: 'HTML' }))).toBe('ok');
    expect(await said(api.sendMessage(1, 'đ'.repeat(4097)))).toBe('Bad Request: message is too long');
    expect(await said(api.sendMessage(1, 'x'.repeat(32_769)))).toBe('Bad Request: text is too long');
    expect(await said(api.sendMessage(1, '\n \n'))).toBe('Bad Request: text must be non-empty');
    expect(await said(api.sendMessage(1, 'nửa \ud83d'))).toBe('Bad Request: text must be encoded in UTF-8');
  });

  it('keeps the first hundred entities and drops links it does not accept', async () => {
    const lan = telegram.person(1);
    await api.sendMessage(1, '<b>a</b> '.repeat(120), { parse_mode: 'HTML' });
    expect(lan.last.entities).toHaveLength(100);
    await api.sendMessage(1, '<a href="http://localhost/">a</a>', { parse_mode: 'HTML' });
    expect(lan.last.entities).toEqual([]);
  });
});

describe('buttons', () => {
  const send = (button: object) =>
    said(api.sendMessage(1, 'x', { reply_markup: { inline_keyboard: [[button as never]] } }));

  it('are refused as Telegram refuses them', async () => {
    telegram.person(1);
    expect(await send({ text: 'a', callback_data: 'đ'.repeat(33) })).toBe('Bad Request: BUTTON_DATA_INVALID');
    expect(await send({ text: 'a', callback_data: 'đ'.repeat(32) })).toBe('ok');
    expect(await send({ text: 'a' })).toContain('Text buttons are unallowed in the inline keyboard');
    expect(await send({ callback_data: 'a' })).toContain('Can\'t find field "text"');
    expect(await send({ text: 'a', url: 'http://localhost/' })).toBe(
      "Bad Request: inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL",
    );
  });
});

it('tells where a bot may not write', async () => {
  telegram.person(20, { started: false });
  expect(await said(api.sendMessage(20, 'x'))).toBe("Forbidden: bot can't initiate conversation with a user");
  await telegram.person(21).block();
  expect(await said(api.sendMessage(21, 'x'))).toBe('Forbidden: bot was blocked by the user');
  expect(await said(api.sendMessage(404, 'x'))).toBe('Bad Request: chat not found');
  const lan = telegram.person(1);
  const group = telegram.group(-9, { type: 'group' });
  await group.addBot(lan);
  await group.upgrade(lan, -1009);
  const error = await api.sendMessage(-9, 'x').catch((caught) => caught);
  expect(error.parameters).toEqual({ migrate_to_chat_id: -1009 });
});

it('takes a document from a form', async () => {
  const lan = telegram.person(1);
  await api.sendDocument(1, new InputFile(Buffer.from('{"a":1}'), 'du-lieu.json'), { caption: 'Dữ liệu' });
  expect(lan.last.document?.file_name).toBe('du-lieu.json');
  expect(lan.last.document?.bytes.toString()).toBe('{"a":1}');
  expect(lan.last.text).toBe('Dữ liệu');
});

it('brings what people do to a polling bot, and its answers back to them', async () => {
  const bot = new Bot(telegram.token, { client: { apiRoot: telegram.url } });
  bot.command('start', (ctx) =>
    ctx.reply(`Chào ${ctx.match}`, {
      reply_markup: { inline_keyboard: [[{ text: 'Đồng ý', callback_data: 'yes' }]] },
    }),
  );
  bot.on('callback_query', async (ctx) => {
    await ctx.answerCallbackQuery('Xong');
    await ctx.editMessageText('Đã ghi');
  });
  const running = bot.start();
  const lan = telegram.person(30);
  await lan.send('/start da-bac');
  await telegram.until(() => lan.messages.length === 1);
  expect(lan.last.text).toBe('Chào da-bac');
  const press = await lan.press(/Đồng/);
  await telegram.until(() => lan.last.edits === 1);
  expect(press).toMatchObject({ answered: true, text: 'Xong' });
  expect(lan.last).toMatchObject({ text: 'Đã ghi', buttons: [] });
  expect(await said(api.answerCallbackQuery(press.id))).toContain('query is too old');
  await bot.stop();
  await running;
});

it('loses an answer after the message has arrived', async () => {
  const lan = telegram.person(40);
  const undo = telegram.intercept(() => reset(true));
  await expect(api.sendMessage(40, 'x')).rejects.toThrow('Network request');
  undo();
  expect(lan.messages).toHaveLength(1);
});

it('serves a bot in the same process without HTTP', async () => {
  const demo = createDemoTelegram();
  const bot = new Bot('1:x', { client: { fetch: demo.fetch }, botInfo: demo.me as never });
  bot.on('message', (ctx) => ctx.replyWithDocument(new InputFile(Buffer.from('a'), 'a.txt')));
  demo.onUpdate((update) => bot.handleUpdate(update));
  const lan = demo.person(1);
  await lan.send('xin chào');
  expect(lan.last.document?.file_name).toBe('a.txt');
});

describe('a photo', () => {
  const png = (width: number, height: number) => {
    const bytes = Buffer.from('\x89PNG\r\n\x1a\n'.padEnd(24, '\0'), 'latin1');
    bytes.writeUInt32BE(width, 16);
    bytes.writeUInt32BE(height, 20);
    return new InputFile(bytes, 'a.png');
  };

  it('is uploaded, sent again by its id, and changed in place', async () => {
    const lan = telegram.person(60);
    const sent = await api.sendPhoto(60, png(1080, 900), { caption: '<b>Bản đồ</b>', parse_mode: 'HTML' });
    const id = sent.photo.at(-1)!.file_id;
    await api.sendPhoto(60, id);
    expect(lan.messages.map(({ photo, text }) => [photo?.width, text])).toEqual([
      [1080, 'Bản đồ'],
      [1080, ''],
    ]);
    await api.editMessageMedia(60, sent.message_id, { type: 'photo', media: png(500, 500), caption: 'Khác' });
    expect(lan.messages[0]).toMatchObject({ text: 'Khác', photo: { width: 500 }, edits: 1 });
    await api.editMessageCaption(60, sent.message_id, { caption: 'Nữa' });
    expect(lan.messages[0]!.text).toBe('Nữa');
    expect(await said(api.editMessageText(60, sent.message_id, 'x'))).toBe(
      'Bad Request: there is no text in the message to edit',
    );
  });

  it('is refused as Telegram refuses it', async () => {
    telegram.person(61);
    const refused = (photo: InputFile | string, caption = '') => said(api.sendPhoto(61, photo, { caption }));
    expect(await refused('unknown')).toBe('Bad Request: wrong file identifier/HTTP URL specified');
    expect(await refused(png(9000, 1001))).toBe('Bad Request: PHOTO_INVALID_DIMENSIONS');
    expect(await refused(new InputFile(Buffer.from('no picture'), 'a.png'))).toBe(
      'Bad Request: IMAGE_PROCESS_FAILED',
    );
    expect(await refused(png(10, 10), 'đ'.repeat(1025))).toBe('Bad Request: message caption is too long');
  });
});
