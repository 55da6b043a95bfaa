import { Api } from 'grammy';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/delivery/outcome.js';
import { openTelegram, sendPart } from '../../src/delivery/telegram.js';
import { ConfigError } from '../../src/errors.js';
import { floodWait, hang, page, refusal, reset, startTelegram } from '../support/telegram.js';

const server = await startTelegram();
afterAll(() => server.close());
const config = { botToken: server.token, telegramApiRoot: server.url, httpsProxy: undefined };
const telegram = openTelegram(config);
server.person(1);

let undo = () => {};
beforeEach(() => undo());

const send = () => sendPart(telegram, 1, { text: 'x' }, { paidBroadcast: false });

describe('an answer of Telegram', () => {
  const gone = (reason: string) => ({ kind: 'gone', reason });
  const cases: [number, string, object][] = [
    [403, 'Forbidden: bot was blocked by the user', gone('blocked')],
    [403, "Forbidden: bot can't initiate conversation with a user", gone('blocked')],
    [403, 'Forbidden: user is deactivated', gone('deactivated')],
    [403, 'Forbidden: bot was kicked from the group chat', gone('kicked')],
    [403, 'Forbidden: bot was kicked from the supergroup chat', gone('kicked')],
    [403, 'Forbidden: bot was kicked from the channel chat', gone('kicked')],
    [403, 'Forbidden: bot is not a member of the supergroup chat', gone('kicked')],
    [403, 'Forbidden: bot is not a member of the channel chat', gone('kicked')],
    [403, 'Forbidden: the group chat was deleted', gone('not_found')],
    [403, "Forbidden: the bot can't send messages to the bot", gone('not_found')],
    [403, 'Forbidden: something new', gone('no_rights')],
    [400, 'Bad Request: chat not found', gone('not_found')],
    [400, 'Bad Request: private chat not found', gone('not_found')],
    [400, 'Bad Request: not enough rights to send text messages to the chat', gone('no_rights')],
    [400, 'Bad Request: need administrator rights in the channel chat', gone('no_rights')],
    [400, 'Bad Request: have no rights to send a message', gone('no_rights')],
    [400, 'Bad Request: have no write access to the chat', gone('no_rights')],
    [400, 'Bad Request: CHAT_WRITE_FORBIDDEN', gone('no_rights')],
    [400, 'Bad Request: CHAT_RESTRICTED', gone('no_rights')],
    [400, 'Bad Request: TOPIC_CLOSED', gone('no_rights')],
    [400, 'Bad Request: TOPIC_DELETED', gone('no_rights')],
    [400, 'Bad Request: message thread not found', gone('no_rights')],
    [
      400,
      'Bad Request: can\'t parse entities: Unsupported start tag "p" at byte offset 0',
      { kind: 'rejected' },
    ],
    [400, 'Bad Request: message is too long', { kind: 'rejected' }],
    [400, 'Bad Request: BUTTON_DATA_INVALID', { kind: 'rejected' }],
    [413, 'Request Entity Too Large', { kind: 'rejected' }],
    [401, 'Unauthorized', { kind: 'unauthorized' }],
    [404, 'Not Found', { kind: 'unauthorized' }],
    [409, 'Conflict: terminated by setWebhook request', { kind: 'unknown', maybeSent: false }],
    [500, 'Internal Server Error', { kind: 'unknown', maybeSent: true }],
  ];
  it.each(cases)('%i %s', async (code, description, outcome) => {
    undo = server.intercept(() => refusal(code, description));
    expect(await send()).toMatchObject(outcome);
  });

  it('that asks to wait says for how long', async () => {
    undo = server.intercept(() => floodWait(17));
    expect(await send()).toEqual({ kind: 'wait', seconds: 17 });
  });

  it.each([
    ['an hour', { retry_after: 3600 }, 'Too Many Requests: retry after 3600', 3600],
    ['what only the words say', undefined, 'Too Many Requests: retry after 42', 42],
    ['for nobody knows how long', { retry_after: -1 }, 'Too Many Requests', 1],
    ['for ever', { retry_after: 1e300 }, 'Too Many Requests', 7 * 24 * 3600],
  ])('that asks to wait %s is obeyed', async (_, parameters, description, seconds) => {
    undo = server.intercept(() => refusal(429, description, parameters));
    expect(await send()).toEqual({ kind: 'wait', seconds });
  });

  it.each([
    [400, 'Bad Request: BALANCE_TOO_LOW'],
    [400, 'Bad Request: not enough Telegram Stars for a paid broadcast'],
    [403, 'Forbidden: paid broadcasts are not enabled'],
  ])('that refuses a paid broadcast (%i %s) is about the bot, not the chat', async (code, description) => {
    undo = server.intercept(() => refusal(code, description));
    expect(await sendPart(telegram, 1, { text: 'x' }, { paidBroadcast: true })).toEqual({
      kind: 'unpaid',
      description,
    });
    expect((await send()).kind).not.toBe('unpaid');
  });

  it('that names the new id of a group', async () => {
    undo = server.intercept(() =>
      refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
        migrate_to_chat_id: -1001,
      }),
    );
    expect(await send()).toEqual({ kind: 'moved', to: -1001 });
  });

  it('that a message has arrived brings its id', async () => {
    expect(await send()).toEqual({ kind: 'sent', message_id: server.person(1).last.message_id });
  });
});

describe('an answer that is none', () => {
  const lost = { kind: 'unknown', maybeSent: true };
  it.each([
    ['a reset connection', () => reset(true), lost],
    ['a gateway’s page', () => page(502, false), lost],
    ['half a JSON', () => page(200, true, '{"ok":true,"resu'), lost],
    ['a JSON that is no answer', () => page(200, true, 'null'), lost],
    ['an empty object', () => page(200, true, '{}'), lost],
    ['nothing', () => page(200, true, ''), lost],
  ] as const)('%s may have sent the message', async (_, fault, outcome) => {
    undo = server.intercept(fault);
    expect(await send()).toMatchObject(outcome);
  });

  it('that never comes is not waited for without end', async () => {
    undo = server.intercept(() => hang(true));
    const hasty = openTelegram(config, { timeoutSeconds: 0.05 });
    const outcome = await sendPart(hasty, 1, { text: 'x' }, { paidBroadcast: false });
    expect(outcome).toEqual({ ...lost, description: 'no answer' });
  });

  it('of a request that never left is known to have sent nothing', async () => {
    const closed = await startTelegram();
    await closed.close();
    const api = new Api(closed.token, { apiRoot: closed.url });
    const outcome: Outcome = await sendPart(api, 1, { text: 'x' }, { paidBroadcast: false });
    expect(outcome).toEqual({ kind: 'unknown', maybeSent: false, description: 'ECONNREFUSED' });
  });
});

it('asks for a paid broadcast only where it is configured', async () => {
  await sendPart(telegram, 1, { text: 'x' }, { paidBroadcast: true });
  expect(server.calls.at(-1)!.params.allow_paid_broadcast).toBe(true);
  await send();
  expect(server.calls.at(-1)!.params).not.toHaveProperty('allow_paid_broadcast');
});

it('does not open without a token', () => {
  expect(() => openTelegram({ ...config, botToken: undefined })).toThrow(ConfigError);
});
