import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { testDatabase, urlOf } from '../support/database.js';
import { rss, startNewspaper } from '../support/newspaper.js';
import { runLoa } from '../support/program.js';

const db = await testDatabase();
const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
const newspaper = await startNewspaper();
const folder = mkdtempSync(join(tmpdir(), 'loa-news-'));
afterAll(() => rmSync(folder, { recursive: true }));
const region = join(folder, 'pack');
cpSync('regions/hoa-binh', region, { recursive: true });
const source = (id: string) => ({
  id,
  newspaper: { vi: 'Báo Thử', en: 'Thu News' },
  kind: 'feed',
  url: `${newspaper.url}/${id}`,
});
writeFileSync(join(region, 'sources.json'), JSON.stringify([source('home'), source('broken')]));
const env = {
  DATA_DIR: folder,
  DATABASE_URL: urlOf(rows[0]!.name),
  REGION: region,
  FETCH_ALLOW: newspaper.host,
};

test('classify answers stories in their order, names the lines that are none and goes on', async () => {
  const sorted = '{"id":"c","title":"Mở chợ mới","section":"Đà Bắc"}';
  const lines = [
    '\ufeff{"id":1,"title":"Huyện Đà Bắc mở chợ"}',
    'chợ',
    '',
    '{"id":"b","title":null}',
    '[]',
    sorted,
  ];
  const answered = await runLoa(['classify'], env, `${lines.join('\r\n')}\r\n`);
  const none = { province_wide: false, outside: false, uncertain: false, evidence: [] };
  expect(
    answered.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { id: 1, districts: ['da-bac'], ...none, evidence: ['Huyện Đà Bắc'] },
    { id: 'b', districts: [], ...none, uncertain: true },
    { id: 'c', districts: ['da-bac'], ...none, evidence: ['Đà Bắc'] },
  ]);
  expect(answered.stderr).toMatch(/^line 2: is not JSON\nline 5: /);
  expect(answered.code).toBe(1);
}, 60_000);

test('region check ends with 0 for a sound pack, and with 1 and every problem for another', async () => {
  expect(await runLoa(['region', 'check', region], {})).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^(?:.+\.json:\d+: warning: .+\n)+.+: no problems, \d+ warnings\n$/),
  });
  expect(await runLoa(['region', 'check', folder], {})).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(
      /region\.json:1: cannot be read \(ENOENT\)\n[\s\S]*: [1-9]\d* problems, no warnings\n$/,
    ),
  });
}, 60_000);

test('poll prints what it stored and what failed, sources how they do', async () => {
  newspaper.answer('/home', rss([{ title: 'Huyện Đà Bắc mở chợ', link: 'https://baothu.example/1' }]));
  newspaper.answer('/broken', '<html></html>');
  const polled = await runLoa(['poll'], env);
  expect(polled.code).toBe(0);
  expect(polled.stdout.trim().split('\n').sort()).toEqual([
    'broken: failed (not_a_feed): not a feed (HTML)',
    'home: read 1, new 1, matched 1',
  ]);
  expect(await runLoa(['poll'], env)).toMatchObject({ code: 0, stdout: 'no source is due\n' });
  expect(await runLoa(['poll', '--source', 'broken'], env)).toMatchObject({ code: 1 });
  expect(await runLoa(['poll', '--source', 'nowhere'], env)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/there is no source nowhere; those of REGION .+: .*\bhome\b/),
  });
  const { stdout } = await runLoa(['sources', '--json'], env);
  expect(JSON.parse(stdout)).toMatchObject([
    { id: 'broken', state: 'failing', failures: 2 },
    { id: 'home', state: 'ok', items: 1 },
  ]);
}, 60_000);

test('poll --dry-run prints articles as they would be stored, and stores none', async () => {
  const date = 'Mon, 02 Mar 2026 07:00:00 +0700';
  const item = { link: 'https://baothu.example/2', summary: '(HBĐT) - Chợ <b>mới</b>.', date };
  newspaper.answer(
    '/home',
    rss([{ title: 'Huyện Đà Bắc mở chợ thứ hai', ...item }, { title: 'Không liên kết' }]),
  );
  const sources = readFileSync(join(region, 'sources.json'), 'utf8');
  writeFileSync(join(region, 'sources.json'), sources.replaceAll('"home"', '"new"'));
  expect(await runLoa(['poll', '--source', 'new', '--dry-run'], env)).toMatchObject({
    code: 0,
    stdout: `new: read 1, skipped 1; nothing was stored

1. Huyện Đà Bắc mở chợ thứ hai
   Chợ mới.
   02/03/2026 07:00 · no section · da-bac
   https://baothu.example/2
`,
  });
  expect(await runLoa(['poll', '--source', 'broken', '--dry-run'], env)).toMatchObject({
    code: 1,
    stdout: 'broken: failed (not_a_feed): not a feed (HTML)\n',
  });
  expect(await runLoa(['poll', '--dry-run'], env)).toMatchObject({ code: 2 });
  expect(await runLoa(['poll', '--source', 'nowhere', '--dry-run'], env)).toMatchObject({ code: 2 });
  expect(await db.selectFrom('source').select('id').orderBy('id').execute()).toEqual([
    { id: 'broken' },
    { id: 'home' },
  ]);
  expect(await db.selectFrom('article').select('title').execute()).toHaveLength(1);
}, 60_000);
