import { expect, test } from 'vitest';
import { createGuard, isPublic } from '../../src/ingest/guard.js';

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.255.255',
  '192.168.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::a00:1',
  'fc00::1',
  'fe80::1',
  'fe80::1%eth0',
  'ff02::1',
  '2001:db8::1',
  '2001::1',
  '2002:7f00:1::',
  'localhost',
  '',
])('%s is not on the public internet', (ip) => {
  expect(isPublic(ip)).toBe(false);
});

test.each(['8.8.8.8', '172.32.0.1', '113.160.0.1', '2405:4800::1', '::ffff:8.8.8.8', '64:ff9b::808:808'])(
  '%s is on the public internet',
  (ip) => {
    expect(isPublic(ip)).toBe(true);
  },
);

const guard = createGuard(['127.0.0.1:8099', 'feeds.internal:9000', '[::1]:9000']);

test.each([
  'ftp://bao.example/rss',
  'file:///etc/passwd',
  'http://127.0.0.1/',
  'http://127.0.0.1:8098/',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://0177.0.0.1/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::1]/',
  'http://bao.example:22/',
  'http://feeds.internal:9001/',
  'http://reader:secret@bao.example/',
])('%s is not opened', (url) => {
  expect(() => guard.checkUrl(new URL(url))).toThrow(expect.objectContaining({ kind: 'address' }));
});

test.each([
  'http://bao.example/rss',
  'https://bao.example:8443/rss',
  'http://127.0.0.1:8099/',
  'http://FEEDS.internal:9000/',
  'http://[::1]:9000/',
])('%s may be opened', (url) => {
  expect(() => guard.checkUrl(new URL(url))).not.toThrow();
});

test('a name may lead inside our own network only where the list says so', () => {
  expect(guard.allowsIp('feeds.internal', '10.0.0.5', 9000)).toBe(true);
  expect(guard.allowsIp('feeds.internal', '10.0.0.5', 80)).toBe(false);
  expect(guard.allowsIp('bao.example', '10.0.0.5', 9000)).toBe(false);
  expect(guard.allowsIp('bao.example', '8.8.8.8', 443)).toBe(true);
});
