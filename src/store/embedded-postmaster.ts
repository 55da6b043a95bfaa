import { readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const onLinux = process.platform === 'linux';

/** The process that serves the cluster in `data`, if one does. */
export function findPostmaster(data: string): number | undefined {
  const pid = lockedBy(join(data, 'postmaster.pid'));
  return pid && serves(pid, data) ? pid : undefined;
}

/**
 * Removes the locks of a server that is gone, which Postgres itself dares only when their pid is free. Another starter
 * may have renewed one since we looked: then it goes back. Processes of the dead server that linger still keep a new
 * one out, by the shared memory they hold.
 */
export function removeStaleLocks(data: string): void {
  if (!onLinux) return;
  for (const file of ['postmaster.pid', '.s.PGSQL.5432.lock'].map((name) => join(data, name))) {
    const stale = lockedBy(file);
    if (!stale || serves(stale, data)) continue;
    const aside = `${file}.${process.pid}`;
    try {
      renameSync(file, aside);
      if (lockedBy(aside) === stale) rmSync(aside);
      else renameSync(aside, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

/** Whether there is a process of this id; one of another user counts. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * A living pid says little: after a kill it may be a zombie that nobody reaps, and in a container that starts again it
 * is often the pid of something else. A server works from inside its folder.
 */
function serves(pid: number, data: string): boolean {
  if (!onLinux) return isAlive(pid);
  try {
    const [its, ours] = [statSync(`/proc/${pid}/cwd`), statSync(data)];
    return its.ino === ours.ino && its.dev === ours.dev;
  } catch {
    return false;
  }
}

/** Both kinds of lock file begin with the pid. */
function lockedBy(file: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
}
