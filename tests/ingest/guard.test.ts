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
  'http://017700000001/',
  'http://0x7f000001/',
  'http://127.1/',
  'http://127.0.0.1./',
  'http://0/',
  'http://0.0.0.0/',
  'http://１２７.０.０.１/',
  'http://127。0。0。1/',
  'http://%31%32%37.0.0.1/',
  'http://192.168.257/',
  'http://[::]/',
  'http://[0:0:0:0:0:ffff:10.0.0.1]/',
  'http://[::127.0.0.1]/',
  'http://[::ffff:0:127.0.0.1]/',
  'http://[64:ff9b::127.0.0.1]/',
  'http://[64:ff9b:1::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001:0:53aa:64c:0:0:80ff:fffe]/',
  'http://[fe80::1]/',
  'http://[fec0::1]/',
  'http://[fd00::1]/',
  'https://169.254.169.254/latest/meta-data',
  'gopher://bao.example/',
  'data:text/xml,<rss/>',
  'ws://bao.example/',
  'blob:http://bao.example/1',
  'http://bao.example:6379/',
  'https://bao.example:25/',
  'http://bao.example:0/',
  'http://reader@bao.example/',
  'http://:secret@bao.example/',
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

test.each([
  'http://[fe80::1%25eth0]/',
  'http://[::1',
  'http://256.0.0.1/',
  'http://0x7f.0.0.0.1/',
  'http://',
])('%s is no address at all', (url) => {
  expect(URL.canParse(url)).toBe(false);
});

test('a name may lead inside our own network only where the list says so', () => {
  expect(guard.allowsIp('feeds.internal', '10.0.0.5', 9000)).toBe(true);
  expect(guard.allowsIp('feeds.internal', '10.0.0.5', 80)).toBe(false);
  expect(guard.allowsIp('bao.example', '10.0.0.5', 9000)).toBe(false);
  expect(guard.allowsIp('bao.example', '8.8.8.8', 443)).toBe(true);
});

test.each(['http://127.0.0.1:8399/rss', 'http://[::1]:8399/rss', 'http://10.0.0.5/rss'])(
  'what is said of %s names the entry that would allow it',
  (address) => {
    const url = new URL(address);
    const entry = `${url.hostname}:${url.port || 80}`;
    expect(() => createGuard([]).checkUrl(url)).toThrow(`unless FETCH_ALLOW lists ${entry}`);
    expect(() => createGuard([entry]).checkUrl(url)).not.toThrow();
  },
);
