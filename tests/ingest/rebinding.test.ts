import { lookup } from 'node:dns';
import { createServer, type RequestListener } from 'node:http';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { createGuard } from '../../src/ingest/guard.js';
import { createRequester } from '../../src/ingest/request.js';

vi.mock('node:dns', async (original) => ({
  ...(await original<typeof import('node:dns')>()),
  lookup: vi.fn(),
}));

// A port that any URL may name, on addresses of loopback that nobody else is likely to use.
const port = 8443;
const network = `127.${1 + (process.pid % 254)}.${1 + (Math.trunc(process.pid / 254) % 254)}`;
const open = `${network}.1`;
const inside = `${network}.2`;

async function serve(address: string, answer: RequestListener): Promise<boolean> {
  const server = createServer(answer);
  const listening = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, address, () => resolve(true));
  });
  afterAll(() => void server.close());
  return listening;
}

const secrets: string[] = [];
const served = [
  await serve(open, (request, response) => {
    if (request.url === '/turn') response.writeHead(302, { location: '/secret', connection: 'close' }).end();
    else response.end('tin');
  }),
  await serve(inside, (request, response) => {
    secrets.push(request.url ?? '');
    response.end('secret');
  }),
];

// `open` stands for the public internet: nothing beyond loopback is asked.
const limits = { connectMs: 5000, headersMs: 5000, bodyMs: 5000 };
const requester = createRequester(createGuard([`${open}:${port}`]), 'a reader', limits);
afterAll(() => requester.close());
const get = (url: string) => requester.get(new URL(url), {}, 1000, AbortSignal.timeout(5000));

/** From now on names resolve to these, one list for each time somebody asks. */
function resolveTo(...answers: string[][]): void {
  const queue = [...answers];
  vi.mocked(lookup).mockImplementation(((_: string, __: object, done: (...result: unknown[]) => void) => {
    const addresses = queue.length > 1 ? queue.shift()! : queue[0]!;
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  }) as never);
}
beforeEach(() => {
  vi.mocked(lookup).mockClear();
  secrets.length = 0;
});

test.each([
  '127.0.0.1',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.100.100.200',
  '0.0.0.0',
  '192.0.0.192',
  '::1',
  '::',
  'fe80::1',
  'fd00:ec2::254',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::7f00:1',
  '2002:7f00:1::',
  '2001:0:7f00:1::',
  'ff02::1',
])('a name that resolves to %s is refused', async (address) => {
  resolveTo([address]);
  await expect(get('http://bao.example/')).rejects.toMatchObject({ kind: 'address' });
  expect(lookup).toHaveBeenCalled();
});

test.skipIf(served.includes(false))(
  'a name that resolves to an open address and to one inside is read from the open one',
  async () => {
    resolveTo([inside, open]);
    expect(await get(`http://bao.example:${port}/feed`)).toMatchObject({
      body: Buffer.from('tin'),
    });
    expect(secrets).toEqual([]);
  },
);

test.skipIf(served.includes(false))(
  'a name that is open when it is first asked and leads inside the second time is refused',
  async () => {
    resolveTo([open], [inside]);
    const turn = await get(`http://turn.example:${port}/turn`);
    if (turn.status !== 'redirect') throw new Error('no redirect');
    await expect(get(turn.to.href)).rejects.toMatchObject({ kind: 'address' });
    expect(lookup).toHaveBeenCalledTimes(2);
    expect(secrets).toEqual([]);
  },
);
