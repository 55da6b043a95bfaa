import { afterEach, expect, test, vi } from 'vitest';
import { keepOutOfLog, log } from '../src/log.js';

function logged(write: () => void): string {
  const lines: string[] = [];
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  write();
  spy.mockRestore();
  return lines.join('');
}

afterEach(() => vi.restoreAllMocks());

test('a secret never reaches the log, in a message, an address, an error or its cause', () => {
  keepOutOfLog('123456:AAH-secret-token');
  const error = new Error('failed: https://api.telegram.org/bot123456:AAH-secret-token/getMe', {
    cause: new Error('POST /bot123456%3AAAH-secret-token/getMe'),
  });
  const line = logged(() => log.error(error, 'with 123456:AAH-secret-token'));
  expect(line).not.toContain('AAH-secret-token');
  expect(line).toContain('https://api.telegram.org/bot[secret]/getMe');
  expect(JSON.parse(line).err.cause.message).toBe('POST /bot[secret]/getMe');
});

test('a secret with quotes and backslashes is found in the JSON of the line too', () => {
  keepOutOfLog('p"a\\ss');
  expect(logged(() => log.warn({ url: 'postgres://loa:p"a\\ss@db' }, 'away'))).toContain('loa:[secret]@db');
});

test('of an error only its message, code and stack are logged, under whatever name it stands', () => {
  const inner = Object.assign(new Error("Call to 'sendMessage' failed"), {
    code: 'E_CALL',
    payload: { chat_id: 8215550001, text: 'chuyện riêng' },
  });
  const outer = Object.assign(new Error('in a handler'), { ctx: { from: { id: 8215550001 } }, error: inner });
  const line = logged(() => log.error({ error: outer }, 'a handler failed'));
  expect(line).not.toMatch(/8215550001|chuyện riêng/);
  expect(JSON.parse(line).error.cause).toMatchObject({
    message: "Call to 'sendMessage' failed",
    code: 'E_CALL',
  });
});
