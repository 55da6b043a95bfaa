import { afterEach, expect, test, vi } from 'vitest';
import { createBot } from '../../src/bot/bot.js';
import { announceBot } from '../../src/bot/profile.js';
import { createDemoTelegram, type Person } from '../../src/demo/telegram/telegram.js';
import { ConfigError } from '../../src/errors.js';
import { log } from '../../src/log.js';
import { grantRole } from '../../src/store/staff.js';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { packWithSource } from '../support/news.js';
import { answerQuestion } from '../support/staff.js';

const db = await testDatabase();
const { telegram, deps, time } = await startBot(db, packWithSource);
const senderOf = ({ user: { id } }: Person) => ({
  telegram_id_hash: deps.seal.hash(id),
  telegram_id_sealed: deps.seal.seal(id),
  locale: 'vi',
});
afterEach(() => vi.restoreAllMocks());

const client = (fetch: unknown) => ({ client: { fetch: fetch as never } });

test('a failure of ours is answered in plain words and logged without ids or texts', async () => {
  const written = vi.spyOn(log, 'error').mockImplementation(() => undefined);
  const broken = { ...deps, gazetteer: undefined as never };
  const other = createDemoTelegram({ clock: deps.clock });
  const bot = createBot(broken, client(other.fetch));
  bot.botInfo = other.me as never;
  other.onUpdate((update) => bot.handleUpdate(update));
  const lan = other.person(7_654_321, { language_code: 'vi' });
  await lan.send('một điều riêng tư');
  expect(lan.last.text).toContain('Có lỗi ở phía chúng tôi');
  expect(written).toHaveBeenCalledOnce();
  expect(JSON.stringify(written.mock.calls)).not.toMatch(/7654321|riêng tư/);
});

test('where Telegram lets a chat wait for long, no second message is tried, and who pressed is told', async () => {
  const written = vi.spyOn(log, 'error');
  vi.spyOn(log, 'warn').mockImplementation(() => undefined);
  const other = createDemoTelegram({ clock: deps.clock });
  const tried: string[] = [];
  const bot = createBot(
    deps,
    client(async (url: unknown, init: object) => {
      const method = String(url).split('/').at(-1)!;
      tried.push(method);
      if (method === 'answerCallbackQuery') return other.fetch(url, init);
      const description = 'Too Many Requests: retry after 60';
      return Response.json({ ok: false, error_code: 429, description, parameters: { retry_after: 60 } });
    }),
  );
  bot.botInfo = other.me as never;
  const lan = other.person(10, { language_code: 'vi' });
  other.call('sendMessage', { chat_id: 10, text: 'Chào' });
  other.onUpdate((update) => bot.handleUpdate(update));
  await lan.send('/help');
  expect(tried).toEqual(['sendMessage']);
  expect((await lan.pressData('v1:d')).text).toContain('Chờ vài giây');
  expect(tried).toEqual(['sendMessage', 'editMessageText', 'answerCallbackQuery']);
  expect(written).not.toHaveBeenCalled();
});

test('a message that is gone is answered by a new one', async () => {
  const lan = telegram.person(7, { language_code: 'vi' });
  await lan.send('/start');
  const chat = lan.chat;
  const press = lan.last.buttons[0]![0]!.callback_data!;
  const id = lan.last.message_id;
  await lan.send('/help');
  chat.messages = chat.messages.filter(({ message_id }) => message_id !== id);
  await lan.pressData(press);
  expect(lan.last.text).toContain('Tin địa phương');
});

test('a press that waited while we were away is still done, and said in a message where it has to be', async () => {
  const other = createDemoTelegram({ clock: deps.clock });
  const bot = createBot(deps, client(other.fetch));
  bot.botInfo = other.me as never;
  other.onUpdate((update) => {
    time.now = new Date(time.now.getTime() + 3_600_000);
    return bot.handleUpdate(update);
  });
  const written = vi.spyOn(log, 'error');
  const minh = other.person(8, { language_code: 'vi' });
  await grantRole(db, senderOf(minh), 'owner', null, time.now);
  await minh.send('/nguon');
  await minh.press('1. Đọc ngay');
  const { next_poll_at } = await db.selectFrom('source').select('next_poll_at').executeTakeFirstOrThrow();
  expect(next_poll_at).toEqual(time.now);
  expect(minh.messages).toHaveLength(1);
  await minh.pressData('v0:old');
  expect(minh.last.text).toContain('Nút này đã cũ');
  expect(written).not.toHaveBeenCalled();
});

test('what no database keeps is read as a space, as Telegram itself sends it', async () => {
  const minh = telegram.person(9, { language_code: 'vi' });
  await grantRole(db, senderOf(minh), 'editor', null, time.now);
  const written = vi.spyOn(log, 'error');
  await minh.send('/thongbao');
  await answerQuestion(minh, 'Mất\0điện');
  expect(minh.messages.at(-2)!.text).toBe('Mất điện');
  await minh.send('/thongbao');
  await answerQuestion(minh, '\0');
  expect(minh.last.text).toContain('chỉ gửi được tin nhắn chữ');
  expect(written).not.toHaveBeenCalled();
});

test('without a token there is no bot, and the message says so', () => {
  const config = { ...deps.config, botToken: undefined };
  expect(() => createBot({ ...deps, config })).toThrow(ConfigError);
});

test('commands and descriptions are announced in each language, and not again while nothing changes', async () => {
  const { fetch, profile, me } = createDemoTelegram();
  const methods: string[] = [];
  const bot = createBot(
    deps,
    client((url: unknown, init: object) => {
      methods.push(String(url).split('/').at(-1)!);
      return fetch(url, init);
    }),
  );
  bot.botInfo = me as never;
  await announceBot(bot, deps);
  expect(JSON.stringify([...profile])).toMatch(/khuvuc.*districts|districts.*khuvuc/);
  const calls = methods.filter((method) => method.startsWith('set')).length;
  expect(calls).toBeGreaterThan(0);
  await announceBot(bot, deps);
  expect(methods.filter((method) => method.startsWith('set'))).toHaveLength(calls);
});

test('newspapers whose names do not fit the profile are named together, none cut short', async () => {
  const { fetch, profile, me } = createDemoTelegram();
  const long = {
    ...packWithSource.sources[0]!,
    newspaper: { vi: `Báo ${'Rất Dài '.repeat(20)}`, en: 'Thu News' },
  };
  const wide = { ...deps, pack: { ...packWithSource, sources: [long] } };
  const bot = createBot(wide, client(fetch));
  bot.botInfo = me as never;
  await announceBot(bot, wide);
  const said = [...profile].map(([, value]) => value);
  expect(said).toContain('Bản tin địa phương mỗi ngày. Nguồn: các báo địa phương.');
  expect(said.some((text) => String(text).startsWith('A daily local digest. Source: Thu News'))).toBe(true);
});

test('a Telegram that refuses the profile does not stop the bot', async () => {
  vi.spyOn(log, 'warn').mockImplementation(() => undefined);
  const refuse = async () =>
    new Response(JSON.stringify({ ok: false, error_code: 400, description: 'Bad Request: no' }));
  await announceBot(createBot(deps, client(refuse)), deps);
  expect(log.warn).toHaveBeenCalled();
});
