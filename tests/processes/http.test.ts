import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { log } from '../../src/log.js';
import { createHealth } from '../../src/processes/health.js';
import { type Routes, runHttp } from '../../src/processes/http.js';
import { addMonitoring } from '../../src/processes/monitor.js';
import { addPolicy } from '../../src/processes/policy.js';
import { connect } from '../../src/store/database.js';
import { testDatabase } from '../support/database.js';
import { pack, savePack } from '../support/news.js';

const db = await testDatabase();
const time = { now: new Date('2026-03-09T23:30:00Z') };
const clock = () => time.now;
await savePack(db, time.now);
const stop = new AbortController();
afterEach(() => vi.restoreAllMocks());

/** Serves on a free port, which only the log tells. */
async function serve(routes: Routes): Promise<string> {
  const logged = vi.spyOn(log, 'info');
  servers.push(runHttp(routes, 0, stop.signal));
  await vi.waitUntil(() => logged.mock.calls.length > 0);
  const [{ port }] = logged.mock.calls[0] as unknown as [{ port: number }];
  return `http://127.0.0.1:${port}`;
}
const servers: Promise<void>[] = [];
afterAll(async () => {
  stop.abort();
  await Promise.all(servers);
});

test('it says that it lives, whether it is ready and why not, also behind a path of a proxy', async () => {
  const health = createHealth(clock);
  const routes: Routes = new Map();
  addMonitoring(routes, { db, health, clock });
  const url = await serve(routes);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  health.watch('clock poll', 600);
  expect(await (await fetch(`${url}/loa/readyz`)).json()).toEqual({ ready: true, reasons: [] });
  time.now = new Date(time.now.getTime() + 601_000);
  const stale = await fetch(`${url}/readyz`);
  expect([stale.status, await stale.json()]).toEqual([
    503,
    { ready: false, reasons: ['clock poll: nothing done for 601 s'] },
  ]);
  health.beat('clock poll');
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
});

test('metrics are counts; while the database is away readiness says so and metrics go on', async () => {
  const routes: Routes = new Map();
  addMonitoring(routes, { db, health: createHealth(clock), clock });
  const url = await serve(routes);
  const text = await (await fetch(`${url}/metrics`)).text();
  expect(text).toContain('loa_sources{state="ok"} 1');
  expect(text).toContain('loa_deliveries{status="failed"} 0');
  expect(text).toContain('process_resident_memory_bytes');

  const away = connect({ host: '/nowhere', user: 'postgres' });
  addMonitoring(routes, { db: away, health: createHealth(clock), clock });
  expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ ready: false, reasons: ['database: away'] });
  expect(await (await fetch(`${url}/metrics`)).text()).toContain('process_resident_memory_bytes');
  await away.destroy();
});

test('an answer that fails is a 500, and the next is served', async () => {
  const routes: Routes = new Map();
  routes.set('fails', () => Promise.reject(new Error('broken')));
  routes.set('works', async (_request, response) => void response.end('yes'));
  const url = await serve(routes);
  expect((await fetch(`${url}/fails`)).status).toBe(500);
  expect(await (await fetch(`${url}/works`)).text()).toBe('yes');
});

test('a port in use is said once and the rest goes on', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, resolve));
  const { port } = other.address() as AddressInfo;
  const logged = vi.spyOn(log, 'error');
  const end = new AbortController();
  const serving = runHttp(new Map(), port, end.signal);
  await vi.waitUntil(() => logged.mock.calls.length > 0);
  expect(logged.mock.calls[0]).toEqual([
    { port, reason: expect.stringContaining('EADDRINUSE') },
    expect.stringContaining('cannot listen'),
  ]);
  end.abort();
  await serving;
  other.close();
});

test('the privacy policy is a page in both languages, which names who runs the bot', async () => {
  const routes: Routes = new Map();
  addPolicy(routes, { config: { orgName: 'Báo <Thử>', contact: 'lienhe@baothu.example' }, pack });
  const answer = await fetch(`${await serve(routes)}/privacy`);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const page = await answer.text();
  expect(page).toContain('Báo &lt;Thử&gt;, lienhe@baothu.example');
  expect(page).toContain('<section lang="vi"><p><b>Quyền riêng tư</b> (bản 1.0)</p>');
  expect(page).toContain('<section lang="en">');
});
